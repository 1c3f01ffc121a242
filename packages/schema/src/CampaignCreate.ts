/**
 * The request bodies that create and update a campaign.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CallRetryConfig } from "./CallRetryConfig.ts"
import { CampaignContact } from "./CampaignContact.ts"
import { PositiveInt } from "./internal/numbers.ts"
import { NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { PhoneNumber } from "./PhoneNumber.ts"
import { ScheduledAt } from "./Timestamp.ts"

/**
 * The request body of `POST /campaigns`.
 *
 * **Gotchas**
 *
 * `launch` is only a request. One version of the API launches the campaign despite `false`, and another one creates a
 * draft despite `true`. Therefore contacts may be called despite `false`. The `status` of the created campaign
 * shows what the server did.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignCreate extends Schema.Opaque<CampaignCreate>()(
  Schema.Struct({
    assistant_id: NonEmptyString.annotateKey({ description: "The assistant that calls." }),
    contacts: Schema.Array(CampaignContact).check(Schema.isMinLength(1, { expected: "at least one contact" }))
      .annotateKey({ description: "The contacts to call, at least one. Each becomes a row of the campaign." }),
    launch: Schema.Boolean.annotateKey({
      description: "Whether to start calling immediately. The server may not respect it: check the `status` of the " +
        "created campaign."
    }),
    name: NonEmptyString.annotateKey({ description: "The name of the campaign: at least one character." }),
    call_retry_config: Schema.optionalKey(CallRetryConfig).annotateKey({
      description: "Hours, days and number of further attempts. Default: those of the assistant."
    }),
    from_phone_number: Schema.optionalKey(PhoneNumber).annotateKey({
      description: "The caller's phone number, in E.164 format. Default: that of the assistant."
    }),
    max_concurrent_calls: Schema.optionalKey(PositiveInt).annotateKey({
      description: "Maximum number of concurrent calls: 1 or more."
    }),
    scheduled_at: Schema.optionalKey(ScheduledAt).annotateKey({
      description:
        "Time of the first call, as an ISO-8601 date and time with an offset. Only in the first version of " +
        "the API."
    }),
    type: Schema.optionalKey(OpenEnum.make(["regular"])).annotateKey({
      description: "The kind of campaign. Only in one version of the API, which requires it."
    })
  }).annotate({
    identifier: "CampaignCreate",
    description: "The request body of `POST /campaigns`."
  })
) {}

/**
 * The request body that updates a campaign. Absent fields keep their values.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignUpdate extends Schema.Opaque<CampaignUpdate>()(
  Schema.Struct({
    call_retry_config: Schema.optionalKey(CallRetryConfig).annotateKey({
      description: "Hours, days and number of further attempts."
    }),
    from_phone_number: Schema.optionalKey(Schema.NullOr(PhoneNumber)).annotateKey({
      description: "The caller's phone number, in E.164 format; null for that of the assistant."
    }),
    max_concurrent_calls: Schema.optionalKey(Schema.NullOr(PositiveInt)).annotateKey({
      description: "Maximum number of concurrent calls: 1 or more; null for no limit of the campaign."
    }),
    name: Schema.optionalKey(NonEmptyString).annotateKey({
      description: "The name of the campaign: at least one character."
    })
  }).annotate({
    identifier: "CampaignUpdate",
    description: "The request body that updates a campaign. Absent fields keep their values."
  })
) {}
