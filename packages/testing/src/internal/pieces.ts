import type { Reply } from "../Reply.ts"

/** The pieces of a body that are sent, up to where it breaks off. */
export const pieces = ({ body, delivery }: Reply): ReadonlyArray<Uint8Array> => {
  const { breaks } = delivery
  const length = breaks === undefined || breaks.at === "headers" ? body.length : breaks.at
  const size = Math.max(1, Math.ceil(length / delivery.pieces))
  return Array.from(
    { length: Math.ceil(length / size) },
    (_, index) => body.subarray(index * size, Math.min(length, (index + 1) * size))
  )
}
