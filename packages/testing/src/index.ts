/**
 * A Revox that runs on your machine, and what tests need around it: a simulator over real HTTP and in memory, faults on
 * demand, the examples of the API's reference, arbitraries of every entity. Each module is a namespace here and
 * importable alone (`@effect-revox/testing/RevoxSimulator`). The helpers for Vitest are only to be had alone
 * (`@effect-revox/testing/Vitest`), since they need Vitest around them.
 *
 * @since 0.1.0
 */
export * as Arbitraries from "./Arbitraries.ts"
export * as CampaignSpec from "./CampaignSpec.ts"
export * as Fault from "./Fault.ts"
export * as Fixtures from "./Fixtures.ts"
export * as SimulatedResponse from "./SimulatedResponse.ts"
export * as RequestRecord from "./RequestRecord.ts"
export * as RevoxSimulator from "./RevoxSimulator.ts"
export * as RowState from "./RowState.ts"
export * as RowsView from "./RowsView.ts"
