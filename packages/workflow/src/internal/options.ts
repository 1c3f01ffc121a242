import * as Options from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Struct from "effect/Struct"
import { RunCampaign } from "../RunJob.ts"
import { BaseUrlOption } from "./baseUrl.ts"

/** Checked by the schema of the job. */
const unchecked = Schema.optional(Schema.Any)

/** Text that PostgreSQL and file systems can have. */
const Target = Schema.String.check(
  Schema.makeFilter((text) => text.isWellFormed() && !text.includes("\0"), {
    expected: "a string of well-formed characters"
  })
)

/** The fields of an export in a request. */
const exportFields = {
  destination: Schema.optional(Schema.Struct({ name: unchecked, target: Schema.optional(Target) })),
  filter: Schema.optional(Schema.Struct({ query: unchecked, result: unchecked, statuses: unchecked })),
  until: unchecked,
  baseUrl: Schema.optional(BaseUrlOption),
  organizationId: unchecked,
  timeout: Schema.optional(Options.Time),
  stallTimeout: Schema.optional(Options.Time),
  onPaused: unchecked,
  onDraft: unchecked,
  maxPollInterval: Schema.optional(Options.FiniteTime),
  maxConsecutiveFailures: unchecked,
  pageSize: unchecked,
  firstPage: unchecked,
  prefetch: unchecked
}

/**
 * Validates the names of a request for an export, its base URL and its durations. An unknown filter must fail: without it,
 * the export would contain all rows.
 */
export const validateRequest = Options.validator(Schema.Struct({ campaignId: unchecked, ...exportFields }))

const isContacts = (value: unknown): value is Iterable<unknown> | Stream.Stream<unknown, unknown, unknown> =>
  Stream.isStream(value) || Predicate.isIterable(value) && !Predicate.isString(value)

/** Validates the names of a request for a run, the base URL and the durations, as {@link validateRequest} does. */
export const validateRunRequest = Options.validator(Schema.Struct({
  key: unchecked,
  campaign: Schema.Struct(Object.fromEntries(Struct.keys(RunCampaign.fields).map((name) => [name, unchecked]))),
  contacts: Options.satisfying(isContacts, "an iterable or a stream of contacts"),
  launch: unchecked,
  launchMode: unchecked,
  createSettleTime: Schema.optional(Options.FiniteTime),
  allowDuplicates: unchecked,
  allowMissingVariables: unchecked,
  export: Schema.Struct(exportFields)
}))

interface Validated {
  readonly baseUrl?: string | undefined
  readonly timeout?: Duration.Duration | undefined
  readonly stallTimeout?: Duration.Duration | undefined
  readonly maxPollInterval?: Duration.Duration | undefined
}

// An infinite limit is no limit.
const isLimit = (input: Duration.Duration | undefined): input is Duration.Duration =>
  input !== undefined && Duration.isFinite(input)

/** Converts the validated options of an export to the fields of its job. */
export const toJobFields = ({ baseUrl, maxPollInterval, stallTimeout, timeout }: Validated) => ({
  ...(baseUrl === undefined ? {} : { baseUrl }),
  ...(maxPollInterval === undefined ? {} : { maxPollInterval }),
  ...(isLimit(stallTimeout) ? { stallTimeout } : {}),
  ...(isLimit(timeout) ? { timeout } : {})
})

const flag = Schema.optional(Options.Flag)

/** Validates the options of starting an export. */
export const validateStart = Options.validator(Schema.Struct({ force: flag }))

/** Validates the options of cancelling a run. */
export const validateCancel = Options.validator(Schema.Struct({ adoptedCampaign: flag }))

/** Validates the options of adopting a campaign. */
export const validateAdopt = Options.validator(Schema.Struct({ force: flag }))

/** The largest `LIMIT` of the queries. */
const maxLimit = 2 ** 31 - 1

const list = {
  active: flag,
  limit: Schema.optional(
    Options.PositiveCount.check(
      Schema.makeFilter((limit) => limit <= maxLimit, { expected: `an integer from 1 to ${maxLimit}` })
    )
  )
}

/** Validates the options of listing exports. */
export const validateList = Options.validator(Schema.Struct({ campaignId: Schema.optional(Options.Text), ...list }))

/** Validates the options of listing runs. */
export const validateRunList = Options.validator(Schema.Struct(list))

const runner = {
  baseUrl: Schema.optional(BaseUrlOption),
  pagesPerStep: Schema.optional(Options.PositiveCount),
  maxConcurrentExports: Schema.optional(Options.PositiveCount)
}
const engine = { pollInterval: Schema.optional(Options.FiniteTime) }
const database = {
  directory: Schema.String.check(
    Schema.makeFilter((text) => text !== "" && !text.includes("\0"), { expected: "the path of a directory" })
  )
}

/** Validates the options of `CampaignExports` and `CampaignRuns`. */
export const validateService = Options.validator(Schema.Struct({ baseUrl: runner.baseUrl }))

/** Validates the options of a runner. */
export const validateRunner = Options.validator(Schema.Struct(runner))

/** Validates the options of the workflow engine. */
export const validateEngine = Options.validator(Schema.Struct(engine))

/** Validates the options of deleting the history of the workflow engine. */
export const validateHistory = Options.validator(Schema.Struct({ interval: Schema.optional(Options.FiniteTime) }))

/** Validates the options of an embedded database. */
export const validateDatabase = Options.validator(Schema.Struct(database))

/** Validates the options of an embedded runner. */
export const validateEmbedded = Options.validator(Schema.Struct({ ...runner, ...engine, ...database }))
