/**
 * The `revox campaign` command, with `get`, `watch` and the subcommands of other modules.
 *
 * @since 0.1.0
 */
import * as Campaigns from "@effect-revox/client/Campaigns"
import * as CampaignCompletion from "@effect-revox/streams/CampaignCompletion"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CampaignControl from "./CampaignControl.ts"
import { create } from "./CampaignCreate.ts"
import { launch } from "./CampaignLaunch.ts"
import { list } from "./CampaignList.ts"
import { report } from "./CampaignReport.ts"
import { update } from "./CampaignUpdate.ts"
import * as Progress from "./internal/campaigns/progress.ts"
import * as Show from "./internal/campaigns/show.ts"
import * as Card from "./internal/card.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import * as Output from "./internal/output.ts"
import * as ProgressBar from "./internal/progressBar.ts"

const id = Argument.String("id").pipe(Argument.withDescription("Id of the campaign, or a unique prefix of it"))

/**
 * The `revox campaign get` command, which shows the current state of a campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const get = Command.make(
  "get",
  { id, json: Flags.json },
  Effect.fnUntraced(function*({ id: given, json }) {
    const id = yield* Ids.campaign(given)
    const campaign = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id))
    yield* Card.print(campaign, json, Show.card)
  }, connected)
).pipe(
  Command.withDescription("Show a campaign"),
  Command.withExamples([
    { command: "revox campaign get 7f3a", description: "Show a campaign" },
    { command: "revox campaign get 7f3a --json | jq .status", description: "Pipe the JSON to another program" }
  ])
)

const timeout = Flags.timeout("Maximum time to watch", "2 hours")

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
    const snapshots = CampaignCompletion.watch(yield* Ids.campaign(id), { timeout, until })
    yield* json
      ? Stream.runForEach(snapshots, ({ campaign }) => Output.json(campaign))
      : ProgressBar.showResult(snapshots, Progress.progress)
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
  Command.withDescription("Create, watch and control campaigns"),
  Command.withExamples([
    { command: "revox campaign list", description: "List the newest campaigns" },
    { command: "revox campaign watch 7f3a", description: "Show the progress of a campaign" },
    {
      command: "revox campaign create --assistant 5c1e --name Spring --contacts contacts.csv --launch",
      description: "Call the contacts of a file, after a prompt"
    }
  ]),
  Command.withSubcommands([
    list,
    get,
    watch,
    create,
    update,
    launch,
    CampaignControl.pause,
    CampaignControl.resume,
    CampaignControl.cancel,
    CampaignControl.delete,
    report
  ])
)
