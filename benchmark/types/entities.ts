import {
  Assistant,
  Call,
  CallAttempt,
  Campaign,
  CampaignRow,
  CampaignRowsPage,
  LlmModel,
  RowsQuery
} from "@effect-revox/schema"
import * as Schema from "effect/Schema"

// Typical uses of entities: decoding, reading fields, narrowing, extending, and typed rows.
export const decoders = [
  Schema.decodeUnknownEffect(Campaign.CampaignEnvelope),
  Schema.decodeUnknownEffect(CampaignRowsPage.CampaignRowsPage),
  Schema.decodeUnknownEffect(Assistant.Assistant),
  Schema.decodeUnknownEffect(Call.Call),
  Schema.decodeUnknownEffect(CallAttempt.CallAttempt),
  Schema.decodeUnknownEffect(LlmModel.LlmModel),
  Schema.encodeUnknownEffect(RowsQuery.RowsQuery)
]

export const read = (page: CampaignRowsPage.CampaignRowsPage, campaign: Campaign.Campaign) => [
  campaign.assistant?.custom_tools?.[0]?.input_schema[0]?.enum_options?.[0],
  page.rows[0]?.call?.call_attempts[0]?.transcript?.[0]?.tool_name,
  page.rows[0]?.call?.assistant?.voice?.provider === "cartesia",
  page.rows[0]?.call?.llm_model.type === "custom" ? page.rows[0].call.llm_model.api_url : undefined
]

export const Typed = CampaignRow.typed({
  inputData: Schema.Struct({ name: Schema.String }),
  structuredOutput: Schema.Struct({ confirmed: Schema.Boolean })
})

export const Extended = CampaignRow.CampaignRow.pipe(Schema.fieldsAssign({ score: Schema.Finite }))

export const confirmed = (row: typeof Typed.Type) => row.call?.last_call_attempt?.structured_output?.confirmed
export const score = (row: typeof Extended.Type) => row.score
