/**
 * The `revox campaign list` command.
 *
 * @since 0.1.0
 */
import * as Campaigns from "@effect-revox/client/Campaigns"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Show from "./internal/campaigns/show.ts"
import { connected } from "./internal/connected.ts"
import { contains } from "./internal/contains.ts"
import * as Flags from "./internal/flags.ts"
import * as Table from "./internal/table.ts"

/**
 * The `revox campaign list` command, which lists the campaigns of the organization, newest first.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  {
    name: Flag.String("name").pipe(Flag.withDescription("Text to find in the name, in any case"), Flag.optional),
    statuses: Flag.Literals("status", ["draft", "running", "paused", "completed", "cancelled"]).pipe(
      Flag.withDescription("Status of the campaign, can be repeated"),
      Flag.atLeast(0)
    ),
    limit: Flags.limit("campaigns"),
    json: Flags.json
  },
  Effect.fnUntraced(function*({ json, limit, name, statuses }) {
    const all = yield* Campaigns.Campaigns.use((campaigns) => campaigns.list())
    const wanted: ReadonlyArray<string> = statuses
    const found = all.filter((campaign) =>
      (wanted.length === 0 || wanted.includes(Show.statusOf(campaign))) &&
      Option.match(name, { onNone: () => true, onSome: (text) => contains(campaign.name, text) })
    )
    const items = Show.newestFirst(found).slice(0, limit)
    yield* Table.print({ ...Show.list, items }, json)
    yield* Table.noteMore(items.length, found.length, "campaigns")
  }, connected)
).pipe(
  Command.withDescription("List campaigns, newest first"),
  Command.withExamples([
    { command: "revox campaign list", description: "List the 50 newest campaigns" },
    { command: "revox campaign list --name \"Spring\"", description: "Find out whether a campaign was created" },
    { command: "revox campaign list --status running --json | jq -r .id", description: "Print the ids of all that run" }
  ])
)
