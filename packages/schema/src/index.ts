/**
 * Effect schemas of all entities of the Revox voice-campaign API, with the field names of the API.
 *
 * Each module is a namespace (`CampaignRow.CampaignRow` is the schema, `CampaignRow.latestAttempt` a helper), and can
 * be imported alone (`@effect-revox/schema/CampaignRow`).
 *
 * @since 0.1.0
 */
export * as Api from "./Api.ts"
export * as Assistant from "./Assistant.ts"
export * as Bounds from "./Bounds.ts"
export * as Calendly from "./Calendly.ts"
export * as Call from "./Call.ts"
export * as CallAttempt from "./CallAttempt.ts"
export * as CallingWindow from "./CallingWindow.ts"
export * as CallRetryConfig from "./CallRetryConfig.ts"
export * as Campaign from "./Campaign.ts"
export * as CampaignContact from "./CampaignContact.ts"
export * as CampaignCreate from "./CampaignCreate.ts"
export * as CampaignLaunch from "./CampaignLaunch.ts"
export * as CampaignRow from "./CampaignRow.ts"
export * as CampaignRowsPage from "./CampaignRowsPage.ts"
export * as CatalogVoice from "./CatalogVoice.ts"
export * as Compiled from "./Compiled.ts"
export * as CustomTool from "./CustomTool.ts"
export * as Endpoint from "./Endpoint.ts"
export * as FaqItem from "./FaqItem.ts"
export * as Ids from "./Ids.ts"
export * as LlmModel from "./LlmModel.ts"
export * as OpenEnum from "./OpenEnum.ts"
export * as Options from "./Options.ts"
export * as OwnedPhoneNumber from "./OwnedPhoneNumber.ts"
export * as PhoneNumber from "./PhoneNumber.ts"
export * as QueryString from "./QueryString.ts"
export * as RowsQuery from "./RowsQuery.ts"
export * as RowStats from "./RowStats.ts"
export * as ServerJson from "./ServerJson.ts"
export * as StructuredOutputField from "./StructuredOutputField.ts"
export * as Timestamp from "./Timestamp.ts"
export * as TranscriptMessage from "./TranscriptMessage.ts"
export * as User from "./User.ts"
export * as Voice from "./Voice.ts"
