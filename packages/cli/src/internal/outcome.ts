import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Effect from "effect/Effect"
import { ExitCode, ofReason } from "../ExitCode.ts"
import { CommandFailure } from "./failure.ts"
import * as Output from "./output.ts"

/**
 * Gives a change with an unknown outcome a separate exit code, because a script must not repeat it before checking. Use
 * it for every request that changes something. `check` is the command that shows the outcome. It is printed whenever the
 * API may have made the change without a response, also after Ctrl-C.
 */
export const reportUnknown = <A, R>(
  change: Effect.Effect<A, RevoxError, R>,
  check: string
): Effect.Effect<A, RevoxError | CommandFailure, R> =>
  change.pipe(
    Effect.mapError((error) => {
      const { delivery, message, reason } = error
      return delivery === "unknown"
        ? new CommandFailure({ message: `${message}\nTo check: ${check}`, exitCode: ExitCode.unknownOutcome })
        : delivery === "accepted"
        ? new CommandFailure({ message: `${message}\nTo check: ${check}`, exitCode: ofReason(reason) })
        : error
    }),
    Effect.onInterrupt(() => Output.warn(`Stopped. The API may have made the change. To check: ${check}`))
  )
