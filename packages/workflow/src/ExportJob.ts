/**
 * Job of an export, as plain JSON: the campaign, the rows to export, their destination, and how to wait for them.
 *
 * @since 0.1.0
 */
import * as RowsFilter from "@effect-revox/streams/RowsFilter"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { BaseUrl } from "./internal/baseUrl.ts"

const positive = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

/** Text that is valid in a URL and not blank. */
const Id = Schema.String.check(
  Schema.makeFilter((text) => text.trim() !== "" && text.isWellFormed() && !text.includes("\0"), {
    expected: "a non-empty string of well-formed characters"
  })
)

const Pause = Schema.DurationFromMillis.check(
  Schema.makeFilter((pause) => Duration.isFinite(pause) && Duration.toMillis(pause) >= 1, {
    expected: "a finite duration of 1 millisecond or more"
  })
)

const orElse = <A>(value: A) => Effect.succeed(value)

/**
 * Filter of the rows to export, with the filters of the API.
 *
 * @category models
 * @since 0.1.0
 */
export class Filter extends Schema.Opaque<Filter>()(
  RowsFilter.RowsFilter.annotate({ identifier: "ExportFilter", description: "Filter of the rows to export." })
) {}

/**
 * Reference to a destination: its name at the runners, and a target inside it.
 *
 * @category models
 * @since 0.1.0
 */
export class DestinationRef extends Schema.Opaque<DestinationRef>()(
  Schema.Struct({
    name: Id.annotateKey({ description: "Name of the destination, such as `sql`, `ndjson` or `csv`." }),
    target: Schema.String.pipe(Schema.withConstructorDefault(orElse(""))).annotateKey({
      description: "Target inside the destination, such as the path of a file. Default: empty."
    })
  }).annotate({ identifier: "DestinationRef", description: "Destination of the rows of an export." })
) {}

/**
 * Job of an export. All fields except `campaignId` and `destination` have defaults.
 *
 * **Details**
 *
 * The campaign, the filter, the destination, `until`, the base URL, the organization and the generation identify the
 * export: see {@link idempotencyKey}. The other fields do not. When two callers start the same export, those of the first
 * caller apply.
 *
 * @category models
 * @since 0.1.0
 */
export class ExportJob extends Schema.Opaque<ExportJob>()(
  Schema.Struct({
    campaignId: Id.annotateKey({ description: "Id of the campaign." }),
    destination: DestinationRef.annotateKey({ description: "Destination of the rows." }),
    filter: Filter.pipe(Schema.withConstructorDefault(orElse({}))).annotateKey({
      description: "Filter of the rows. Default: all rows."
    }),
    until: Schema.Literals(["completed", "extracted"]).pipe(
      Schema.withConstructorDefault(orElse<"completed" | "extracted">("completed"))
    ).annotateKey({
      description:
        "Completion condition: `completed` (the default), or `extracted` to also wait for the extracted values."
    }),
    generation: Schema.Natural.pipe(Schema.withConstructorDefault(orElse(0))).annotateKey({
      description: "Number of times that the same export was started before. Default: 0."
    }),
    baseUrl: Schema.optionalKey(BaseUrl).annotateKey({
      description: "Base URL of the service, without a slash at its end. Default: that of the runner, whichever it is."
    }),
    organizationId: Schema.optionalKey(Id).annotateKey({
      description: "Id of the organization that the campaign belongs to. Default: that of the runner's API key."
    }),
    timeout: Schema.optionalKey(Pause).annotateKey({
      description: "Maximum time to wait for the campaign, 1 ms or more. Default: unlimited."
    }),
    stallTimeout: Schema.optionalKey(Pause).annotateKey({
      description:
        "Maximum time without changes in the `row_stats` of a running campaign, 1 ms or more. Default: unlimited."
    }),
    onPaused: Schema.Literals(["wait", "fail"]).pipe(Schema.withConstructorDefault(orElse<"wait" | "fail">("wait")))
      .annotateKey({ description: "Whether to wait for a paused campaign or to fail. Default: `wait`." }),
    onDraft: Schema.Literals(["wait", "fail"]).pipe(Schema.withConstructorDefault(orElse<"wait" | "fail">("wait")))
      .annotateKey({ description: "Whether to wait for a draft campaign or to fail. Default: `wait`." }),
    maxPollInterval: Pause.pipe(Schema.withConstructorDefault(orElse(Duration.minutes(5)))).annotateKey({
      description: "Maximum pause between two polls of the campaign, 1 ms or more. Default: 5 minutes."
    }),
    maxConsecutiveFailures: Schema.Natural.pipe(Schema.withConstructorDefault(orElse(30))).annotateKey({
      description: "Maximum number of consecutive transient failures. Default: 30, about two hours."
    }),
    pageSize: positive.pipe(Schema.withConstructorDefault(orElse(100))).annotateKey({
      description: "Number of rows to request per page, 1 or more. Default: 100."
    }),
    firstPage: Schema.Literals([0, 1]).pipe(Schema.withConstructorDefault(orElse<0 | 1>(0))).annotateKey({
      description: "Number of the first page, 0 or 1. The API reference does not specify it. Default: 0."
    }),
    prefetch: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 64 })).pipe(
      Schema.withConstructorDefault(orElse(4))
    ).annotateKey({ description: "Maximum number of pages in flight or buffered, from 1 to 64. Default: 4." })
  }).annotate({ identifier: "ExportJob", description: "Job of an export." })
) {}

/**
 * Returns the key that all generations of an export share.
 *
 * @category getters
 * @since 0.1.0
 */
export const deduplicationKey = (self: ExportJob): string => {
  const { baseUrl, campaignId, destination, filter, organizationId, until } = self
  const { query, result, statuses } = RowsFilter.normalize(filter)
  return JSON.stringify([
    campaignId,
    query ?? null,
    result ?? null,
    statuses ?? null,
    destination.name,
    destination.target,
    until,
    // Absent from the keys of exports that were started without them, which must stay the same.
    ...(baseUrl === undefined && organizationId === undefined ? [] : [baseUrl ?? null, organizationId ?? null])
  ])
}

/**
 * Returns the idempotency key of the workflow, which is unique to one generation of an export.
 *
 * @category getters
 * @since 0.1.0
 */
export const idempotencyKey = (self: ExportJob): string => `${self.generation}:${deduplicationKey(self)}`
