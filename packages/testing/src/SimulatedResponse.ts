/**
 * Responses of the simulator and their delivery, as faults modify them.
 *
 * **Gotchas**
 *
 * Invalid arguments cannot fail here. The simulator responds to the affected request with status 500 and the message of
 * the `InvalidOptionError` instead.
 *
 * @since 0.1.0
 */
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as Response from "./internal/response.ts"
import * as Arguments from "./internal/responseArguments.ts"

export { immediate } from "./internal/response.ts"

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
  /** The invalid argument of a function that made the response. The simulator responds with it. */
  readonly problem?: InvalidOptionError | undefined
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

/**
 * Creates a response with a binary body.
 *
 * @category constructors
 * @since 0.1.0
 */
export const bytes = (status: number, contentType: string, body: Uint8Array): SimulatedResponse =>
  Arguments.bytes({ status, contentType, body }, () => Response.bytes(status, contentType, body))

/**
 * Creates a response with a text body.
 *
 * @category constructors
 * @since 0.1.0
 */
export const text = (status: number, contentType: string, body: string): SimulatedResponse =>
  Arguments.text({ status, contentType, body }, () => Response.text(status, contentType, body))

/**
 * Creates a response with a JSON body.
 *
 * @category constructors
 * @since 0.1.0
 */
export const json = (status: number, body: unknown): SimulatedResponse =>
  Arguments.json({ status, body }, () => Response.json(status, body))

const errorResponse = (form: ErrorBody, status: number, message: string): SimulatedResponse => {
  switch (form) {
    case "error.message":
      return Response.json(status, { error: { message } })
    case "message":
      return Response.json(status, { message })
    case "error":
      return Response.json(status, { error: message })
    case "problem+json":
      return {
        ...Response.json(status, { type: "about:blank", title: message, status, detail: message }),
        headers: { "content-type": "application/problem+json" }
      }
    case "text":
      return Response.text(status, "text/plain; charset=utf-8", message)
    case "html":
      return Response.text(
        status,
        "text/html",
        `<!doctype html>\n<html><body><h1>${String(status)}</h1>${message}</body></html>`
      )
    case "empty":
      return Response.empty(status)
  }
}

/**
 * Creates an error response in a format.
 *
 * @category constructors
 * @since 0.1.0
 */
export const error = (form: ErrorBody, status: number, message: string): SimulatedResponse =>
  Arguments.error({ form, status, message }, () => errorResponse(form, status, message))

const decoder = new TextDecoder()

const parse = Option.liftThrowable((body: string): Schema.Json => JSON.parse(body))

/**
 * Transforms the JSON body of a response. A response whose body is not JSON is returned unchanged.
 *
 * @category combinators
 * @since 0.1.0
 */
export const mapJson = (self: SimulatedResponse, f: (json: Schema.Json) => unknown): SimulatedResponse =>
  Arguments.mapJson(self, { f }, () =>
    Option.match(parse(decoder.decode(self.body)), {
      onNone: () => self,
      onSome: (json) => {
        const mapped = f(json)
        return Arguments.mappedJson(self, { "f()": mapped }, () => Response.withJson(self, mapped))
      }
    }))

/**
 * Changes the delivery of a response.
 *
 * @category combinators
 * @since 0.1.0
 */
export const deliver = (self: SimulatedResponse, delivery: Partial<Delivery>): SimulatedResponse =>
  Arguments.deliver(self, { delivery }, () => ({ ...self, delivery: { ...self.delivery, ...delivery } }))
