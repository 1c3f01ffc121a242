/**
 * Responses of the simulator and their delivery, as faults modify them.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"

/**
 * A response of the simulator.
 *
 * @category models
 * @since 0.1.0
 */
export interface SimulatedResponse {
  /** The HTTP status. */
  readonly status: number
  /** The headers, with lower-case names. `content-length` is not included: it is computed from the body. */
  readonly headers: Readonly<Record<string, string>>
  /** The complete body, before its delivery delays or truncates it. */
  readonly body: Uint8Array
  /** Delays and interruptions of the response. */
  readonly delivery: Delivery
}

/**
 * Delays and interruptions of a response. Times are in milliseconds on the simulator's clock.
 *
 * @category models
 * @since 0.1.0
 */
export interface Delivery {
  /** Delay before the headers are sent. `Infinity` for a response that is never sent. */
  readonly headersDelay: number
  /** Number of chunks in which the body is sent. */
  readonly chunks: number
  /** Delay before each chunk of the body. */
  readonly chunkDelay: number
  /** Interruption of the response, or `undefined` if the response is sent completely. */
  readonly interruption: Break | undefined
}

/**
 * An interruption of a response.
 *
 * @category models
 * @since 0.1.0
 */
export interface Break {
  /** Position of the interruption: before the headers, or after this number of bytes of the body. */
  readonly at: "headers" | number
  /** Whether the connection is reset, is closed, or stays open without further data. */
  readonly kind: "reset" | "close" | "stall"
}

/**
 * Delivery without delay, in one chunk and without interruption.
 *
 * @category deliveries
 * @since 0.1.0
 */
export const immediate: Delivery = { headersDelay: 0, chunks: 1, chunkDelay: 0, interruption: undefined }

/**
 * Format of error responses, which the API reference leaves open.
 *
 * - `error.message`: `{"error":{"message":"…"}}`
 * - `message`: `{"message":"…"}`
 * - `error`: `{"error":"…"}`
 * - `problem+json`: RFC 9457
 * - `text`, `html`: plain text or HTML instead of JSON
 * - `empty`: no body
 *
 * @category models
 * @since 0.1.0
 */
export type ErrorBody = "error.message" | "message" | "error" | "problem+json" | "text" | "html" | "empty"

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Creates a response with a binary body.
 *
 * @category constructors
 * @since 0.1.0
 */
export const bytes = (status: number, contentType: string, body: Uint8Array): SimulatedResponse => ({
  status,
  headers: { "content-type": contentType },
  body,
  delivery: immediate
})

/**
 * Creates a response with a text body.
 *
 * @category constructors
 * @since 0.1.0
 */
export const text = (status: number, contentType: string, body: string): SimulatedResponse =>
  bytes(status, contentType, encoder.encode(body))

/**
 * Creates a response with a JSON body.
 *
 * @category constructors
 * @since 0.1.0
 */
export const json = (status: number, body: unknown): SimulatedResponse =>
  text(status, "application/json", JSON.stringify(body))

/**
 * Creates an error response in a format.
 *
 * @category constructors
 * @since 0.1.0
 */
export const error = (form: ErrorBody, status: number, message: string): SimulatedResponse => {
  switch (form) {
    case "error.message":
      return json(status, { error: { message } })
    case "message":
      return json(status, { message })
    case "error":
      return json(status, { error: message })
    case "problem+json":
      return {
        ...json(status, { type: "about:blank", title: message, status, detail: message }),
        headers: { "content-type": "application/problem+json" }
      }
    case "text":
      return text(status, "text/plain; charset=utf-8", message)
    case "html":
      return text(
        status,
        "text/html",
        `<!doctype html>\n<html><body><h1>${String(status)}</h1>${message}</body></html>`
      )
    case "empty":
      return { status, headers: {}, body: new Uint8Array(0), delivery: immediate }
  }
}

const parse = Option.liftThrowable((body: string): Schema.Json => JSON.parse(body))

/**
 * Transforms the JSON body of a response. A response whose body is not JSON is returned unchanged.
 *
 * @category combinators
 * @since 0.1.0
 */
export const mapJson = (self: SimulatedResponse, f: (json: Schema.Json) => unknown): SimulatedResponse =>
  Option.match(parse(decoder.decode(self.body)), {
    onNone: () => self,
    onSome: (body) => ({ ...self, body: encoder.encode(JSON.stringify(f(body))) })
  })

/**
 * Changes the delivery of a response.
 *
 * @category combinators
 * @since 0.1.0
 */
export const deliver = (self: SimulatedResponse, delivery: Partial<Delivery>): SimulatedResponse => ({
  ...self,
  delivery: { ...self.delivery, ...delivery }
})
