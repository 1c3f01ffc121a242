/**
 * Testing tools for the Revox API: a simulator over HTTP and in memory, scripted faults, the example responses of the
 * API reference, and arbitraries of every entity. Each module is exported as a namespace and can be imported on its own
 * (`@effect-revox/testing/RevoxSimulator`). Import the Vitest helpers from `@effect-revox/testing/Vitest`. They are not
 * exported here because they require Vitest.
 *
 * @since 0.1.0
 */
export * as Arbitraries from "./Arbitraries.ts"
export * as AssistantSpec from "./AssistantSpec.ts"
export * as AttemptOutcome from "./AttemptOutcome.ts"
export * as CallSpec from "./CallSpec.ts"
export * as CampaignSpec from "./CampaignSpec.ts"
export * as CreatedCampaigns from "./CreatedCampaigns.ts"
export * as Fault from "./Fault.ts"
export * as Fixtures from "./Fixtures.ts"
export * as PhoneNumberSpec from "./PhoneNumberSpec.ts"
export * as RequestRecord from "./RequestRecord.ts"
export * as RevoxSimulator from "./RevoxSimulator.ts"
export * as RowState from "./RowState.ts"
export * as RowsView from "./RowsView.ts"
export * as SimulatedResponse from "./SimulatedResponse.ts"
export * as VoiceSpec from "./VoiceSpec.ts"
export * as Webhook from "./Webhook.ts"
