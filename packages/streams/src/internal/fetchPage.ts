import { Campaigns, type RowsPage } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as ServerJson from "@effect-revox/schema/ServerJson"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { InvalidRow } from "../RowsOptions.ts"
import type { Settings } from "./rowsSettings.ts"

/** A page as the server sent it, split into valid and invalid rows. */
export interface FetchedPage<Row> extends RowsPage<Row> {
  readonly invalid: ReadonlyArray<InvalidRow>
  /** The text of the response, if it was requested. */
  readonly text?: string
}

/** Requests a page by its number and size. */
export interface FetchPage<Row, R> {
  (page: number, pageSize: number): Effect.Effect<FetchedPage<Row>, RevoxError, Campaigns | R>
}

/** Many servers refuse pages after the last one. Returns an empty page for such a response. */
export const orEmpty = <Row, R>(
  page: Effect.Effect<FetchedPage<Row>, RevoxError, R>
): Effect.Effect<FetchedPage<Row>, RevoxError, R> => {
  const empty = () => Effect.succeed<FetchedPage<Row>>({ rows: [], invalid: [] })
  return Effect.catchReasons(page, "RevoxError", {
    BadRequestError: empty,
    NotFoundError: empty,
    UnprocessableEntityError: empty
  })
}

/**
 * Requests pages and decodes each as a unit. With `rowByRow`, a page with an invalid row is requested once more and
 * decoded row by row, and so are all later pages: where one row is invalid, more are likely to be.
 */
export const make = <S extends Schema.Constraint>(
  settings: Settings,
  schema: S,
  options: { readonly rowByRow: boolean; readonly withText?: boolean }
): FetchPage<S["Type"], S["DecodingServices"]> => {
  const { campaignId, query } = settings
  const getRows = <S extends Schema.Constraint>(
    campaigns: Campaigns["Service"],
    query: RowsQuery,
    schema: S
  ): Effect.Effect<RowsPage<S["Type"]> & { readonly text?: string }, RevoxError, S["DecodingServices"]> =>
    options.withText === true
      ? campaigns.getRowsWithText(campaignId, query, { schema })
      : campaigns.getRows(campaignId, query, { schema })
  let hasInvalidRows = false

  const fetchPage = Effect.fnUntraced(function*(page: number, page_size: number) {
    const campaigns = yield* Campaigns
    const response = yield* getRows(campaigns, { ...query, page, page_size }, schema)
    return { ...response, invalid: Array.empty<InvalidRow>() }
  })

  const decodeRow = ServerJson.decoder(schema)
  const fetchRowByRow = Effect.fnUntraced(function*(page: number, page_size: number) {
    const campaigns = yield* Campaigns
    const response = yield* getRows(campaigns, { ...query, page, page_size }, ServerJson.AnyJson)
    const [rows, invalid] = yield* Effect.partition(
      response.rows,
      (row, index) =>
        Effect.mapError(decodeRow(row), (issue): InvalidRow => ({ page, index, row: ServerJson.truncate(row), issue }))
    )
    return { ...response, rows, invalid }
  })

  if (!options.rowByRow) return fetchPage
  return (page, pageSize) =>
    Effect.suspend(() =>
      hasInvalidRows ? fetchRowByRow(page, pageSize) : Effect.catchReason(
        fetchPage(page, pageSize),
        "RevoxError",
        "InvalidResponseError",
        () => {
          hasInvalidRows = true
          return fetchRowByRow(page, pageSize)
        }
      )
    )
}
