/**
 * The endpoints of the Revox API, by resource: `Api.campaigns.retrieve`.
 *
 * **Details**
 *
 * Import a single resource (`@effect-revox/schema/api/campaigns`) to keep a bundle small: bundlers drop the endpoints
 * of a module that are not used.
 *
 * @since 0.1.0
 */
export * as account from "./api/account.ts"
export * as assistants from "./api/assistants.ts"
export * as calls from "./api/calls.ts"
export * as campaigns from "./api/campaigns.ts"
export * as phoneNumbers from "./api/phoneNumbers.ts"
export * as voices from "./api/voices.ts"
