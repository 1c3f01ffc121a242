/**
 * Streams the attempts of all calls, each once, newest first.
 *
 * @since 0.1.0
 */
import { Calls } from "@effect-revox/client/Calls"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { AttemptsQuery } from "@effect-revox/schema/AttemptsQuery"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import { oneOf, PositiveCount, satisfying, validator } from "@effect-revox/schema/Options"
import { StatusFilter } from "@effect-revox/schema/RowsQuery"
import * as Effect from "effect/Effect"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { AttemptsError, TooManyPagesError } from "./AttemptsError.ts"
import * as Paging from "./internal/attemptsPaging.ts"
import * as Facade from "./internal/facade.ts"
import type { SignalOptions } from "./RowsOptions.ts"

/**
 * Options for reading attempts.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** States of the call order, one of which must match. Default: no filter. */
  readonly statuses?: AttemptsQuery["statuses"] | undefined
  /** Number of attempts to request per page: 1 or more. Default: 100. The server may return fewer. */
  readonly pageSize?: number | undefined
  /**
   * Number of the first page, 0 or 1. The API reference contradicts itself about it. If the pages show that it is wrong,
   * the stream fails with `WrongFirstAttemptsPageError`. Default: 0.
   */
  readonly firstPage?: number | undefined
  /** Maximum number of pages: 1 or more. A longer list fails with `TooManyPagesError`. Default: 10,000. */
  readonly maxPages?: number | undefined
}

const Settings = Schema.Struct({
  statuses: Schema.optional(Schema.Array(StatusFilter)),
  pageSize: PositiveCount.pipe(Schema.withDecodingDefault(Effect.succeed(100))),
  firstPage: oneOf([0, 1]).pipe(Schema.withDecodingDefault(Effect.succeed(0))),
  maxPages: PositiveCount.pipe(Schema.withDecodingDefault(Effect.succeed(10_000))),
  // The facades pass all of their options.
  signal: Schema.optional(satisfying(Facade.isSignal, "an AbortSignal"))
})

const validate = /*#__PURE__*/ validator(Settings)

/** Whether the server has no page with the requested number. */
const isRejected = ({ reason }: RevoxError): boolean =>
  reason._tag === "BadRequestError" || reason._tag === "NotFoundError" || reason._tag === "UnprocessableEntityError"

const read = (
  calls: Calls["Service"],
  { firstPage, maxPages, pageSize, statuses = [] }: typeof Settings.Type
): Stream.Stream<CallAttempt, RevoxError | AttemptsError> =>
  Stream.unwrap(Effect.sync(() => {
    const next = Paging.make({ firstPage, hasFilter: statuses.length > 0 })
    const query = { page_size: pageSize, ...(statuses.length === 0 ? {} : { statuses }) }

    // A server that counts from 1 can reject page 0, which is then read only to be sure.
    const request = (page: number): Effect.Effect<ReadonlyArray<CallAttempt>, RevoxError> => {
      const response = calls.listAttempts({ ...query, page })
      return page < firstPage ? Effect.catchIf(response, isRejected, () => Effect.succeed([])) : response
    }

    return Stream.paginate(
      firstPage,
      Effect.fnUntraced(function*(page: number) {
        if (page - firstPage >= maxPages) {
          return yield* new AttemptsError({ reason: new TooManyPagesError({ maxPages }) })
        }
        const step = next(page, yield* request(page))
        if (step._tag === "Failed") return yield* new AttemptsError({ reason: step.reason })
        return [step.attempts, step._tag === "End" ? Option.none<number>() : Option.some(step.page)] as const
      })
    )
  }))

/**
 * Streams the attempts of all calls, each once, newest first.
 *
 * **Details**
 *
 * The stream is lazy, and requests one page at a time. New attempts that are added to the front of the list meanwhile move
 * the others to later pages, and are not emitted twice. The new ones are emitted only if they fill more than a page between
 * two requests. The stream keeps about 25 bytes for the id of each attempt.
 *
 * The list has no total. It ends at a page that is shorter than an earlier one, or after two pages in a row without a new
 * attempt. With `statuses`, only the latter ends it, because the server may filter after paging.
 *
 * **Gotchas**
 *
 * With `statuses`, calls whose status changes meanwhile can leave the list, which moves attempts to earlier pages. Such
 * attempts can be missed.
 *
 * Newer versions of the API no longer document this list.
 *
 * **Example** (Counting the numbers that could not be dialled)
 *
 * ```ts
 * import { CallAttempts } from "@effect-revox/streams"
 * import { Stream } from "effect"
 *
 * const failed = CallAttempts.stream().pipe(
 *   Stream.filter((attempt) => attempt.dial_error !== null),
 *   Stream.runCount
 * )
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const stream = (options: Options = {}): Stream.Stream<CallAttempt, RevoxError | AttemptsError, Calls> =>
  Stream.unwrap(Effect.gen(function*() {
    const settings = yield* Effect.mapError(validate(options), (reason) => new AttemptsError({ reason }))
    return read(yield* Calls, settings)
  })).pipe(Stream.withSpan("CallAttempts.stream"))

/**
 * Converts the attempts of all calls to an async iterable.
 *
 * **When to use**
 *
 * Use to read attempts with `for await` in code that does not use Effect.
 *
 * **Details**
 *
 * No request is sent before the first attempt is requested. Leaving the loop cancels the request in flight. If the stream
 * fails, the loop throws its error, a `RevoxError` or an `AttemptsError`. If `signal` is aborted, the loop throws the
 * reason of the signal.
 *
 * @category facades
 * @since 0.1.0
 */
export const toAsyncIterable = <R, ER>(
  runtime: ManagedRuntime<Calls | R, ER>,
  options: Options & SignalOptions = {}
): AsyncIterable<CallAttempt> => Facade.toAsyncIterable(stream(options), runtime, options)

/**
 * Converts the attempts of all calls to a `ReadableStream`.
 *
 * **When to use**
 *
 * Use for APIs that take web streams, such as `Response`, `pipeThrough` and `tee`.
 *
 * **Details**
 *
 * No request is sent before the first read. Pages are requested as the reader pulls. If the stream of attempts fails, the
 * web stream errors. If `signal` is aborted, the web stream errors with the reason of the signal. Cancelling the web
 * stream cancels the request in flight.
 *
 * @category facades
 * @since 0.1.0
 */
export const toReadableStream = <R, ER>(
  runtime: ManagedRuntime<Calls | R, ER>,
  options: Options & SignalOptions = {}
): ReadableStream<CallAttempt> => Facade.toReadableStream(stream(options), runtime, options)
