/**
 * The `revox campaign update` command.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { CampaignUpdate } from "@effect-revox/schema/CampaignCreate"
import { isPhoneNumber } from "@effect-revox/schema/PhoneNumber"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as RetryFlags from "./internal/campaigns/retryFlags.ts"
import * as Show from "./internal/campaigns/show.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import { connected } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import { reportUnknown } from "./internal/outcome.ts"

const none = "none"

/** A value of a flag, or `null` for `none`. */
const orNull = (text: string): string | null => text === none ? null : text

/**
 * The `revox campaign update` command, which changes fields of a campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const update = Command.make(
  "update",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the campaign, or a unique prefix of it")),
    name: Flag.String("name").pipe(
      Flag.withDescription("New name. Default: unchanged"),
      Flag.withSchema(Schema.NonEmptyString),
      Flag.optional
    ),
    fromPhoneNumber: Flag.String("from-phone-number").pipe(
      Flag.withDescription(
        "Phone number of the caller, in E.164 format, or none for that of the assistant. Default: unchanged"
      ),
      Flag.withSchema(
        Schema.String.check(
          Schema.makeFilter((text) => text === none || isPhoneNumber(text), {
            expected: "a phone number in E.164 format, such as +33184801234, or none"
          })
        )
      ),
      Flag.optional
    ),
    maxConcurrentCalls: Flag.String("max-concurrent-calls").pipe(
      Flag.withDescription("Maximum number of concurrent calls, 1 or more, or none. Default: unchanged"),
      Flag.withSchema(
        Schema.String.check(
          Schema.makeFilter((text) => text === none || /^[1-9]\d{0,8}$/.test(text), {
            expected: "an integer of 1 or more, or none"
          })
        )
      ),
      Flag.optional
    ),
    ...RetryFlags.make("unchanged"),
    json: Flags.json
  },
  Effect.fnUntraced(function*({ fromPhoneNumber, id: given, json, maxConcurrentCalls, name, ...retryFlags }) {
    const retries = yield* RetryFlags.configOf(retryFlags)
    const changes: CampaignUpdate = {
      ...(Option.isSome(name) ? { name: name.value } : {}),
      ...(Option.isSome(fromPhoneNumber) ? { from_phone_number: orNull(fromPhoneNumber.value) } : {}),
      ...(Option.isSome(maxConcurrentCalls)
        ? { max_concurrent_calls: maxConcurrentCalls.value === none ? null : Number(maxConcurrentCalls.value) }
        : {}),
      ...(Option.isSome(retries) ? { call_retry_config: retries.value } : {})
    }
    if (Object.keys(changes).length === 0) {
      return yield* usage(
        "Nothing to change.",
        "Add --name, --from-phone-number, --max-concurrent-calls or --max-retry-attempts."
      )
    }
    const id = yield* Ids.campaign(given)
    const format = yield* CommandLine.formatter
    const campaign = yield* reportUnknown(
      Campaigns.use((campaigns) => campaigns.update(id, changes)),
      format("campaign", "get", id)
    )
    yield* Card.print(campaign, json, Show.card)
  }, connected)
).pipe(
  Command.withDescription("Change fields of a campaign"),
  Command.withExamples([
    { command: "revox campaign update 7f3a --max-concurrent-calls 2", description: "Call fewer people at a time" },
    { command: "revox campaign update 7f3a --from-phone-number none", description: "Call from the assistant's number" },
    {
      command:
        "revox campaign update 7f3a --max-retry-attempts 5 --calling-window 10:00-12:00 --calling-window 14:00-19:00",
      description: "Try up to five times more, not during lunch"
    }
  ])
)
