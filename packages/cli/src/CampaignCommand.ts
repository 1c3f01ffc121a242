/**
 * The `revox campaign get` and `revox campaign watch` commands.
 *
 * @since 0.1.0
 */
import * as Campaigns from "@effect-revox/client/Campaigns"
import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as CampaignCompletion from "@effect-revox/streams/CampaignCompletion"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { report } from "./CampaignReport.ts"
import * as Card from "./internal/card.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import * as Output from "./internal/output.ts"
import * as ProgressBar from "./internal/progressBar.ts"
import * as Time from "./internal/time.ts"

const id = Argument.String("id").pipe(Argument.withDescription("Id of the campaign"))

const rowStats = (stats: RowStats.RowStats): string =>
  `${RowStats.finished(stats)} of ${stats.total} finished (${Math.floor(RowStats.progress(stats) * 100)}%): ` +
  `${stats.completed} completed, ${stats.failed} failed, ${stats.calling} calling, ${stats.retry} to retry, ` +
  `${stats.pending} pending`

/** A campaign as aligned text. */
const card = (campaign: Campaign): string =>
  Card.render(campaign.name, [
    ["id", campaign.id],
    ["status", campaign.is_cancelled ? `cancelled (was ${campaign.status})` : campaign.status],
    ["rows", campaign.row_stats === undefined ? "" : rowStats(campaign.row_stats)],
    ["assistant", campaign.assistant?.name ?? campaign.assistant_id],
    ["from", campaign.from_phone_number],
    ["concurrency", campaign.max_concurrent_calls == null ? "" : `up to ${campaign.max_concurrent_calls} calls`],
    ["extraction", campaign.structured_output_extraction],
    ["scheduled", Time.format(campaign.scheduled_at ?? null)],
    ["created", Time.format(campaign.created_at)],
    ["updated", Time.format(campaign.updated_at)]
  ])

/**
 * The `revox campaign get` command, which shows the current state of a campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const get = Command.make(
  "get",
  { id, json: Flags.json },
  Effect.fnUntraced(function*({ id, json }) {
    const campaign = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id))
    yield* Card.print(campaign, json, card)
  }, connected)
).pipe(
  Command.withDescription("Show a campaign"),
  Command.withExamples([
    { command: "revox campaign get 7f3a", description: "Show a campaign" },
    { command: "revox campaign get 7f3a --json | jq .status", description: "Pipe the JSON to another program" }
  ])
)

const timeout = Flag.String("timeout").pipe(
  Flag.withDescription("Maximum time to watch, such as \"2 hours\". Default: Infinity"),
  Flag.withSchema(Schema.DurationFromString),
  Flag.withDefault(Duration.infinity)
)

/**
 * The `revox campaign watch` command, which shows the progress of a campaign until it is completed.
 *
 * @category commands
 * @since 0.1.0
 */
export const watch = Command.make(
  "watch",
  { id, json: Flags.json, timeout, until: Flags.until },
  Effect.fnUntraced(function*({ id, json, timeout, until }) {
    const snapshots = CampaignCompletion.watch(id, { timeout, until })
    yield* json
      ? Stream.runForEach(snapshots, ({ campaign }) => Output.json(campaign))
      : ProgressBar.showCampaign(snapshots)
  }, connected)
).pipe(
  Command.withDescription("Watch a campaign until it is completed"),
  Command.withExamples([
    { command: "revox campaign watch 7f3a", description: "Show a progress bar until it is completed" },
    {
      command: "revox campaign watch 7f3a --timeout \"2 hours\"",
      description: "Stop after two hours with exit code 8"
    },
    { command: "revox campaign watch 7f3a --json", description: "Print one line of JSON for each change" }
  ])
)

/**
 * The `revox campaign` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const campaign = Command.make("campaign").pipe(
  Command.withDescription("Show and watch campaigns"),
  Command.withExamples([
    { command: "revox campaign watch 7f3a", description: "Show the progress of a campaign" }
  ]),
  Command.withSubcommands([get, watch, report])
)
