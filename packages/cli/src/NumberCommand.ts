/**
 * The `revox number` command with its subcommands.
 *
 * @since 0.1.0
 */
import { PhoneNumbers } from "@effect-revox/client/PhoneNumbers"
import type { OwnedPhoneNumber } from "@effect-revox/schema/OwnedPhoneNumber"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { showSecrets } from "./internal/assistants/show.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
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

/**
 * The `revox number` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const number = Command.make("number").pipe(
  Command.withDescription("List the phone numbers of the organization"),
  Command.withExamples([{ command: "revox number list", description: "List phone numbers" }]),
  Command.withSubcommands([list])
)
