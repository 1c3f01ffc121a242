/**
 * The `revox call` command, with `get`, `watch` and the subcommands of other modules.
 *
 * @since 0.1.0
 */
import { Calls } from "@effect-revox/client/Calls"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { cancel, pause, resume } from "./CallControl.ts"
import { list } from "./CallList.ts"
import { place } from "./CallPlace.ts"
import { recording } from "./CallRecording.ts"
import * as Show from "./internal/calls/show.ts"
import * as Watch from "./internal/calls/watch.ts"
import * as Card from "./internal/card.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"

const id = Argument.String("id").pipe(Argument.withDescription("Id of the call"))

/**
 * The `revox call get` command, which shows the current state of a call and its transcript.
 *
 * @category commands
 * @since 0.1.0
 */
export const get = Command.make(
  "get",
  { id, json: Flags.json },
  Effect.fnUntraced(function*({ id, json }) {
    const call = yield* Calls.use((calls) => calls.retrieve(id))
    yield* Card.print(call, json, Show.card)
  }, connected)
).pipe(
  Command.withDescription("Show a call and its transcript"),
  Command.withExamples([
    { command: "revox call get 9d2c", description: "Show a call" },
    { command: "revox call get 9d2c --json | jq .last_call_attempt.transcript", description: "Print its transcript" }
  ])
)

/**
 * The `revox call watch` command, which shows the attempts of a call until it is completed.
 *
 * @category commands
 * @since 0.1.0
 */
export const watch = Command.make(
  "watch",
  { id, json: Flags.json, timeout: Flags.timeout("Maximum time to watch", "2 days") },
  Effect.fnUntraced(function*({ id, json, timeout }) {
    yield* Watch.watch(id, { json, timeout })
  }, connected)
).pipe(
  Command.withDescription("Watch a call until it is completed"),
  Command.withExamples([
    { command: "revox call watch 9d2c", description: "Show its attempts until it is completed" },
    { command: "revox call watch 9d2c --timeout \"2 days\"", description: "Stop after two days with exit code 8" },
    { command: "revox call watch 9d2c --json", description: "Print one line of JSON for each change" }
  ])
)

/**
 * The `revox call` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const call = Command.make("call").pipe(
  Command.withDescription("Place, watch and control calls"),
  Command.withExamples([
    { command: "revox call place +33184801234 --assistant 5c1e", description: "Call a number, after a prompt" },
    { command: "revox call watch 9d2c", description: "Show the attempts of a call" },
    { command: "revox call recording 9d2c -o call.ogg", description: "Download its recording" }
  ]),
  Command.withSubcommands([place, get, watch, pause, resume, cancel, list, recording])
)
