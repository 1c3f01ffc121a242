import * as Duration from "effect/Duration"
import type { Break } from "../../SimulatedResponse.ts"
import * as SimulatedResponse from "../../SimulatedResponse.ts"
import type { Fault } from "./model.ts"
import { make } from "./model.ts"
import { times } from "./when.ts"

/** A part of the body, in bytes: `0.5` of it, rounded down, and at least one byte short of the whole. */
const cut = (body: Uint8Array, part: number): number =>
  Math.max(0, Math.min(body.length - 1, Math.floor(body.length * part)))

const breakOff = (name: string, part: number | undefined, kind: Break["kind"]): Fault =>
  make(name, {
    response: (response) =>
      SimulatedResponse.deliver(response, {
        interruption: { at: part === undefined ? "headers" : cut(response.body, part), kind }
      })
  }).pipe(times(1))

/**
 * Resets the connection: before the headers, or once this part of the body was sent. Hits once.
 *
 * @category wire
 * @since 0.1.0
 */
export const reset = (afterPart?: number): Fault => breakOff("reset", afterPart, "reset")

/**
 * Closes the connection in good order, too early: before the headers, or once this part of the body was sent, although
 * the headers promised all of it. Hits once.
 *
 * @category wire
 * @since 0.1.0
 */
export const closeConnection = (afterPart?: number): Fault => breakOff("close connection", afterPart, "close")

/**
 * Falls silent with the connection open: before the headers, or once this part of the body was sent. Hits once.
 *
 * @category wire
 * @since 0.1.0
 */
export const stall = (afterPart?: number): Fault => breakOff("stall", afterPart, "stall")

/**
 * Sends this part of the body as though it were all: HTTP has nothing to complain about, and the JSON ends in the
 * middle. Hits once.
 *
 * @category wire
 * @since 0.1.0
 */
export const truncate = (part: number): Fault =>
  make("truncate", { response: (response) => ({ ...response, body: response.body.subarray(0, cut(response.body, part)) }) }).pipe(
    times(1)
  )

/**
 * Holds the headers back. Hits always.
 *
 * @category wire
 * @since 0.1.0
 */
export const slowHeaders = (delay: Duration.Input): Fault =>
  make("slow headers", {
    response: (response) => SimulatedResponse.deliver(response, { headersDelay: Duration.toMillis(delay) })
  })

/**
 * Takes its time over the body: so many chunks, evenly spread. Hits always.
 *
 * @category wire
 * @since 0.1.0
 */
export const slowBody = (takes: Duration.Input, chunks = 10): Fault =>
  make("slow body", {
    response: (response) => SimulatedResponse.deliver(response, { chunks, chunkDelay: Duration.toMillis(takes) / chunks })
  })
