/**
 * The `revox assistant create`, `update` and `copy` commands.
 *
 * @since 0.1.0
 */
import { Assistants } from "@effect-revox/client/Assistants"
import { type Assistant, toCreate } from "@effect-revox/schema/Assistant"
import type { AssistantCreate } from "@effect-revox/schema/AssistantCreate"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Body from "./internal/assistants/body.ts"
import * as Show from "./internal/assistants/show.ts"
import * as Abbreviation from "./internal/abbreviation.ts"
import * as BodyFile from "./internal/bodyFile.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import { campaigns as services, connected, reported } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import { reportUnknown } from "./internal/outcome.ts"
import * as Output from "./internal/output.ts"

interface Printing {
  readonly json: boolean
  readonly showSecrets: boolean
}

const print = (assistant: Assistant, { json, showSecrets }: Printing) =>
  Effect.provideService(
    Card.print(Show.masked(assistant, showSecrets), json, Show.card),
    Output.ShowSecrets,
    showSecrets
  )

/** Creates an assistant and prints it. If standard output cannot be written, the id is printed to standard error. */
const send = Effect.fnUntraced(function*(body: AssistantCreate, printing: Printing) {
  const format = yield* CommandLine.formatter
  const created = Assistants.use((assistants) => assistants.create(body))
  yield* Effect.uninterruptibleMask((restore) =>
    // Ctrl-C must not come between the response and the id.
    restore(reportUnknown(created, format("assistant", "list", "--name", body.name))).pipe(
      Effect.flatMap((assistant) =>
        Effect.tapError(print(assistant, printing), () => Output.warn(`The assistant ${assistant.id} was created.`))
      )
    )
  )
})

const name = (description: string) =>
  Flag.String("name").pipe(
    Flag.withDescription(description),
    Flag.withSchema(Schema.NonEmptyString),
    Flag.optional
  )

/**
 * The `revox assistant create` command, which creates an assistant from a file. The file is a request body, or an
 * assistant that `revox assistant get` printed.
 *
 * @category commands
 * @since 0.1.0
 */
export const create = Command.make(
  "create",
  {
    from: BodyFile.from("File with the settings"),
    name: name("Name of the assistant. Default: that of the file"),
    showSecrets: Show.showSecrets,
    json: Flags.json
  },
  Effect.fnUntraced(function*({ from, name, ...printing }) {
    // The file is checked before the API key, so that it can be checked without one.
    const body = yield* Body.readCreate(from)
    const named = Option.match(name, { onNone: () => body, onSome: (name) => ({ ...body, name }) })
    yield* Effect.provide(send(named, printing), services)
  }, reported)
).pipe(
  Command.withDescription("Create an assistant from a file"),
  Command.withExamples([
    { command: "revox assistant create --from assistant.yaml", description: "Create an assistant" },
    {
      command: "revox assistant get 5c1e --json --show-secrets | revox assistant create --from - --name Copy",
      description: "Copy an assistant, perhaps to the organization of another API key"
    }
  ])
)

/**
 * The `revox assistant update` command, which changes the settings of a file.
 *
 * @category commands
 * @since 0.1.0
 */
export const update = Command.make(
  "update",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the assistant, or a unique prefix of it")),
    from: BodyFile.from("File with the settings to change"),
    showSecrets: Show.showSecrets,
    json: Flags.json
  },
  Effect.fnUntraced(function*({ from, id, ...printing }) {
    const format = yield* CommandLine.formatter
    const read = (id: string) => Body.readUpdate(from, id)
    const send = (id: string, changes: Effect.Success<ReturnType<typeof read>>) =>
      reportUnknown(
        Assistants.use((assistants) => assistants.update(id, changes)),
        format("assistant", "get", id)
      ).pipe(Effect.flatMap((assistant) => print(assistant, printing)))
    if (Abbreviation.isAbbreviated(id)) {
      const update = Effect.flatMap(Ids.assistant(id), (id) => Effect.flatMap(read(id), (changes) => send(id, changes)))
      return yield* Effect.provide(update, services)
    }
    // The file is checked before the API key is read.
    const changes = yield* read(id)
    yield* Effect.provide(send(id, changes), services)
  }, reported)
).pipe(
  Command.withDescription("Change the settings of an assistant that a file has"),
  Command.withExamples([
    { command: "revox assistant update 5c1e --from changes.yaml", description: "Change settings" },
    {
      command: "echo 'voicemail_message: null' | revox assistant update 5c1e --from -",
      description: "Remove the message for answering machines"
    }
  ])
)

/**
 * The `revox assistant copy` command, which creates a copy of an assistant in the same organization.
 *
 * @category commands
 * @since 0.1.0
 */
export const copy = Command.make(
  "copy",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the assistant, or a unique prefix of it")),
    name: name("Name of the copy. Default: that of the assistant, with (copy)"),
    showSecrets: Show.showSecrets,
    json: Flags.json
  },
  Effect.fnUntraced(function*({ id: given, name, ...printing }) {
    const id = yield* Ids.assistant(given)
    const assistant = yield* Assistants.use((assistants) => assistants.retrieve(id))
    yield* Body.noteNotCopied(assistant)
    const body = { ...toCreate(assistant), name: Option.getOrElse(name, () => `${assistant.name} (copy)`) }
    yield* send(body, printing)
  }, connected)
).pipe(
  Command.withDescription("Copy an assistant in the same organization"),
  Command.withExamples([
    { command: "revox assistant copy 5c1e --name \"Ada in German\"", description: "Copy an assistant" }
  ])
)
