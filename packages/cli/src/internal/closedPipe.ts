import type { PlatformError } from "effect/PlatformError"
import * as Predicate from "effect/Predicate"

/** Whether a write failed because the reading process closed the pipe, as `head` does. */
export const isClosedPipe = (error: PlatformError): boolean => {
  let cause: unknown = error
  for (let depth = 0; depth < 8 && cause !== undefined; depth++) {
    if (Predicate.hasProperty(cause, "code") && cause.code === "EPIPE") return true
    cause = Predicate.hasProperty(cause, "cause")
      ? cause.cause
      : Predicate.hasProperty(cause, "reason")
      ? cause.reason
      : undefined
  }
  return false
}
