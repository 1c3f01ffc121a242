import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.ts"
import { type CommandFailure, type Failure, failure, fromFailure } from "./failure.ts"
import * as Output from "./output.ts"

/** Whether a failure is the outcome of a wait, so that there is nothing to wait for. */
const isOutcome = ({ exitCode }: CommandFailure): boolean =>
  exitCode === ExitCode.cancelled || exitCode === ExitCode.notReached

/**
 * Adds the command that resumes an effect to its failures, and prints it after Ctrl-C with what continues meanwhile. Use
 * it after a change, which a repeated command would make again. The effect is interruptible in every region: in one that
 * is not, Ctrl-C between the change and the effect takes effect here, and is reported.
 */
export const resumable =
  (command: string, continues = "") => <A, E extends Failure, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.interruptible(effect).pipe(
      Effect.mapError((error) => {
        const failed = fromFailure(error)
        return Output.isWithoutReader(failed) || isOutcome(failed)
          ? failed
          : failure(failed.exitCode, failed.message, `To resume: ${command}`)
      }),
      Effect.onInterrupt(() => Output.warn(`Stopped. ${continues}To resume: ${command}`))
    )
