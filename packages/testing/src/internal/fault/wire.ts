import * as Options from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import type { Break } from "../../SimulatedResponse.ts"
import * as SimulatedResponse from "../../SimulatedResponse.ts"
import { FiniteDelay, Fraction } from "../arguments.ts"
import { constructor } from "./arguments.ts"
import type { Fault } from "./model.ts"
import { make } from "./model.ts"
import { times } from "./when.ts"

/**
 * Returns a fraction of the body length in bytes, rounded down. The result is at least one byte less than the length.
 */
const cut = (body: Uint8Array, part: number): number =>
  Math.max(0, Math.min(body.length - 1, Math.floor(body.length * part)))

const breakArguments = { afterPart: Schema.optional(Fraction) }

const resetArguments = constructor("reset", breakArguments)

const closeConnectionArguments = constructor("closeConnection", breakArguments)

const stallArguments = constructor("stall", breakArguments)

const truncateArguments = constructor("truncate", { part: Fraction })

const slowHeadersArguments = constructor("slowHeaders", { delay: Options.Delay })

const slowBodyArguments = constructor("slowBody", { takes: FiniteDelay, chunks: Options.PositiveCount })

const breakOff = (name: string, part: number | undefined, kind: Break["kind"]): Fault =>
  make(name, {
    response: (response) =>
      SimulatedResponse.deliver(response, {
        interruption: { at: part === undefined ? "headers" : cut(response.body, part), kind }
      })
  }).pipe(times(1))

/**
 * Resets the connection before the headers, or after a fraction of the body. Affects one request by default.
 *
 * @category wire
 * @since 0.1.0
 */
export const reset = (afterPart?: number): Fault =>
  resetArguments({ afterPart }, () => breakOff("reset", afterPart, "reset"))

/**
 * Closes the connection before the headers, or after a fraction of the body, although `content-length` states the
 * length of the complete body. Affects one request by default.
 *
 * @category wire
 * @since 0.1.0
 */
export const closeConnection = (afterPart?: number): Fault =>
  closeConnectionArguments({ afterPart }, () => breakOff("close connection", afterPart, "close"))

/**
 * Sends nothing more and keeps the connection open, before the headers or after a fraction of the body. Affects one
 * request by default.
 *
 * @category wire
 * @since 0.1.0
 */
export const stall = (afterPart?: number): Fault =>
  stallArguments({ afterPart }, () => breakOff("stall", afterPart, "stall"))

/**
 * Truncates the body to a fraction of its length. The HTTP response is valid, but its JSON is incomplete. Affects one
 * request by default.
 *
 * @category wire
 * @since 0.1.0
 */
export const truncate = (part: number): Fault =>
  truncateArguments({ part }, () =>
    make("truncate", {
      response: (response) => ({ ...response, body: response.body.subarray(0, cut(response.body, part)) })
    }).pipe(
      times(1)
    ))

/**
 * Delays the response headers. Affects every request by default.
 *
 * @category wire
 * @since 0.1.0
 */
export const slowHeaders = (delay: Duration.Input): Fault =>
  slowHeadersArguments({ delay }, () =>
    make("slow headers", {
      response: (response) => SimulatedResponse.deliver(response, { headersDelay: Duration.toMillis(delay) })
    }))

/**
 * Sends the body in chunks, evenly spread over a duration. Affects every request by default.
 *
 * @category wire
 * @since 0.1.0
 */
export const slowBody = (takes: Duration.Input, chunks = 10): Fault =>
  slowBodyArguments({ takes, chunks }, () =>
    make("slow body", {
      response: (response) =>
        SimulatedResponse.deliver(response, { chunks, chunkDelay: Duration.toMillis(takes) / chunks })
    }))
