/**
 * A Revox that runs on your machine, and what tests need around it: a simulator over real HTTP and in memory, the
 * examples of the API's reference. Each module is a namespace here and importable alone
 * (`@effect-revox/testing/RevoxSimulator`).
 *
 * @since 0.1.0
 */
export * as CampaignSpec from "./CampaignSpec.ts"
export * as Fixtures from "./Fixtures.ts"
export * as RequestRecord from "./RequestRecord.ts"
export * as RevoxSimulator from "./RevoxSimulator.ts"
