import type { Any, Method } from "@effect-revox/schema/Endpoint"
import * as Duration from "effect/Duration"
import type { Delivery } from "../RevoxError.ts"

/** One call of the client: a request with its retries, and what is known about them so far. */
export interface Call {
  readonly method: Method
  readonly idempotent: boolean
  /** Advice for callers that repeat the request after an attempt whose outcome is unknown. */
  readonly recovery: string | undefined
  /** Whether the path is only inferred, which the message of a 404 then mentions. */
  readonly provisional: boolean
  /** Whether the base URL has a path. That of the API has one, so the message of a 404 mentions it if it is missing. */
  readonly hasBasePath: boolean
  /** Replaces the API key and the search text of the request in a text, of which it returns the first characters. */
  readonly redact: (text: string, length?: number) => string
  /** Number of requests sent. */
  attempts: number
  /** Number of 429s received. */
  refusals: number
  /** Sum of the rate-limit pauses that the 429s of this call caused. */
  pauses: Duration.Duration
  /** The strongest delivery over all attempts that ended. */
  delivery: Delivery
  /** Whether an attempt is in flight. If the call ends now, the delivery of that attempt is unknown. */
  isInFlight: boolean
}

export const make = (
  { idempotent, method, provisional, recovery }: Any,
  options: Pick<Call, "hasBasePath" | "redact">
): Call => ({
  method,
  idempotent,
  recovery,
  provisional,
  hasBasePath: options.hasBasePath,
  redact: options.redact,
  attempts: 0,
  refusals: 0,
  pauses: Duration.zero,
  delivery: "not-sent",
  isInFlight: false
})

const strength: Readonly<Record<Delivery, number>> = { "not-sent": 0, rejected: 1, unknown: 2, accepted: 3 }

/** Records how an attempt ended, and returns the strongest delivery so far. */
export const record = (call: Call, delivery: Delivery): Delivery => {
  call.isInFlight = false
  if (strength[delivery] > strength[call.delivery]) call.delivery = delivery
  return call.delivery
}

/** The delivery of a call that ends now. */
export const current = (call: Call): Delivery => call.isInFlight ? record(call, "unknown") : call.delivery

/** Whether a request may be repeated without the risk that the server acts on it twice. */
export const isSafeToRepeat = ({ idempotent }: Call, delivery: Delivery): boolean =>
  idempotent || delivery === "not-sent"

/** Advice for callers when the server may have acted on a request that is not idempotent; empty otherwise. */
export const advice = ({ idempotent, recovery }: Call, delivery: Delivery): string =>
  idempotent || delivery === "not-sent" || delivery === "rejected"
    ? ""
    : ` The server may have acted on this request, so it is not sent again. ${
      recovery ?? "Check whether it took effect before you repeat it."
    }`
