/**
 * The `revox campaign launch` command.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import { type CampaignLaunch, LaunchMode, type LaunchResult } from "@effect-revox/schema/CampaignLaunch"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Confirmation from "./internal/campaigns/confirmation.ts"
import * as ContactsReport from "./internal/campaigns/contactsReport.ts"
import { scheduledAt } from "./internal/campaigns/createFlags.ts"
import * as Show from "./internal/campaigns/show.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import { connected } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import { reportUnknown } from "./internal/outcome.ts"

const flags = {
  mode: Flag.Literals("mode", LaunchMode.literals).pipe(
    Flags.withDefault<typeof LaunchMode.Type>(
      "Speaker in the calls: the assistant (ai_first) or a person (speed_dial)",
      "ai_first"
    )
  ),
  callIds: Flag.String("call-id").pipe(
    Flag.withDescription("Id of the call of a row to select, can be repeated"),
    Flag.atLeast(0)
  ),
  rowsMode: Flag.String("rows-mode").pipe(
    Flag.withDescription(
      "Meaning of --call-id, sent as given: the API does not document its values. Default: all, without --call-id"
    ),
    Flag.withSchema(Schema.NonEmptyString),
    Flag.optional
  ),
  filters: Flag.String("filters").pipe(
    Flag.withDescription("Filters of the rows as a JSON object, sent as given. Default: {}"),
    Flag.withSchema(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Json))),
    Flag.withDefault({})
  ),
  scheduledAt
}

/** The result of a launch as aligned text. */
const card = ({ launched, session, skipped }: LaunchResult): string =>
  Card.render(`${ContactsReport.count(launched, "row")} launched`, [
    ["skipped in a call", skipped.active],
    ["skipped after all attempts", skipped.attempts_exhausted],
    ["skipped as cancelled", skipped.cancelled],
    ["session", session?.id],
    ["session status", session?.status]
  ])

/**
 * The `revox campaign launch` command, which calls rows of a campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const launch = Command.make(
  "launch",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the campaign, or a unique prefix of it")),
    ...flags,
    yes: Flags.yes,
    json: Flags.json
  },
  Effect.fnUntraced(function*({ callIds, filters, id: given, json, mode, rowsMode, scheduledAt, yes }) {
    if (callIds.length > 0 && Option.isNone(rowsMode)) {
      return yield* usage(
        "--call-id requires --rows-mode: the API does not document its values, so there is no default."
      )
    }
    const request: CampaignLaunch = {
      mode,
      selection: { filters, rows: { call_ids: callIds, mode: Option.getOrElse(rowsMode, () => "all") } },
      ...(Option.isSome(scheduledAt) ? { scheduled_at: scheduledAt.value } : {})
    }
    const selected = callIds.length === 0 ? "its contacts" : `up to ${ContactsReport.count(callIds.length, "contact")}`
    const start = Option.match(scheduledAt, { onNone: () => "", onSome: (time) => ` from ${time}` })
    const id = yield* Confirmation.confirm(given, {
      confirmed: yes,
      action: "launch",
      question: (campaign) => `Launch the campaign ${Show.summary(campaign)} and call ${selected}${start}?`
    })
    const format = yield* CommandLine.formatter
    const result = yield* reportUnknown(
      Campaigns.use((campaigns) => campaigns.launch(id, request)),
      format("campaign", "get", id)
    )
    yield* Card.print(result, json, card)
  }, connected)
).pipe(
  Command.withDescription("Launch a campaign: call its contacts"),
  Command.withExamples([
    { command: "revox campaign launch 7f3a", description: "Call all contacts of a draft, after a prompt" },
    {
      command: "revox campaign launch \"$ID\" --yes --scheduled-at 2026-11-21T10:30:00+01:00",
      description: "Call them from a later time, without a prompt"
    }
  ])
)
