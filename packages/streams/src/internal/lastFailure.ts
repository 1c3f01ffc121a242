import { RevoxError } from "@effect-revox/client/RevoxError"
import * as Schema from "effect/Schema"

/** The field of errors of a wait with the failure of its last poll. */
export const lastFailure = Schema.optionalKey(RevoxError).annotateKey({
  description: "The failure of the last poll. Absent when the last poll succeeded."
})

/** The end of the message of such an error. */
export const failureText = (failure: RevoxError | undefined): string =>
  failure === undefined ? "" : `. The last poll failed: ${failure.message}`
