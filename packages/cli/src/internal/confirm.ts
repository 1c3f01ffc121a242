import * as Prompt from "effect/cli/Prompt"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import { usage } from "./failure.ts"
import * as Printable from "./printable.ts"

/** An action that needs a confirmation. */
export interface Confirmation {
  /** The question on a terminal, such as `Delete the campaign Spring?`. */
  readonly question: string
  /** Whether a flag, such as `--yes`, confirms the action. */
  readonly confirmed: boolean
  /** The error if there is no terminal to prompt on. */
  readonly unconfirmed: string
  /** The remedy of that error, unless the error contains it. */
  readonly remedy?: string
  /** The error if the user declines. */
  readonly declined: string
}

/** Prompts for a confirmation, and fails if the user declines. */
export const prompt = Effect.fnUntraced(function*(question: string, declined = "Nothing was changed.") {
  const accepted = yield* Prompt.run(Prompt.Confirm({ message: Printable.line(question) })).pipe(
    Effect.catchTag("QuitError", () => Effect.interrupt)
  )
  if (!accepted) return yield* usage(declined)
})

/**
 * Fails if an action is not confirmed by a flag and there is no terminal to prompt on. Returns whether to prompt. Use it
 * instead of {@link confirm} if the question depends on requests, which must not be sent for a command that fails.
 */
export const needsPrompt = Effect.fnUntraced(function*(confirmed: boolean, unconfirmed: string, remedy?: string) {
  if (confirmed) return false
  const { canPrompt } = yield* TerminalCapabilities.TerminalCapabilities
  if (!canPrompt) return yield* usage(unconfirmed, remedy)
  return true
})

/** Succeeds if the action is confirmed by a flag, or by a prompt on a terminal. */
export const confirm = Effect.fnUntraced(function*(confirmation: Confirmation) {
  const { confirmed, declined, question, remedy, unconfirmed } = confirmation
  if (yield* needsPrompt(confirmed, unconfirmed, remedy)) yield* prompt(question, declined)
})
