/**
 * Streams every row of a campaign exactly once, in server order, with prefetching and bounded memory.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import * as Facade from "./internal/facade.ts"
import * as FetchPage from "./internal/fetchPage.ts"
import * as Pages from "./internal/pages.ts"
import * as RowsSettings from "./internal/rowsSettings.ts"
import * as Tally from "./internal/tally.ts"
import type { RowsAudit } from "./RowsAudit.ts"
import { RowsError } from "./RowsError.ts"
import type { Options, Page, RowSchema, SchemaOptions, SignalOptions } from "./RowsOptions.ts"

export type {
  Integrity,
  InvalidRow,
  OnInvalidRow,
  Options,
  Page,
  RowSchema,
  SchemaOptions,
  SignalOptions
} from "./RowsOptions.ts"

const pagesOf = <S extends RowSchema, E, R>(id: string, schema: S, options: RowsSettings.AnyOptions<E, R>) =>
  Pages.pages(id, options, (settings, rowByRow) => FetchPage.make(settings, schema, { rowByRow }))

/**
 * Streams the pages of a campaign's rows in server order, each with a cursor and the counters so far.
 *
 * **When to use**
 *
 * Use to process rows page by page, such as to store each page and its cursor in one transaction. Otherwise
 * {@link stream} is simpler.
 *
 * **Details**
 *
 * No request is sent before the first pull. The first page is fetched alone, because its total and its size determine
 * the number of pages. After that at most `prefetch` pages are in flight or buffered, besides the current one. With a
 * `prefetch` of 1 the next page is requested when the consumer pulls it.
 *
 * A page size limit of the server is detected, and later pages are requested in that size. A short page, or one without
 * new rows, is requested once more. If the second response is no better, later pages of this kind are accepted.
 *
 * A full page is followed by another request, even if the total is reached: totals may be wrong. That page is not emitted
 * if it is empty, or refused with status 400, 404 or 422.
 *
 * A list without a total is read one page at a time, to the first page without a new row. That page is requested once
 * more, to be sure, and is not emitted.
 *
 * @category constructors
 * @since 0.1.0
 */
export function pages<E = never, R = never>(
  id: string,
  options?: Options<E, R>
): Stream.Stream<Page<CampaignRow>, RevoxError | RowsError | E, Campaigns | R>
/**
 * Streams the pages of a campaign's rows in server order, each row decoded with a custom schema.
 *
 * @category constructors
 * @since 0.1.0
 */
export function pages<S extends RowSchema, E = never, R = never>(
  id: string,
  options: SchemaOptions<S, E, R>
): Stream.Stream<Page<S["Type"]>, RevoxError | RowsError | E, Campaigns | S["DecodingServices"] | R>
export function pages(
  id: string,
  options: Options<unknown, unknown> | SchemaOptions<RowSchema, unknown, unknown> = {}
) {
  return RowsSettings.hasSchema(options) ? pagesOf(id, options.schema, options) : pagesOf(id, CampaignRow, options)
}

const rowsOf = <Row, E, R>(self: Stream.Stream<Page<Row>, E, R>): Stream.Stream<Row, E, R> =>
  self.pipe(
    Stream.map((page) => page.rows),
    Stream.filter(Array.isReadonlyArrayNonEmpty),
    Stream.flattenArray
  )

/**
 * Streams the rows of a campaign, each once, in server order.
 *
 * **Details**
 *
 * The stream is lazy: `Stream.take(10)` sends one request. It keeps at most `prefetch` pages in memory besides the
 * current one, and about 25 bytes for the id of each received row (77 bytes if the id is not a UUID).
 *
 * Without a filter, the rows received are checked against the total that the server states. The stream fails with
 * `MissingRowsError` if rows are missing. If the server states no total, completeness is not checked. See
 * {@link Integrity}.
 *
 * **Example** (Counting the contacts that were reached)
 *
 * ```ts
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Stream } from "effect"
 *
 * const reached = CampaignRows.stream("campaign-id", { result: "human" }).pipe(Stream.runCount)
 * ```
 *
 * **Example** (Logging invalid rows)
 *
 * ```ts
 * import { CampaignRow } from "@effect-revox/schema"
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Effect, Schema } from "effect"
 *
 * const rows = CampaignRows.stream("campaign-id", {
 *   schema: CampaignRow.typed({ inputData: Schema.Struct({ age: Schema.FiniteFromString }) }),
 *   onInvalidRow: ({ index, issue, page }) => Effect.logWarning(`row ${index} of page ${page}: ${issue}`)
 * })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export function stream<E = never, R = never>(
  id: string,
  options?: Options<E, R>
): Stream.Stream<CampaignRow, RevoxError | RowsError | E, Campaigns | R>
/**
 * Streams the rows of a campaign, each decoded with a custom schema.
 *
 * @category constructors
 * @since 0.1.0
 */
export function stream<S extends RowSchema, E = never, R = never>(
  id: string,
  options: SchemaOptions<S, E, R>
): Stream.Stream<S["Type"], RevoxError | RowsError | E, Campaigns | S["DecodingServices"] | R>
export function stream(
  id: string,
  options: Options<unknown, unknown> | SchemaOptions<RowSchema, unknown, unknown> = {}
) {
  return RowsSettings.hasSchema(options)
    ? rowsOf(pagesOf(id, options.schema, options))
    : rowsOf(pagesOf(id, CampaignRow, options))
}

/**
 * Reads all rows without keeping them, and returns the counters. Fails only if a request fails, if `firstPage` is
 * wrong, or if the end of the list cannot be found.
 *
 * **When to use**
 *
 * Use to examine a campaign whose rows look inconsistent. The pages of {@link pages} carry the same counters.
 *
 * @category running
 * @since 0.1.0
 */
export const audit = (
  id: string,
  options: Omit<Options, "integrity" | "onInvalidRow" | "schema"> = {}
): Effect.Effect<RowsAudit, RevoxError | RowsError, Campaigns> =>
  RowsSettings.validateAudit(options).pipe(
    Effect.mapError((reason) => new RowsError({ campaignId: id, reason })),
    Effect.andThen(
      Stream.runFold(
        pages(id, { ...options, integrity: "none", onInvalidRow: "skip" }),
        () => options.from?.audit ?? Tally.empty,
        (_, page) => page.audit
      )
    )
  )

/**
 * Converts the rows of a campaign to an async iterable.
 *
 * **When to use**
 *
 * Use to read rows with `for await` in code that does not use Effect.
 *
 * **Details**
 *
 * No request is sent before the first row is requested. Leaving the loop cancels all requests in flight. If the stream
 * fails, the loop throws its error, a `RevoxError` or a `RowsError`. If `signal` is aborted, the loop throws the reason
 * of the signal.
 *
 * **Example** (Reading rows without Effect)
 *
 * ```ts
 * import { Revox } from "@effect-revox/client"
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Layer, ManagedRuntime } from "effect"
 * import { FetchHttpClient } from "effect/http"
 *
 * const runtime = ManagedRuntime.make(Revox.layerConfig().pipe(Layer.provide(FetchHttpClient.layer)))
 *
 * export const phoneNumbers = async (signal: AbortSignal) => {
 *   const numbers = []
 *   for await (const row of CampaignRows.toAsyncIterable(runtime, "campaign-id", { result: "human", signal })) {
 *     numbers.push(row.phone_number)
 *   }
 *   return numbers
 * }
 * ```
 *
 * @category facades
 * @since 0.1.0
 */
export function toAsyncIterable<ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | R, ER>,
  id: string,
  options?: Options<E, R> & SignalOptions
): AsyncIterable<CampaignRow>
/**
 * Converts the rows of a campaign, each decoded with a custom schema, to an async iterable.
 *
 * @category facades
 * @since 0.1.0
 */
export function toAsyncIterable<S extends RowSchema, ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: SchemaOptions<S, E, R> & SignalOptions
): AsyncIterable<S["Type"]>
export function toAsyncIterable<S extends RowSchema, ER, E, R>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: (Options<E, R> | SchemaOptions<S, E, R>) & SignalOptions = {}
) {
  return RowsSettings.hasSchema(options)
    ? Facade.toAsyncIterable(stream(id, options), runtime, options)
    : Facade.toAsyncIterable(stream(id, options), runtime, options)
}

/**
 * Converts the rows of a campaign to a `ReadableStream`.
 *
 * **When to use**
 *
 * Use for APIs that take web streams, such as `Response`, `pipeThrough` and `tee`.
 *
 * **Details**
 *
 * No request is sent before the first read. Pages are requested as the reader pulls. If the stream of rows fails, the web
 * stream errors. If `signal` is aborted, the web stream errors with the reason of the signal. Cancelling the web stream
 * cancels all requests in flight.
 *
 * @category facades
 * @since 0.1.0
 */
export function toReadableStream<ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | R, ER>,
  id: string,
  options?: Options<E, R> & SignalOptions
): ReadableStream<CampaignRow>
/**
 * Converts the rows of a campaign, each decoded with a custom schema, to a `ReadableStream`.
 *
 * @category facades
 * @since 0.1.0
 */
export function toReadableStream<S extends RowSchema, ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: SchemaOptions<S, E, R> & SignalOptions
): ReadableStream<S["Type"]>
export function toReadableStream<S extends RowSchema, ER, E, R>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: (Options<E, R> | SchemaOptions<S, E, R>) & SignalOptions = {}
) {
  return RowsSettings.hasSchema(options)
    ? Facade.toReadableStream(stream(id, options), runtime, options)
    : Facade.toReadableStream(stream(id, options), runtime, options)
}
