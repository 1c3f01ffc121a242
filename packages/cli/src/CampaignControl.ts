/**
 * The `revox campaign pause`, `resume`, `cancel` and `delete` commands.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Campaign } from "@effect-revox/schema/Campaign"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Confirmation from "./internal/campaigns/confirmation.ts"
import * as Show from "./internal/campaigns/show.ts"
import { change } from "./internal/change.ts"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"

const id = Argument.String("id").pipe(Argument.withDescription("Id of the campaign, or a unique prefix of it"))

/** Runs a change after its confirmation. */
const confirmed = (
  action: string,
  done: string,
  question: (campaign: Campaign) => string,
  request: (campaigns: Campaigns["Service"], id: string) => Effect.Effect<void, RevoxError>
) =>
  Effect.fnUntraced(function*(flags: { readonly id: string; readonly json: boolean; readonly yes: boolean }) {
    const id = yield* Confirmation.confirm(flags.id, { confirmed: flags.yes, action, question })
    yield* change("campaign", { ...flags, id }, done, Campaigns.use((campaigns) => request(campaigns, id)))
  }, connected)

/**
 * The `revox campaign pause` command, which starts no further calls. It does not prompt, because it is needed in a hurry
 * and can be undone.
 *
 * @category commands
 * @since 0.1.0
 */
export const pause = Command.make(
  "pause",
  { id, json: Flags.json },
  Effect.fnUntraced(function*({ json, ...flags }) {
    const id = yield* Ids.campaign(flags.id)
    yield* change("campaign", { id, json }, "paused", Campaigns.use((campaigns) => campaigns.pause(id)))
  }, connected)
).pipe(
  Command.withDescription("Pause a campaign: start no further calls"),
  Command.withExamples([{ command: "revox campaign pause 7f3a", description: "Pause a campaign" }])
)

/**
 * The `revox campaign resume` command, which continues the calls of a paused campaign.
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
    (campaign) => `Resume the campaign ${Show.summary(campaign)} and continue to call its contacts?`,
    (campaigns, id) => campaigns.resume(id)
  )
).pipe(
  Command.withDescription("Resume a paused campaign"),
  Command.withExamples([{ command: "revox campaign resume 7f3a", description: "Continue to call, after a prompt" }])
)

/**
 * The `revox campaign cancel` command, which ends a running or scheduled campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Command.make(
  "cancel",
  { id, yes: Flags.yes, json: Flags.json },
  confirmed(
    "cancel",
    "cancelled",
    (campaign) => `Cancel the campaign ${Show.summary(campaign)}?`,
    (campaigns, id) => campaigns.cancel(id)
  )
).pipe(
  Command.withDescription("Cancel a running or scheduled campaign"),
  Command.withExamples([
    { command: "revox campaign cancel 7f3a", description: "Cancel a campaign, after a prompt" },
    { command: "revox campaign cancel \"$ID\" --yes", description: "Cancel it in a script" }
  ])
)

const delete_ = Command.make(
  "delete",
  { id, yes: Flags.yes, json: Flags.json },
  confirmed(
    "delete",
    "deleted",
    (campaign) => `Delete the campaign ${Show.summary(campaign)} and all of its rows permanently?`,
    (campaigns, id) => campaigns.delete(id)
  )
).pipe(
  Command.withDescription("Delete a campaign and all of its rows, permanently"),
  Command.withExamples([{ command: "revox campaign delete 7f3a", description: "Delete a campaign, after a prompt" }])
)

export {
  /**
   * The `revox campaign delete` command, which deletes a campaign and all of its rows.
   *
   * @category commands
   * @since 0.1.0
   */
  delete_ as delete
}
