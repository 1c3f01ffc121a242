/** Responses whose arguments are valid, because the simulator itself makes them. */
import type { Delivery, SimulatedResponse } from "../SimulatedResponse.ts"

/**
 * Delivery without delay, in one chunk and without interruption.
 *
 * @category deliveries
 * @since 0.1.0
 */
export const immediate: Delivery = { headersDelay: 0, chunks: 1, chunkDelay: 0, interruption: undefined }

const encoder = new TextEncoder()

/** Creates a response without a body. */
export const empty = (status: number): SimulatedResponse => ({
  status,
  headers: {},
  body: new Uint8Array(0),
  delivery: immediate
})

/** Creates a response with a binary body. */
export const bytes = (status: number, contentType: string, body: Uint8Array): SimulatedResponse => ({
  status,
  headers: { "content-type": contentType },
  body,
  delivery: immediate
})

/** Creates a response with a text body. */
export const text = (status: number, contentType: string, body: string): SimulatedResponse =>
  bytes(status, contentType, encoder.encode(body))

/** Creates a response with a JSON body. */
export const json = (status: number, body: unknown): SimulatedResponse =>
  text(status, "application/json", JSON.stringify(body))

/** Replaces the JSON body of a response. */
export const withJson = (self: SimulatedResponse, body: unknown): SimulatedResponse => ({
  ...self,
  body: encoder.encode(JSON.stringify(body))
})
