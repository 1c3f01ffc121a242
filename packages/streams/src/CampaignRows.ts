/**
 * The rows of a campaign as a stream: all of them, once, in the server's order, with little waiting and bounded memory.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import { constant } from "effect/Function"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import * as Facade from "./internal/facade.ts"
import * as FetchPage from "./internal/fetchPage.ts"
import { readPages } from "./internal/readPages.ts"
import * as RowsSettings from "./internal/rowsSettings.ts"
import * as Tally from "./internal/tally.ts"
import type { RowsAudit } from "./RowsAudit.ts"
import type { RowsError } from "./RowsError.ts"
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

const nothing = constant(Effect.void)

const pagesOf = <S extends RowSchema, E, R>(id: string, schema: S, options: Options<E, R>) =>
  Stream.unwrap(Effect.map(RowsSettings.make(id, options), (settings) => {
    const { onInvalidRow = "fail" } = options
    const fetch = FetchPage.make(settings, schema, { rowByRow: onInvalidRow !== "fail" })
    return readPages(settings, fetch, Predicate.isString(onInvalidRow) ? nothing : onInvalidRow)
  })).pipe(Stream.withSpan("CampaignRows.pages", { attributes: { "revox.campaign.id": id } }))

/**
 * The pages of a campaign's rows, in the server's order, each with a cursor and the counters so far.
 *
 * **When to use**
 *
 * Use when work is done by page, such as writing each in one transaction together with its cursor; otherwise
 * {@link stream} is simpler.
 *
 * **Details**
 *
 * Nothing is requested before the first pull. The first page is fetched alone, because its total and its size determine
 * how many more there are. After that at most `concurrency` pages are in flight or wait to be read, besides the current
 * one. With a `concurrency` of 1 the next page is requested when the consumer pulls it.
 *
 * A page size limit of the server is detected, and later pages are requested in that size. A short page, or one without
 * new rows, is requested once more, until that has not helped.
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
 * The same, each row read by a schema of your own.
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
  options: Options<unknown, unknown> & { readonly schema?: RowSchema | undefined } = {}
) {
  return options.schema === undefined ? pagesOf(id, CampaignRow, options) : pagesOf(id, options.schema, options)
}

const rowsOf = <Row, E, R>(self: Stream.Stream<Page<Row>, E, R>): Stream.Stream<Row, E, R> =>
  self.pipe(
    Stream.map((page) => page.rows),
    Stream.filter(Array.isReadonlyArrayNonEmpty),
    Stream.flattenArray
  )

/**
 * The rows of a campaign, each once, in the server's order.
 *
 * **Details**
 *
 * The stream is lazy: `Stream.take(10)` costs one request. Memory is bounded by `concurrency` pages beside the one
 * in the consumer's hands, and some 25 bytes for the id of each row that came (77 where ids are no UUIDs), whatever the
 * size of the campaign.
 *
 * Without a filter, a stream that ends is complete according to the total that the server states: it fails with
 * `MissingRowsError` if rows are missing. A server that states no total cannot be checked. See {@link Integrity}.
 *
 * **Example** (Counting the people who were reached)
 *
 * ```ts
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Stream } from "effect"
 *
 * const reached = CampaignRows.stream("campaign-id", { result: "human" }).pipe(Stream.runCount)
 * ```
 *
 * **Example** (Keeping rows that do not fit)
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
 * The same, each row read by a schema of your own.
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
  options: Options<unknown, unknown> & { readonly schema?: RowSchema | undefined } = {}
) {
  return options.schema === undefined
    ? rowsOf(pagesOf(id, CampaignRow, options))
    : rowsOf(pagesOf(id, options.schema, options))
}

/**
 * Reads all rows without keeping them, and returns the counters. Fails only if a request fails, or if the end of the list
 * cannot be found.
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
  options: Omit<Options, "integrity" | "onInvalidRow"> = {}
): Effect.Effect<RowsAudit, RevoxError | RowsError, Campaigns> =>
  Stream.runFold(
    pages(id, { ...options, integrity: "none", onInvalidRow: "skip" }),
    () => options.from?.audit ?? Tally.empty,
    (_, page) => page.audit
  )

/**
 * The rows of a campaign for a `for await` loop outside of Effect.
 *
 * **Details**
 *
 * Nothing is asked for before the first row is, and leaving the loop stops everything. What a stream fails with is
 * thrown: `RevoxError`, `RowsError`. When `signal` is aborted, the loop throws its reason.
 *
 * **Example** (A loop in a program that does not use Effect)
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
export function toAsyncIterable<S extends RowSchema, ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: SchemaOptions<S, E, R> & SignalOptions
): AsyncIterable<S["Type"]>
/**
 * The same for rows as the API has them.
 *
 * @category facades
 * @since 0.1.0
 */
export function toAsyncIterable<ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | R, ER>,
  id: string,
  options?: Options<E, R> & SignalOptions
): AsyncIterable<CampaignRow>
export function toAsyncIterable<S extends RowSchema, ER, E, R>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: (Options<E, R> | SchemaOptions<S, E, R>) & SignalOptions = {}
) {
  return "schema" in options
    ? Facade.toAsyncIterable(stream(id, options), runtime, options)
    : Facade.toAsyncIterable(stream(id, options), runtime, options)
}

/**
 * The rows of a campaign as a web stream, for whatever takes one: a `Response` of a server, `pipeThrough`, `tee`.
 *
 * **Details**
 *
 * Pages are read as the reader asks for more. What a stream fails with errors the web stream; so does the reason of
 * `signal` when it is aborted. Cancelling it stops everything.
 *
 * @category facades
 * @since 0.1.0
 */
export function toReadableStream<S extends RowSchema, ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: SchemaOptions<S, E, R> & SignalOptions
): ReadableStream<S["Type"]>
/**
 * The same for rows as the API has them.
 *
 * @category facades
 * @since 0.1.0
 */
export function toReadableStream<ER, E = never, R = never>(
  runtime: ManagedRuntime<Campaigns | R, ER>,
  id: string,
  options?: Options<E, R> & SignalOptions
): ReadableStream<CampaignRow>
export function toReadableStream<S extends RowSchema, ER, E, R>(
  runtime: ManagedRuntime<Campaigns | S["DecodingServices"] | R, ER>,
  id: string,
  options: (Options<E, R> | SchemaOptions<S, E, R>) & SignalOptions = {}
) {
  return "schema" in options
    ? Facade.toReadableStream(stream(id, options), runtime, options)
    : Facade.toReadableStream(stream(id, options), runtime, options)
}
