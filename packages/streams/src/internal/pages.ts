import * as Effect from "effect/Effect"
import { constant } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { FetchPage } from "./fetchPage.ts"
import { readPages } from "./readPages.ts"
import * as RowsSettings from "./rowsSettings.ts"

const nothing = constant(Effect.void)

/** Streams the pages of a campaign. `fetchWith` makes the function that requests them, row by row if a row may be invalid. */
export const pages = <Row extends { readonly id: string }, E, R, R2>(
  id: string,
  options: RowsSettings.AnyOptions<E, R>,
  fetchWith: (settings: RowsSettings.Settings, rowByRow: boolean) => FetchPage<Row, R2>
) =>
  Stream.unwrap(Effect.map(RowsSettings.make(id, options), (settings) => {
    const { onInvalidRow = "fail" } = options
    const fetch = fetchWith(settings, onInvalidRow !== "fail")
    return readPages(settings, fetch, Predicate.isString(onInvalidRow) ? nothing : onInvalidRow)
  })).pipe(Stream.withSpan("CampaignRows.pages", { attributes: { "revox.campaign.id": id } }))
