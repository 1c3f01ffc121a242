import type * as HttpClientError from "effect/http/HttpClientError"
import * as Predicate from "effect/Predicate"
import { ConnectionError, type Delivery, InvalidRequestError } from "../RevoxError.ts"
import * as Call from "./call.ts"

const maxDepth = 8

/** The innermost cause of an error: `fetch` and undici wrap the error of the socket. */
export const rootCause = (error: unknown): unknown => {
  let current = error
  for (let depth = 0; depth < maxDepth && Predicate.hasProperty(current, "cause") && current.cause != null; depth++) {
    current = current.cause
  }
  return current
}

const describe = (cause: unknown): string => {
  if (Predicate.hasProperty(cause, "code") && Predicate.isString(cause.code)) return cause.code
  return Predicate.isError(cause) ? cause.message : "no details"
}

/** Whether an error shows that no connection was established, so that no part of the request left. */
const isBeforeConnection = (cause: unknown): boolean => {
  // Node tries all addresses of a host, and fails with the errors of all of them.
  if (Predicate.hasProperty(cause, "errors") && Array.isArray(cause.errors) && cause.errors.length > 0) {
    return cause.errors.every(isBeforeConnection)
  }
  if (Predicate.hasProperty(cause, "syscall") && (cause.syscall === "connect" || cause.syscall === "getaddrinfo")) {
    return true
  }
  // Bun reports no system call for a refused connection.
  return Predicate.hasProperty(cause, "code") &&
    (cause.code === "ECONNREFUSED" || cause.code === "UND_ERR_CONNECT_TIMEOUT")
}

/** Turns an error of the HTTP client into a reason. */
export const make = (
  { reason }: HttpClientError.HttpClientError,
  call: Call.Call
): ConnectionError | InvalidRequestError => {
  const cause = rootCause(reason)
  if (reason._tag === "EncodeError" || reason._tag === "InvalidUrlError") {
    return new InvalidRequestError({
      message: `The request cannot be encoded (${call.redact(describe(cause))}). It was not sent.`
    })
  }
  const own: Delivery = isBeforeConnection(cause) ? "not-sent" : "unknown"
  const delivery = Call.record(call, own)
  const problem = `The connection failed (${call.redact(describe(cause))})`
  return new ConnectionError({
    attempts: call.attempts,
    delivery,
    isRetryable: Call.isSafeToRepeat(call, delivery),
    problem,
    message: `${problem}: check the network and the base URL.${Call.advice(call, delivery)}`
  })
}
