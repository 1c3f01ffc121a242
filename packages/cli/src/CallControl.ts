/**
 * The `revox call pause`, `resume` and `cancel` commands.
 *
 * @since 0.1.0
 */
import { Calls } from "@effect-revox/client/Calls"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Show from "./internal/calls/show.ts"
import { change } from "./internal/change.ts"
import * as Confirm from "./internal/confirm.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"

const id = Argument.String("id").pipe(Argument.withDescription("Id of the call"))

/** Runs a change after its confirmation. */
const confirmed = (
  action: string,
  done: string,
  question: (call: string) => string,
  request: (calls: Calls["Service"], id: string) => Effect.Effect<void, RevoxError>
) =>
  Effect.fnUntraced(function*(flags: { readonly id: string; readonly json: boolean; readonly yes: boolean }) {
    const { id, yes } = flags
    const unconfirmed = `Without a terminal to prompt on, add --yes to ${action} the call ${id}. Nothing was sent.`
    if (yield* Confirm.needsPrompt(yes, unconfirmed)) {
      const call = yield* Calls.use((calls) => calls.retrieve(id))
      yield* Confirm.prompt(question(Show.summary(call)))
    }
    yield* change("call", flags, done, Calls.use((calls) => request(calls, id)))
  }, connected)

/**
 * The `revox call pause` command, which starts no further attempts. It does not prompt, because it is needed in a hurry and
 * can be undone.
 *
 * @category commands
 * @since 0.1.0
 */
export const pause = Command.make(
  "pause",
  { id, json: Flags.json },
  Effect.fnUntraced(function*(flags) {
    yield* change("call", flags, "paused", Calls.use((calls) => calls.pause(flags.id)))
  }, connected)
).pipe(
  Command.withDescription("Pause a call: start no further attempts"),
  Command.withExamples([{ command: "revox call pause 9d2c", description: "Pause a call" }])
)

/**
 * The `revox call resume` command, which continues the attempts of a paused call.
 *
 * @category commands
 * @since 0.1.0
 */
export const resume = Command.make(
  "resume",
  { id, yes: Flags.yes, json: Flags.json },
  confirmed(
    "resume",
    "resumed",
    (call) => `Resume the call to ${call} and continue to dial it?`,
    (calls, id) => calls.resume(id)
  )
).pipe(
  Command.withDescription("Resume a paused call"),
  Command.withExamples([
    { command: "revox call resume 9d2c", description: "Resume a call, after a prompt" },
    { command: "revox call resume 9d2c --yes", description: "Resume it in a script" }
  ])
)

/**
 * The `revox call cancel` command, which cancels a running or scheduled call.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Command.make(
  "cancel",
  { id, yes: Flags.yes, json: Flags.json },
  confirmed("cancel", "cancelled", (call) => `Cancel the call to ${call}?`, (calls, id) => calls.cancel(id))
).pipe(
  Command.withDescription("Cancel a running or scheduled call"),
  Command.withExamples([
    { command: "revox call cancel 9d2c", description: "Cancel a call, after a prompt" },
    { command: "revox call cancel 9d2c --yes", description: "Cancel it in a script" }
  ])
)
