/**
 * Durable, distributed exports and runs of campaigns, on Effect's workflow engine.
 *
 * @since 0.1.0
 */
export * as CampaignExports from "./CampaignExports.ts"
export * as CampaignExportsError from "./CampaignExportsError.ts"
export * as CampaignExportWorkflow from "./CampaignExportWorkflow.ts"
export * as CampaignRun from "./CampaignRun.ts"
export * as CampaignRunError from "./CampaignRunError.ts"
export * as CampaignRuns from "./CampaignRuns.ts"
export * as CampaignRunsError from "./CampaignRunsError.ts"
export * as Destination from "./Destination.ts"
export * as DestinationError from "./DestinationError.ts"
export * as Embedded from "./Embedded.ts"
export * as EmbeddedError from "./EmbeddedError.ts"
export * as EngineHistory from "./EngineHistory.ts"
export * as ExportJob from "./ExportJob.ts"
export * as ExportJobError from "./ExportJobError.ts"
export * as ExportRecord from "./ExportRecord.ts"
export * as ExportStore from "./ExportStore.ts"
export * as FileDestination from "./FileDestination.ts"
export * as RunJob from "./RunJob.ts"
export * as Runner from "./Runner.ts"
export * as RunRecord from "./RunRecord.ts"
export * as RunStore from "./RunStore.ts"
export * as SqlDestination from "./SqlDestination.ts"
