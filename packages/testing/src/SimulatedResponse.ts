/**
 * What the simulator answers, and how the answer travels: what faults change.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"

/**
 * An answer of the simulator.
 *
 * @category models
 * @since 0.1.0
 */
export interface SimulatedResponse {
  /** The HTTP status. */
  readonly status: number
  /** In lower case. The length is not among them: it follows from the body. */
  readonly headers: Readonly<Record<string, string>>
  /** The bytes of the body, before any of them is held back or cut off. */
  readonly body: Uint8Array
  /** How the answer travels. */
  readonly delivery: Delivery
}

/**
 * How an answer travels. Times are milliseconds of the simulator's clock.
 *
 * @category models
 * @since 0.1.0
 */
export interface Delivery {
  /** How long the headers are held back; `Infinity` for an answer that never comes. */
  readonly headersDelay: number
  /** In how many pieces the body is sent. */
  readonly chunks: number
  /** How long each piece of the body is held back. */
  readonly chunkDelay: number
  /** Where the answer breaks off; `undefined` when it arrives whole. */
  readonly interruption: Break | undefined
}

/**
 * A break in an answer.
 *
 * @category models
 * @since 0.1.0
 */
export interface Break {
  /** Before the headers, or after so many bytes of the body. */
  readonly at: "headers" | number
  /** A reset connection, one that is closed in order, or one on which nothing more comes. */
  readonly kind: "reset" | "close" | "stall"
}

/**
 * At once, in one piece, whole.
 *
 * @category deliveries
 * @since 0.1.0
 */
export const immediate: Delivery = { headersDelay: 0, chunks: 1, chunkDelay: 0, interruption: undefined }

/**
 * The form in which a server tells of an error, which the API's reference leaves open.
 *
 * - `error.message`: `{"error":{"message":"…"}}`
 * - `message`: `{"message":"…"}`
 * - `error`: `{"error":"…"}`
 * - `problem+json`: RFC 9457
 * - `text`, `html`: no JSON at all
 * - `empty`: no body
 *
 * @category models
 * @since 0.1.0
 */
export type ErrorBody = "error.message" | "message" | "error" | "problem+json" | "text" | "html" | "empty"

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * An answer with a body of bytes.
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
 * An answer with a body of text.
 *
 * @category constructors
 * @since 0.1.0
 */
export const text = (status: number, contentType: string, body: string): SimulatedResponse =>
  bytes(status, contentType, encoder.encode(body))

/**
 * An answer with a body of JSON.
 *
 * @category constructors
 * @since 0.1.0
 */
export const json = (status: number, body: unknown): SimulatedResponse =>
  text(status, "application/json", JSON.stringify(body))

/**
 * An answer that tells of an error.
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
 * Changes the JSON of an answer. One that is not JSON stays as it is.
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
 * Changes how an answer travels.
 *
 * @category combinators
 * @since 0.1.0
 */
export const deliver = (self: SimulatedResponse, delivery: Partial<Delivery>): SimulatedResponse => ({
  ...self,
  delivery: { ...self.delivery, ...delivery }
})
