/**
 * Arbitraries of every entity, for property tests: valid by the schemas and their checks, with timestamps that are
 * ISO-8601 strings of dates that exist (or `null`, where the event may not have happened), and with JSON where the API
 * describes no more than that. Open enumerations give documented literals and strings that nobody knows.
 *
 * **Example** (A property of every row)
 *
 * ```ts
 * import { CampaignRow } from "@effect-revox/schema"
 * import { Arbitraries } from "@effect-revox/testing"
 * import { Effect, Equal, Schema } from "effect"
 * import { it } from "@effect/vitest"
 *
 * it.effect.prop("survives a round trip", { row: Arbitraries.campaignRow }, ({ row }) =>
 *   Effect.map(
 *     Schema.decodeUnknownEffect(CampaignRow.CampaignRow)(JSON.parse(JSON.stringify(row))),
 *     (decoded) => Equal.equals(decoded, row)
 *   ))
 * ```
 *
 * @since 0.1.0
 */
import * as AssistantEntity from "@effect-revox/schema/Assistant"
import * as CalendlyEntity from "@effect-revox/schema/Calendly"
import * as CallEntity from "@effect-revox/schema/Call"
import * as CallAttemptEntity from "@effect-revox/schema/CallAttempt"
import * as CallingWindowEntity from "@effect-revox/schema/CallingWindow"
import * as CallRetryConfigEntity from "@effect-revox/schema/CallRetryConfig"
import * as CampaignEntity from "@effect-revox/schema/Campaign"
import * as CampaignRowEntity from "@effect-revox/schema/CampaignRow"
import * as CampaignRowsPageEntity from "@effect-revox/schema/CampaignRowsPage"
import * as CustomToolEntity from "@effect-revox/schema/CustomTool"
import * as FaqItemEntity from "@effect-revox/schema/FaqItem"
import * as LlmModelEntity from "@effect-revox/schema/LlmModel"
import * as RowsQueryEntity from "@effect-revox/schema/RowsQuery"
import * as RowStatsEntity from "@effect-revox/schema/RowStats"
import * as StructuredOutputFieldEntity from "@effect-revox/schema/StructuredOutputField"
import * as TranscriptMessageEntity from "@effect-revox/schema/TranscriptMessage"
import * as VoiceEntity from "@effect-revox/schema/Voice"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"

const Happened = Schema.String.check(
  Schema.isPattern(
    /^20[12][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/
  )
).pipe(Schema.brand("IsoTimestamp"))

const MayHappen = Schema.NullOr(Happened)

/** JSON as deep as structured output and tool arguments are in practice. */
const Leaf = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean, Schema.Null])
const JsonObject = Schema.Record(
  Schema.String,
  Schema.Union([Leaf, Schema.Array(Leaf), Schema.Record(Schema.String, Leaf)])
)

const KnownModel = Schema.Union([
  LlmModelEntity.DedicatedInstanceModel,
  LlmModelEntity.OpenRouterModel,
  LlmModelEntity.CustomModel,
  LlmModelEntity.RealtimeModel
])

const Message = Schema.Struct({
  ...TranscriptMessageEntity.TranscriptMessage.fields,
  tool_arguments: Schema.optionalKey(Schema.Union([JsonObject, Schema.String]))
})

const Attempt = Schema.Struct({
  ...CallAttemptEntity.CallAttempt.fields,
  answered_at: MayHappen,
  ended_at: MayHappen,
  started_at: MayHappen,
  structured_output: Schema.optionalKey(Schema.NullOr(JsonObject)),
  transcript: Schema.optionalKey(Schema.NullOr(Schema.Array(Message)))
})

const WholeAssistant = Schema.Struct({
  ...AssistantEntity.Assistant.fields,
  created_at: Happened,
  updated_at: Happened,
  llm_model: KnownModel
})

const WholeCall = Schema.Struct({
  ...CallEntity.Call.fields,
  assistant: Schema.NullOr(WholeAssistant),
  call_attempts: Schema.Array(Attempt),
  created_at: Happened,
  last_call_attempt: Schema.NullOr(Attempt),
  llm_model: KnownModel,
  scheduled_at: MayHappen
})

const Row = Schema.Struct({ ...CampaignRowEntity.CampaignRow.fields, call: Schema.optionalKey(WholeCall) })

const WholeCampaign = Schema.Struct({
  ...CampaignEntity.Campaign.fields,
  assistant: Schema.optionalKey(Schema.NullOr(WholeAssistant)),
  created_at: Happened,
  scheduled_at: Schema.optionalKey(MayHappen),
  updated_at: Happened
})

/** Values that are their own JSON: no `-0`, and nothing else that JSON would change on its way. */
const entity = <S extends Schema.Codec<unknown, unknown>>(schema: S): Arbitrary.Arbitrary<S["Type"]> => {
  const decode = Schema.decodeSync(Schema.fromJsonString(schema))
  return Arbitrary.map(Arbitrary.schema(schema), (value) => decode(JSON.stringify(value)))
}

/**
 * A campaign.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const campaign: Arbitrary.Arbitrary<CampaignEntity.Campaign> = entity(WholeCampaign)

/**
 * A row of a campaign, with a call or without.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const campaignRow: Arbitrary.Arbitrary<CampaignRowEntity.CampaignRow> = entity(Row)

/**
 * A page of rows.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const campaignRowsPage: Arbitrary.Arbitrary<CampaignRowsPageEntity.CampaignRowsPage> = entity(
  CampaignRowsPageEntity.make(Row)
)

/**
 * The figures of a campaign's rows; they need not add up.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const rowStats: Arbitrary.Arbitrary<RowStatsEntity.RowStats> = entity(RowStatsEntity.RowStats)

/**
 * A call order.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const call: Arbitrary.Arbitrary<CallEntity.Call> = entity(WholeCall)

/**
 * An attempt of a call.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const callAttempt: Arbitrary.Arbitrary<CallAttemptEntity.CallAttempt> = entity(Attempt)

/**
 * A turn of a conversation.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const transcriptMessage: Arbitrary.Arbitrary<TranscriptMessageEntity.TranscriptMessage> = entity(
  Message
)

/**
 * An assistant.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const assistant: Arbitrary.Arbitrary<AssistantEntity.Assistant> = entity(WholeAssistant)

/**
 * When and how often to call again.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const callRetryConfig: Arbitrary.Arbitrary<CallRetryConfigEntity.CallRetryConfig> = entity(
  CallRetryConfigEntity.CallRetryConfig
)

/**
 * A span of the day for calls.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const callingWindow: Arbitrary.Arbitrary<CallingWindowEntity.CallingWindow> = entity(
  CallingWindowEntity.CallingWindow
)

/**
 * A language model of a documented kind.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const llmModel: Arbitrary.Arbitrary<LlmModelEntity.LlmModel> = entity(KnownModel)

/**
 * A voice.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const voice: Arbitrary.Arbitrary<VoiceEntity.Voice> = entity(VoiceEntity.Voice)

/**
 * A Calendly event type.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const calendly: Arbitrary.Arbitrary<CalendlyEntity.Calendly> = entity(CalendlyEntity.Calendly)

/**
 * A tool that an assistant may call.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const customTool: Arbitrary.Arbitrary<CustomToolEntity.CustomTool> = entity(
  CustomToolEntity.CustomTool
)

/**
 * A value to take out of a conversation.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const structuredOutputField: Arbitrary.Arbitrary<StructuredOutputFieldEntity.StructuredOutputField> = Arbitrary
  .schema(StructuredOutputFieldEntity.StructuredOutputField)

/**
 * A question that an assistant can answer.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const faqItem: Arbitrary.Arbitrary<FaqItemEntity.FaqItem> = entity(FaqItemEntity.FaqItem)

/**
 * Which rows to ask for. The text to find is well-formed Unicode, since a URL can carry no other.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const rowsQuery: Arbitrary.Arbitrary<RowsQueryEntity.RowsQuery> = Arbitrary.filter(
  entity(RowsQueryEntity.RowsQuery),
  ({ query }) => query === undefined || query.isWellFormed()
)
