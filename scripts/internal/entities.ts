import {
  Assistant,
  Calendly,
  Call,
  CallAttempt,
  CallingWindow,
  CallRetryConfig,
  Campaign,
  CampaignRow,
  CampaignRowsPage,
  CustomTool,
  FaqItem,
  LlmModel,
  RowsQuery,
  RowStats,
  StructuredOutputField,
  TranscriptMessage,
  Voice
} from "@effect-revox/schema"
import type { Schema } from "effect"

/** What the reference documents tell of, in the order in which somebody reads it. */
export const entities: Readonly<Record<string, Schema.Top>> = {
  CampaignEnvelope: Campaign.CampaignEnvelope,
  Campaign: Campaign.Campaign,
  RowStats: RowStats.RowStats,
  RowsQuery: RowsQuery.RowsQuery,
  CampaignRowsPage: CampaignRowsPage.CampaignRowsPage,
  CampaignRow: CampaignRow.CampaignRow,
  RawCampaignRow: CampaignRow.Raw,
  Call: Call.Call,
  CallCampaign: Call.CallCampaign,
  CallAttempt: CallAttempt.CallAttempt,
  TranscriptMessage: TranscriptMessage.TranscriptMessage,
  Assistant: Assistant.Assistant,
  CallRetryConfig: CallRetryConfig.CallRetryConfig,
  CallingWindow: CallingWindow.CallingWindow,
  Voice: Voice.Voice,
  LlmModel: LlmModel.LlmModel,
  DedicatedInstanceModel: LlmModel.DedicatedInstanceModel,
  OpenRouterModel: LlmModel.OpenRouterModel,
  CustomModel: LlmModel.CustomModel,
  RealtimeModel: LlmModel.RealtimeModel,
  Calendly: Calendly.Calendly,
  CustomTool: CustomTool.CustomTool,
  KeyValue: CustomTool.KeyValue,
  StructuredOutputField: StructuredOutputField.StructuredOutputField,
  FaqItem: FaqItem.FaqItem
}
