import * as CliError from "effect/cli/CliError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Runtime from "effect/Runtime"
import { ExitCode } from "../ExitCode.ts"
import { CommandFailure } from "./failure.ts"
import * as Output from "./output.ts"

/** Prints the error of a command. Usage errors are printed already. */
export const reportCause = <E>(cause: Cause.Cause<E>): Effect.Effect<void> => {
  const error = Cause.squash(cause)
  if (Cause.hasInterruptsOnly(cause) || CliError.isCliError(error)) return Effect.void
  if (error instanceof CommandFailure) {
    return error.message === ""
      ? Effect.void
      : Output.warn(`Error: ${error.text}`)
  }
  const message = Predicate.isError(error) ? error.message : String(error)
  return Output.warn(`Unexpected error: ${message}.\nAdd --debug to see where it occurred.`)
}

const ofCliError = (error: CliError.CliError): number =>
  // `revox` without arguments prints the help.
  error._tag === "ShowHelp" && error.errors.length === 0 && error.commandPath.length === 1
    ? ExitCode.success
    : ExitCode.usage

/** The exit code of a command that ended by itself or was interrupted by a signal. */
export const codeOf = <A, E>(exit: Exit.Exit<A, E>, wasTerminated: boolean): number => {
  if (Exit.isSuccess(exit)) return ExitCode.success
  if (Cause.hasInterruptsOnly(exit.cause)) return wasTerminated ? ExitCode.terminated : ExitCode.interrupted
  return Option.match(Option.filter(Exit.findErrorOption(exit), CliError.isCliError), {
    onNone: () => Runtime.getErrorExitCode(Cause.squash(exit.cause)),
    onSome: ofCliError
  })
}
