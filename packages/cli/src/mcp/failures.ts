/** The errors of tools. */
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.ts"
import { type CommandFailure, type Failure, failure, fromFailure } from "../internal/failure.ts"
import * as Present from "./present.ts"

/** Advice for a model after a failure. */
const advice: Readonly<Record<number, string>> = {
  [ExitCode.authentication]:
    "Tell the user to check the API key in the configuration of the revox MCP server, and to restart the server.",
  [ExitCode.notFound]: "list_campaigns, list_rows and list_calls return the ids that exist.",
  [ExitCode.network]: "Try again later.",
  [ExitCode.timeout]: "Try again later.",
  [ExitCode.rateLimit]: "Wait before you call another tool."
}

/** Maximum length of the message of an error. */
const maxLength = 2_000

/** Converts errors to failures whose messages say what to do. */
export const explained = <A, E extends Failure, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, CommandFailure, R> =>
  Effect.catch(effect, (error) => {
    const { exitCode, text } = fromFailure(error)
    const hint = advice[exitCode]
    return Effect.flatMap(
      Present.text(text.slice(0, maxLength).toWellFormed()),
      // Models see only the message.
      (message) => Effect.fail(failure(exitCode, hint === undefined ? message : `${message}\n${hint}`))
    )
  })
