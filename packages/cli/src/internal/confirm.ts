import * as Prompt from "effect/cli/Prompt"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.ts"
import { CommandFailure } from "./failure.ts"
import * as Printable from "./printable.ts"

/** An action that needs a confirmation. */
export interface Confirmation {
  /** The question on a terminal, such as `Delete the campaign Spring?`. */
  readonly question: string
  /** Whether a flag, such as `--yes`, confirms the action. */
  readonly confirmed: boolean
  /** The error if there is no terminal to prompt on. It names the flag. */
  readonly unconfirmed?: string
  /** The error if the user declines. */
  readonly declined?: string
}

const usage = (message: string) => new CommandFailure({ message, exitCode: ExitCode.usage })

/** Succeeds if the action is confirmed by a flag, or by a prompt on a terminal. */
export const confirm = Effect.fnUntraced(function*(
  { confirmed, declined = "Nothing was changed.", question, unconfirmed }: Confirmation
) {
  if (confirmed) return
  const { canPrompt } = yield* TerminalCapabilities.TerminalCapabilities
  if (!canPrompt) return yield* usage(unconfirmed ?? `${question} Add --yes to confirm it.`)
  const accepted = yield* Prompt.run(Prompt.Confirm({ message: Printable.line(question) })).pipe(
    Effect.catchTag("QuitError", () => Effect.interrupt)
  )
  if (!accepted) return yield* usage(declined)
})
