/**
 * Campaign rows as a lazily paginated Stream, and campaign completion as a scheduled polling effect.
 *
 * @since 0.1.0
 */
export * as CampaignCompletion from "./CampaignCompletion.ts"
export * as CampaignRows from "./CampaignRows.ts"
export * as CompletionError from "./CompletionError.ts"
