import type { SimulatedResponse } from "../SimulatedResponse.ts"

/** The chunks of a body that are sent, up to where it breaks off. */
export const chunks = ({ body, delivery }: SimulatedResponse): ReadonlyArray<Uint8Array> => {
  const { interruption } = delivery
  const length = interruption === undefined || interruption.at === "headers" ? body.length : interruption.at
  const size = Math.max(1, Math.ceil(length / delivery.chunks))
  return Array.from(
    { length: Math.ceil(length / size) },
    (_, index) => body.subarray(index * size, Math.min(length, (index + 1) * size))
  )
}
