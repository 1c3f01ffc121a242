/**
 * The request and the response of launching a campaign.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Call } from "./Call.ts"
import { CampaignId } from "./Ids.ts"
import { UncheckedJson, UncheckedJsonObject } from "./internal/json.ts"
import { NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { ScheduledAt, Timestamp } from "./Timestamp.ts"

/**
 * The speaker in the calls: the assistant (`ai_first`) or a person (`speed_dial`).
 *
 * **Gotchas**
 *
 * The meanings are inferred from the names. The API does not document them.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LaunchMode = Schema.Literals(["ai_first", "speed_dial"])
/**
 * The speaker in the calls: the assistant (`ai_first`) or a person (`speed_dial`).
 *
 * @category models
 * @since 0.1.0
 */
export type LaunchMode = typeof LaunchMode.Type

/**
 * The rows to call.
 *
 * **Gotchas**
 *
 * The fields of `filters` and the values of `rows.mode` are not publicly documented, so they are sent as given.
 *
 * @category schemas
 * @since 0.1.0
 */
export class LaunchSelection extends Schema.Opaque<LaunchSelection>()(
  Schema.Struct({
    filters: UncheckedJsonObject.annotateKey({
      description: "Filters of the rows. The fields are not publicly documented. `{}` filters nothing."
    }),
    rows: Schema.Struct({
      call_ids: Schema.Array(NonEmptyString).annotateKey({
        description: "The ids of the calls of rows, not the ids of the rows."
      }),
      mode: NonEmptyString.annotateKey({
        description: "The meaning of `call_ids`. The values are not publicly documented."
      })
    }).annotateKey({ description: "Rows by the ids of their calls." })
  }).annotate({ identifier: "LaunchSelection", description: "The rows to call." })
) {}

/**
 * The request body that launches a campaign.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignLaunch extends Schema.Opaque<CampaignLaunch>()(
  Schema.Struct({
    mode: LaunchMode.annotateKey({ description: "The speaker in the calls: the assistant or a person." }),
    selection: LaunchSelection.annotateKey({ description: "The rows to call." }),
    scheduled_at: Schema.optionalKey(ScheduledAt).annotateKey({
      description: "Time of the first call, as an ISO-8601 date and time with an offset. Default: immediately."
    })
  }).annotate({ identifier: "CampaignLaunch", description: "The request body that launches a campaign." })
) {}

/**
 * The state of a launch session.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LaunchSessionStatus = OpenEnum.make(["dialing", "connected", "completed", "stopped", "errored"])
/**
 * The state of a launch session.
 *
 * @category models
 * @since 0.1.0
 */
export type LaunchSessionStatus = typeof LaunchSessionStatus.Type

/**
 * A session of calls that a launch started.
 *
 * @category schemas
 * @since 0.1.0
 */
export class LaunchSession extends Schema.Opaque<LaunchSession>()(
  Schema.Struct({
    id: Schema.String.annotateKey({ description: "The id of the session." }),
    campaign_id: CampaignId.annotateKey({ description: "The launched campaign." }),
    connected_count: Schema.Finite.annotateKey({ description: "Number of calls that were answered." }),
    created_at: Timestamp.annotateKey({ description: "Start of the session." }),
    current_call_id: Schema.NullOr(Schema.String).annotateKey({ description: "The id of the call in progress." }),
    dialed_count: Schema.Finite.annotateKey({ description: "Number of calls that were dialed." }),
    ended_at: Timestamp.annotateKey({ description: "End of the session." }),
    in_flight_calls: Schema.Array(Call).annotateKey({ description: "The calls in progress." }),
    outcome_filter: UncheckedJson.annotateKey({
      description: "The outcomes that the session selects. The values are not publicly documented."
    }),
    status: LaunchSessionStatus.annotateKey({ description: "The state of the session." }),
    total_targets: Schema.Finite.annotateKey({ description: "Number of rows to call." })
  }).annotate({ identifier: "LaunchSession", description: "A session of calls that a launch started." })
) {}

/**
 * Numbers of rows that a launch does not call.
 *
 * @category schemas
 * @since 0.1.0
 */
export class LaunchSkipped extends Schema.Opaque<LaunchSkipped>()(
  Schema.Struct({
    active: Schema.Finite.annotateKey({ description: "Rows with a call in progress." }),
    attempts_exhausted: Schema.Finite.annotateKey({ description: "Rows whose attempts are used up." }),
    cancelled: Schema.Finite.annotateKey({ description: "Rows whose call is cancelled." })
  }).annotate({ identifier: "LaunchSkipped", description: "Numbers of rows that a launch does not call." })
) {}

/**
 * The response of launching a campaign.
 *
 * @category schemas
 * @since 0.1.0
 */
export class LaunchResult extends Schema.Opaque<LaunchResult>()(
  Schema.Struct({
    launched: Schema.Finite.annotateKey({ description: "Number of rows that are called." }),
    session: Schema.NullOr(LaunchSession).annotateKey({ description: "The session of the launch, if there is one." }),
    skipped: LaunchSkipped.annotateKey({ description: "Selected rows that are not called, by reason." })
  }).annotate({ identifier: "LaunchResult", description: "The response of launching a campaign." })
) {}
