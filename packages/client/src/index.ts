/**
 * HttpClient-based services with typed errors for the Revox voice-campaign API.
 *
 * @since 0.1.0
 */
export * as Account from "./Account.ts"
export * as Assistants from "./Assistants.ts"
export * as Calls from "./Calls.ts"
export * as CallWebhook from "./CallWebhook.ts"
export * as Campaigns from "./Campaigns.ts"
export * as PhoneNumbers from "./PhoneNumbers.ts"
export * as RecordingError from "./RecordingError.ts"
export * as Recordings from "./Recordings.ts"
export * as RequestPolicy from "./RequestPolicy.ts"
export * as Revox from "./Revox.ts"
export * as RevoxClient from "./RevoxClient.ts"
export * as RevoxError from "./RevoxError.ts"
export * as Voices from "./Voices.ts"
