import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.ts"
import { CommandFailure } from "./failure.ts"

/**
 * Gives a change with an unknown outcome a separate exit code, because a script must not repeat it before checking. Use
 * it for every request that changes something.
 */
export const reportUnknown = <A, R>(
  change: Effect.Effect<A, RevoxError, R>
): Effect.Effect<A, RevoxError | CommandFailure, R> =>
  Effect.mapError(change, (error) =>
    error.delivery === "unknown"
      ? new CommandFailure({ message: error.message, exitCode: ExitCode.unknownOutcome })
      : error)
