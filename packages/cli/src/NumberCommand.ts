/**
 * The `revox number` command with its subcommands.
 *
 * @since 0.1.0
 */
import { PhoneNumbers } from "@effect-revox/client/PhoneNumbers"
import type { OwnedPhoneNumber, PhoneNumberUpdate } from "@effect-revox/schema/OwnedPhoneNumber"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { showSecrets } from "./internal/assistants/show.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import { connected } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import { reportUnknown } from "./internal/outcome.ts"
import * as Output from "./internal/output.ts"
import * as Table from "./internal/table.ts"

const table = {
  columns: [
    { title: "id", kind: "id", minWidth: 8, rank: 2 },
    { title: "number", minWidth: 12 },
    { title: "label", minWidth: 8, rank: 1 },
    { title: "inbound assistant", minWidth: 8, rank: 3 }
  ] satisfies ReadonlyArray<Table.Column>,
  cells: ({ id, inbound_assistant, label, phone_number }: OwnedPhoneNumber) => [
    id ?? "",
    phone_number ?? "",
    label ?? "",
    inbound_assistant?.name ?? ""
  ],
  empty: "No phone numbers."
}

/**
 * The `revox number list` command, which lists the phone numbers of the organization.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  { limit: Flags.limit("phone numbers"), showSecrets, json: Flags.json },
  Effect.fnUntraced(function*({ json, limit, showSecrets }) {
    const all = yield* PhoneNumbers.use((numbers) => numbers.list())
    const items = all.slice(0, limit)
    // JSON has the inbound assistants, which can have secrets.
    yield* Effect.provideService(Table.print({ ...table, items }, json), Output.ShowSecrets, showSecrets)
    yield* Table.noteMore(items.length, all.length, "phone numbers")
  }, connected)
).pipe(
  Command.withDescription("List the phone numbers of the organization"),
  Command.withExamples([
    { command: "revox number list", description: "List phone numbers" },
    { command: "revox number list --json | jq -r .phone_number", description: "Print only the numbers" }
  ])
)

const none = "none"

/** A value of a flag, or `null` for `none`. */
const orNull = (text: string): string | null => text === none ? null : text

/** A phone number of the organization as aligned text. */
const card = ({ id, inbound_assistant, label, phone_number }: OwnedPhoneNumber): string =>
  Card.render(phone_number ?? id ?? "", [
    ["id", id],
    ["label", label],
    ["inbound assistant", inbound_assistant?.name]
  ])

/**
 * The `revox number update` command, which changes the label and the inbound assistant of a phone number.
 *
 * @category commands
 * @since 0.1.0
 */
export const update = Command.make(
  "update",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the phone number, which number list prints")),
    inboundAssistant: Flag.String("inbound-assistant").pipe(
      Flag.withDescription(
        "Id of the assistant for inbound calls, or a unique prefix of it, or none. Default: unchanged"
      ),
      Flag.withSchema(Schema.NonEmptyString),
      Flag.optional
    ),
    label: Flag.String("label").pipe(Flag.withDescription("New label, or none. Default: unchanged"), Flag.optional),
    showSecrets,
    json: Flags.json
  },
  Effect.fnUntraced(function*({ id, inboundAssistant, json, label, showSecrets }) {
    if (Option.isNone(inboundAssistant) && Option.isNone(label)) {
      return yield* usage("Nothing to change.", "Add --inbound-assistant or --label.")
    }
    const assistant = Option.map(inboundAssistant, orNull)
    const changes: PhoneNumberUpdate = {
      ...(Option.isSome(assistant)
        ? { inbound_assistant_id: assistant.value === null ? null : yield* Ids.assistant(assistant.value) }
        : {}),
      ...(Option.isSome(label) ? { label: orNull(label.value) } : {})
    }
    const format = yield* CommandLine.formatter
    const updated = yield* reportUnknown(
      PhoneNumbers.use((numbers) => numbers.update(id, changes)),
      format("number", "list", "--limit", "0")
    )
    // JSON has the inbound assistant, which can have secrets.
    yield* Effect.provideService(Card.print(updated, json, card), Output.ShowSecrets, showSecrets)
  }, connected)
).pipe(
  Command.withDescription("Change the label or the inbound assistant of a phone number"),
  Command.withExamples([
    {
      command: "revox number update \"$ID\" --inbound-assistant 5c1e",
      description: "Let an assistant take inbound calls"
    },
    { command: "revox number update \"$ID\" --inbound-assistant none", description: "Let no assistant take them" }
  ])
)

/**
 * The `revox number` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const number = Command.make("number").pipe(
  Command.withDescription("List and change the phone numbers of the organization"),
  Command.withExamples([{ command: "revox number list", description: "List phone numbers" }]),
  Command.withSubcommands([list, update])
)
