import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Effect from "effect/Effect"
import { ExitCode, ofReason } from "../ExitCode.ts"
import * as Explain from "./explain.ts"
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
      const { delivery, reason } = error
      if (delivery !== "unknown" && delivery !== "accepted") return error
      return new CommandFailure({
        ...Explain.request(error, { isChange: true, remedy: `To check: ${check}` }),
        exitCode: delivery === "unknown" ? ExitCode.unknownOutcome : ofReason(reason)
      })
    }),
    Effect.onInterrupt(() => Output.warn(`Stopped. The API may have made the change. To check: ${check}`))
  )
