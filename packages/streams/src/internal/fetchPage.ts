import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Bounds from "@effect-revox/schema/Bounds"
import * as Compiled from "@effect-revox/schema/Compiled"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Settings } from "./rowsSettings.ts"

/** A row that did not fit the schema. */
export interface InvalidRow {
  readonly page: number
  readonly index: number
  readonly row: Schema.Json
  readonly issue: string
}

/** A page as it came, in the rows that fit and those that do not. */
export interface Fetched<Row> {
  readonly page_size: number
  readonly total: number
  readonly rows: ReadonlyArray<Row>
  readonly invalid: ReadonlyArray<InvalidRow>
}

/** Asks for a page by its number and size. */
export interface Fetch<Row, R> {
  (page: number, pageSize: number): Effect.Effect<Fetched<Row>, RevoxError, Campaigns | R>
}

/** A row that is not looked at: bodies are JSON, so there is nothing to check. */
const unread = Schema.make<Schema.Codec<Schema.Json>>(Schema.Any.ast)

/**
 * Asks for pages, each decoded in one go. With `oneByOne`, a page that does not fit is asked for again and decoded row
 * by row, and so are all pages after it: where one row is bad, more are likely to be.
 */
export const make = <S extends Schema.Constraint>(
  settings: Settings,
  schema: S,
  options: { readonly oneByOne: boolean }
): Fetch<S["Type"], S["DecodingServices"]> => {
  const { campaignId, query } = settings
  let suspicious = false

  const whole = Effect.fnUntraced(function*(page: number, page_size: number) {
    const campaigns = yield* Campaigns
    const answer = yield* campaigns.getRows(campaignId, { ...query, page, page_size }, { schema })
    return { ...answer, invalid: Array.empty<InvalidRow>() }
  })

  const decodeRow = Schema.decodeUnknownEffect(Compiled.json(Bounds.ignore(schema)))
  const rowByRow = Effect.fnUntraced(function*(page: number, page_size: number) {
    const campaigns = yield* Campaigns
    const answer = yield* campaigns.getRows(campaignId, { ...query, page, page_size }, { schema: unread })
    const [rows, invalid] = yield* Effect.partition(
      answer.rows,
      (row, index) =>
        Effect.mapError(decodeRow(row), ({ message }): InvalidRow => ({ page, index, row, issue: message }))
    )
    return { ...answer, rows, invalid }
  })

  if (!options.oneByOne) return whole
  return (page, pageSize) =>
    Effect.suspend(() =>
      suspicious ? rowByRow(page, pageSize) : Effect.catchReason(
        whole(page, pageSize),
        "RevoxError",
        "InvalidResponseError",
        () => {
          suspicious = true
          return rowByRow(page, pageSize)
        }
      )
    )
}
