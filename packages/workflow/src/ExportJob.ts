/**
 * What an export is to do, as plain JSON: which rows of which campaign go where, and how long is waited for them.
 *
 * @since 0.1.0
 */
import * as RowsFilter from "@effect-revox/streams/RowsFilter"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const positive = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

/** A text that a URL can carry and a person can see. */
const Id = Schema.String.check(
  Schema.makeFilter((text) => text.trim() !== "" && text.isWellFormed() && !text.includes("\0"), {
    expected: "a text that is not empty"
  })
)

const Pause = Schema.DurationFromMillis.check(
  Schema.makeFilter((pause) => Duration.isFinite(pause) && Duration.toMillis(pause) >= 1, {
    expected: "a finite duration of a millisecond or more"
  })
)

const orElse = <A>(value: A) => Effect.succeed(value)

/**
 * Which rows to export: the filters of the API, without pages.
 *
 * @category models
 * @since 0.1.0
 */
export class Filter extends Schema.Opaque<Filter>()(
  RowsFilter.RowsFilter.annotate({ identifier: "ExportFilter", description: "Which rows to export." })
) {}

/**
 * Where the rows go: the name of a destination that the runners know, and what it calls the place.
 *
 * @category models
 * @since 0.1.0
 */
export class DestinationRef extends Schema.Opaque<DestinationRef>()(
  Schema.Struct({
    name: Id.annotateKey({ description: "The destination, such as `sql`, `ndjson` or `csv`." }),
    target: Schema.String.pipe(Schema.withConstructorDefault(orElse(""))).annotateKey({
      description: "The place as the destination calls it, such as the path of a file. Default none."
    })
  }).annotate({ identifier: "DestinationRef", description: "Where the rows of an export go." })
) {}

/**
 * What an export is to do. Everything but the campaign and the destination has a default.
 *
 * **Details**
 *
 * The campaign, the filter, the destination, what is waited for and the number of the attempt say which export it is: see
 * {@link idempotencyKey}. The rest says how it is done, and the first who starts it decides.
 *
 * @category models
 * @since 0.1.0
 */
export class ExportJob extends Schema.Opaque<ExportJob>()(
  Schema.Struct({
    campaignId: Id.annotateKey({ description: "The campaign." }),
    destination: DestinationRef.annotateKey({ description: "Where the rows go." }),
    filter: Filter.pipe(Schema.withConstructorDefault(orElse({}))).annotateKey({
      description: "Which rows. Default all."
    }),
    until: Schema.Literals(["completed", "extracted"]).pipe(
      Schema.withConstructorDefault(orElse<"completed" | "extracted">("completed"))
    ).annotateKey({
      description: "What is waited for: the last call (the default), or also the values taken out of the conversations."
    }),
    generation: Schema.Natural.pipe(Schema.withConstructorDefault(orElse(0))).annotateKey({
      description: "How often the same export was begun before. Default 0."
    }),
    timeout: Schema.optionalKey(Pause).annotateKey({
      description: "How long to wait for the campaign at the most. Default as long as it takes."
    }),
    stallTimeout: Schema.optionalKey(Pause).annotateKey({
      description: "How long the `row_stats` of a running campaign may stay the same. Default as long as it takes."
    }),
    onPaused: Schema.Literals(["wait", "fail"]).pipe(Schema.withConstructorDefault(orElse<"wait" | "fail">("wait")))
      .annotateKey({ description: "Whether a paused campaign is waited for. Default `wait`." }),
    onDraft: Schema.Literals(["wait", "fail"]).pipe(Schema.withConstructorDefault(orElse<"wait" | "fail">("wait")))
      .annotateKey({ description: "Whether a draft is waited for. Default `wait`." }),
    maxPollInterval: Pause.pipe(Schema.withConstructorDefault(orElse(Duration.minutes(5)))).annotateKey({
      description: "The longest pause between two polls of the campaign. Default 5 minutes."
    }),
    maxConsecutiveFailures: Schema.Natural.pipe(Schema.withConstructorDefault(orElse(30))).annotateKey({
      description: "How many transient failures in a row are put up with. Default 30: about two hours."
    }),
    pageSize: positive.pipe(Schema.withConstructorDefault(orElse(100))).annotateKey({
      description: "Rows per page to ask for. Default 100."
    }),
    firstPage: Schema.Literals([0, 1]).pipe(Schema.withConstructorDefault(orElse<0 | 1>(0))).annotateKey({
      description: "The number of the first page, which the API's reference does not tell. Default 0."
    }),
    prefetch: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 64 })).pipe(
      Schema.withConstructorDefault(orElse(4))
    ).annotateKey({ description: "How many pages may be under way at once. Default 4." })
  }).annotate({ identifier: "ExportJob", description: "What an export is to do." })
) {}

/**
 * What tells an export from others, its attempts apart.
 *
 * @category getters
 * @since 0.1.0
 */
export const deduplicationKey = ({ campaignId, destination, filter, until }: ExportJob): string => {
  const { query, result, statuses } = RowsFilter.normalize(filter)
  return JSON.stringify([
    campaignId,
    query ?? null,
    result ?? null,
    statuses ?? null,
    destination.name,
    destination.target,
    until
  ])
}

/**
 * What tells an attempt at an export from all others: the idempotency key of the workflow.
 *
 * @category getters
 * @since 0.1.0
 */
export const idempotencyKey = (self: ExportJob): string => `${self.generation}:${deduplicationKey(self)}`
