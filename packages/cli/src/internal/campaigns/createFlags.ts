import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import { PhoneNumber } from "@effect-revox/schema/PhoneNumber"
import { ScheduledAt } from "@effect-revox/schema/Timestamp"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Flags from "../flags.ts"
import * as RetryFlags from "./retryFlags.ts"

/** `--scheduled-at`: the time of the first call. */
export const scheduledAt = Flag.String("scheduled-at").pipe(
  Flag.withDescription("Time of the first call, such as 2026-11-21T10:30:00+01:00. Default: immediately"),
  Flag.withSchema(ScheduledAt),
  Flag.optional
)

const required = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(Schema.NonEmptyString))

/** The flags of optional fields of a campaign. */
export const campaignFlags = {
  fromPhoneNumber: Flag.String("from-phone-number").pipe(
    Flag.withDescription("Phone number of the caller, in E.164 format. Default: that of the assistant"),
    Flag.withSchema(PhoneNumber),
    Flag.optional
  ),
  maxConcurrentCalls: Flag.Int("max-concurrent-calls").pipe(
    Flag.withDescription("Maximum number of concurrent calls, 1 or more. Default: that of the API"),
    Flag.withSchema(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
    Flag.optional
  ),
  scheduledAt,
  type: Flag.String("type").pipe(
    Flag.withDescription(
      "Kind of campaign, such as regular. Only one version of the API requires it. Default: not sent"
    ),
    Flag.withSchema(CampaignCreate.fields.type.schema),
    Flag.optional
  ),
  ...RetryFlags.make("those of the assistant")
}

/** The fields of a campaign that flags set. Fails if the rules for further attempts are incomplete. */
export const campaignFields = Effect.fnUntraced(function*(flags: Command.Command.Config.Infer<typeof campaignFlags>) {
  const { fromPhoneNumber, maxConcurrentCalls, scheduledAt, type } = flags
  const retries = yield* RetryFlags.configOf(flags)
  return {
    ...(Option.isSome(retries) ? { call_retry_config: retries.value } : {}),
    ...(Option.isSome(fromPhoneNumber) ? { from_phone_number: fromPhoneNumber.value } : {}),
    ...(Option.isSome(maxConcurrentCalls) ? { max_concurrent_calls: maxConcurrentCalls.value } : {}),
    ...(Option.isSome(scheduledAt) ? { scheduled_at: scheduledAt.value } : {}),
    ...(Option.isSome(type) ? { type: type.value } : {})
  }
})

/** The flags of `revox campaign create`. */
export const createFlags = {
  assistant: required("assistant", "Id of the assistant that calls, or a unique prefix of it"),
  name: required("name", "Name of the campaign. Use a unique one: it is how a campaign is found again"),
  contacts: required("contacts", "File with the contacts, or - for standard input").pipe(Flag.withMetavar("file")),
  format: Flag.Literals("format", ["ndjson", "csv"]).pipe(
    Flag.withDescription("Format of the contacts. Default: by the extension of the file"),
    Flag.optional
  ),
  phoneColumn: Flag.String("phone-column").pipe(
    Flag.withDescription("Column of the phone number. Default: phone_number"),
    Flag.optional
  ),
  variables: Flag.String("variables").pipe(
    Flag.withDescription(
      "Prompt variables with their columns, such as first_name,city=Town. Default: all other columns"
    ),
    Flag.optional
  ),
  country: Flag.String("country").pipe(
    Flag.withDescription(
      "Country of phone numbers without a country code, such as DE. Default: such phone numbers are rejected"
    ),
    Flag.optional
  ),
  delimiter: Flags.delimiter,
  launch: Flags.toggle("launch", "Call the contacts. This or --draft is required"),
  draft: Flags.toggle("draft", "Create a draft. Some versions of the API call the contacts nevertheless"),
  ...campaignFlags,
  dryRun: Flags.toggle("dry-run", "Check the contacts and print how many would be called, without a request"),
  skipRejected: Flags.toggle("skip-rejected", "Leave out rejected lines, instead of failing"),
  allowSameName: Flags.toggle("allow-same-name", "Create the campaign even if another one has this name"),
  yes: Flags.yes,
  wait: Flags.toggle("wait", "Wait until the campaign is completed"),
  until: Flags.until,
  timeout: Flags.timeout("Maximum time of --wait", "3 days"),
  exportTo: Flag.String("export").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription("File to export the rows to after --wait: .ndjson, .jsonl or .csv. Default: none"),
    Flag.optional
  ),
  force: Flags.force("Overwrite an existing file of --export"),
  json: Flags.json
}

/** The values of the flags of `revox campaign create`. */
export type CreateFlags = Command.Command.Config.Infer<typeof createFlags>
