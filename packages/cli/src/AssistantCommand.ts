/**
 * The `revox assistant` command, with `list`, `get`, `delete` and the subcommands of other modules.
 *
 * @since 0.1.0
 */
import { Assistants } from "@effect-revox/client/Assistants"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { copy, create, update } from "./AssistantWrite.ts"
import * as Show from "./internal/assistants/show.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import * as Confirm from "./internal/confirm.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import { reportUnknown } from "./internal/outcome.ts"
import * as Output from "./internal/output.ts"
import { contains } from "./internal/contains.ts"
import * as Table from "./internal/table.ts"

const id = Argument.String("id").pipe(Argument.withDescription("Id of the assistant, or a unique prefix of it"))

/**
 * The `revox assistant list` command, which lists the assistants of the organization, newest first.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  {
    name: Flag.String("name").pipe(Flag.withDescription("Text to find in the name, in any case"), Flag.optional),
    limit: Flags.limit("assistants"),
    showSecrets: Show.showSecrets,
    json: Flags.json
  },
  Effect.fnUntraced(function*({ json, limit, name, showSecrets }) {
    const all = yield* Assistants.use((assistants) => assistants.list())
    const found = all.filter((assistant) =>
      Option.match(name, { onNone: () => true, onSome: (text) => contains(assistant.name, text) })
    )
    const items = Show.newestFirst(found).slice(0, limit)
    yield* Effect.provideService(
      Table.print({ ...Show.list, items: items.map((item) => Show.masked(item, showSecrets)) }, json),
      Output.ShowSecrets,
      showSecrets
    )
    yield* Table.noteMore(items.length, found.length, "assistants")
  }, connected)
).pipe(
  Command.withDescription("List assistants, newest first"),
  Command.withExamples([
    { command: "revox assistant list", description: "List the 50 newest assistants" },
    { command: "revox assistant list --name Ada --json | jq -r .id", description: "Print the ids of those of a name" }
  ])
)

/**
 * The `revox assistant get` command, which shows the settings of an assistant.
 *
 * @category commands
 * @since 0.1.0
 */
export const get = Command.make(
  "get",
  { id, showSecrets: Show.showSecrets, json: Flags.json },
  Effect.fnUntraced(function*({ id: given, json, showSecrets }) {
    const id = yield* Ids.assistant(given)
    const assistant = yield* Assistants.use((assistants) => assistants.retrieve(id))
    yield* Effect.provideService(
      Card.print(Show.masked(assistant, showSecrets), json, Show.card),
      Output.ShowSecrets,
      showSecrets
    )
  }, connected)
).pipe(
  Command.withDescription("Show an assistant"),
  Command.withExamples([
    { command: "revox assistant get 5c1e", description: "Show an assistant" },
    { command: "revox assistant get 5c1e --json > a.json", description: "Write its settings, with masks for secrets" },
    {
      command: "revox assistant get 5c1e --json --show-secrets > a.json",
      description: "Write its settings for 'assistant create --from a.json'"
    }
  ])
)

const delete_ = Command.make(
  "delete",
  { id, yes: Flags.yes, json: Flags.json },
  Effect.fnUntraced(function*({ id: given, json, yes }) {
    const unconfirmed = `Without a terminal to prompt on, add --yes to delete the assistant ${given}. Nothing was sent.`
    const prompts = yield* Confirm.needsPrompt(yes, unconfirmed)
    const id = yield* Ids.assistant(given, { confirmed: yes })
    if (prompts) {
      const assistant = yield* Assistants.use((assistants) => assistants.retrieve(id))
      yield* Confirm.prompt(`Delete the assistant "${assistant.name}" (${id}) permanently?`)
    }
    const format = yield* CommandLine.formatter
    yield* reportUnknown(Assistants.use((assistants) => assistants.delete(id)), format("assistant", "get", id))
    yield* json ? Output.json({ id, result: "deleted" }) : Output.print(`The assistant ${id} is deleted.`)
  }, connected)
).pipe(
  Command.withDescription("Delete an assistant, permanently"),
  Command.withExamples([
    { command: "revox assistant delete 5c1e", description: "Delete an assistant, after a prompt" },
    { command: "revox assistant delete \"$ID\" --yes", description: "Delete it in a script" }
  ])
)

export {
  /**
   * The `revox assistant delete` command, which deletes an assistant.
   *
   * @category commands
   * @since 0.1.0
   */
  delete_ as delete
}

/**
 * The `revox assistant` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const assistant = Command.make("assistant").pipe(
  Command.withDescription("Create, change and copy assistants"),
  Command.withExamples([
    { command: "revox assistant list", description: "List the newest assistants" },
    { command: "revox assistant create --from assistant.yaml", description: "Create an assistant from a file" }
  ]),
  Command.withSubcommands([list, get, create, update, copy, delete_])
)
