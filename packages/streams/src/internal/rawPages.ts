import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { RowsError } from "../RowsError.ts"
import type { Page, RowSchema } from "../RowsOptions.ts"
import * as FetchPage from "./fetchPage.ts"
import * as JsonRows from "./jsonRows.ts"
import { pages } from "./pages.ts"
import type { AnyOptions } from "./rowsSettings.ts"

/** A valid row as the server sent it. */
interface RawRow {
  readonly id: string
  readonly text: string
}

/** Replaces the valid rows of a page with their texts. */
const withTexts = <Row extends { readonly id: string }>(
  page: FetchPage.FetchedPage<Row>
): Effect.Effect<FetchPage.FetchedPage<RawRow>> => {
  const invalid = new Set(page.invalid.map(({ index }) => index))
  const texts = JsonRows.rowsIn(page.text ?? "").filter((_, index) => !invalid.has(index))
  return texts.length === page.rows.length
    ? Effect.succeed({ ...page, rows: Array.zipWith(page.rows, texts, ({ id }, text) => ({ id, text })) })
    : Effect.die("The text of a page has another number of rows than the page.")
}

/** Streams the pages of a campaign with the texts of their rows, each validated by a schema. */
export const rawPages = <S extends RowSchema, E, R>(
  id: string,
  schema: S,
  options: AnyOptions<E, R>
): Stream.Stream<Page<RawRow>, RevoxError | RowsError | E, Campaigns | R | S["DecodingServices"]> =>
  pages(id, options, (settings, rowByRow) => {
    const fetch = FetchPage.make(settings, schema, { rowByRow, withText: true })
    return (page, size) => Effect.flatMap(fetch(page, size), withTexts)
  })
