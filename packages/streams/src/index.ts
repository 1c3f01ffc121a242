/**
 * Campaign rows as a lazily paginated Stream, and campaign completion as a scheduled polling effect.
 *
 * @since 0.1.0
 */
export * as AttemptsError from "./AttemptsError.ts"
export * as CallAttempts from "./CallAttempts.ts"
export * as CallCompletion from "./CallCompletion.ts"
export * as CallCompletionError from "./CallCompletionError.ts"
export * as CampaignCompletion from "./CampaignCompletion.ts"
export * as CampaignCreation from "./CampaignCreation.ts"
export * as CampaignExport from "./CampaignExport.ts"
export * as CampaignReport from "./CampaignReport.ts"
export * as CampaignRows from "./CampaignRows.ts"
export * as CompletionError from "./CompletionError.ts"
export * as CompletionPolling from "./CompletionPolling.ts"
export * as CsvColumn from "./CsvColumn.ts"
export * as ExportError from "./ExportError.ts"
export * as ExportOptions from "./ExportOptions.ts"
export * as ReportFigures from "./ReportFigures.ts"
export * as ReportOptions from "./ReportOptions.ts"
export * as RowsAudit from "./RowsAudit.ts"
export * as RowsCursor from "./RowsCursor.ts"
export * as RowsError from "./RowsError.ts"
export * as RowsFilter from "./RowsFilter.ts"
export * as RowsOptions from "./RowsOptions.ts"
