/** The flags that several commands share. Each is declared once, so that it means the same everywhere. */
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"

/** A flag that is `false` unless it is present. */
export const toggle = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

/** Sets the default of a flag, and shows it in the description. */
export const withDefault = <A>(description: string, value: A, shown = String(value)) => (flag: Flag.Flag<A>) =>
  flag.pipe(Flag.withDescription(`${description}. Default: ${shown}`), Flag.withDefault<A>(value))

/** An integer flag with bounds and a default. */
export const int = (
  name: string,
  description: string,
  options: { readonly minimum: number; readonly maximum: number; readonly default: number }
) =>
  Flag.Int(name).pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween(options))),
    withDefault(`${description}, ${options.minimum} to ${options.maximum}`, options.default)
  )

/** `--json`: JSON instead of text. */
export const json = toggle("json", "Print JSON, one object per line")

/** `--limit`: the maximum number of items that a list prints. It is `Infinity` for `--limit 0`. */
export const limit = (items: string) =>
  Flag.Int("limit").pipe(
    Flag.withSchema(Schema.Natural),
    withDefault(`Maximum number of ${items}, or 0 for all`, 50),
    Flag.map((limit) => limit === 0 ? Infinity : limit)
  )

/** `--page-size`: the number of rows per request. */
export const pageSize = int("page-size", "Rows requested per page", { minimum: 1, maximum: 10_000, default: 100 })

/** `--first-page`: the number of the first page, which the API does not document. */
export const firstPage = (pages: string) =>
  Flag.Literals("first-page", ["0", "1"]).pipe(
    withDefault<"0" | "1">(`Number of the first page of ${pages}, which the API does not document`, "0"),
    Flag.map(Number)
  )

/** `--output`: the file that a command writes. */
export const output = (description: string) =>
  Flag.String("output").pipe(Flag.withAlias("o"), Flag.withDescription(description))

/** `--yes`: confirms an action that a terminal would prompt for. */
export const yes = Flag.Boolean("yes").pipe(
  Flag.withAlias("y"),
  Flag.withDescription("Confirm the action without a prompt"),
  Flag.withDefault(false)
)

/** `--force`: replaces what exists. */
export const force = (description: string) => toggle("force", description)

/** `--until`: the state of a campaign that a command waits for. */
export const until = Flag.Literals("until", ["completed", "extracted"]).pipe(
  withDefault<"completed" | "extracted">(
    "Wait for the last call (completed) or also for the structured output (extracted)",
    "completed"
  )
)

/** `--timeout`: the maximum time that a command waits for a campaign. */
export const timeout = (description: string, example: string) =>
  Flag.String("timeout").pipe(
    Flag.withSchema(
      Schema.DurationFromString.check(
        Schema.makeFilter(Duration.isPositive, { expected: `a duration longer than zero, such as "${example}"` })
      )
    ),
    withDefault(`${description}, such as "${example}"`, Duration.infinity, "Infinity")
  )

/** `--delimiter`: the separator between the cells of a CSV file. */
export const delimiter = Flag.String("delimiter").pipe(
  Flag.withDescription("Separator between the cells of a CSV file: one character, or tab. Default: ,"),
  Flag.optional
)

/** `--api-key-file`: the file with the API key. */
export const apiKeyFile = Flag.String("api-key-file").pipe(
  Flag.withMetavar("file"),
  Flag.withDescription("File with the API key, instead of REVOX_API_KEY. Pipes and - (standard input) are allowed"),
  Flag.optional
)

/** `--base-url`: the base URL of the API. */
export const baseUrl = Flag.String("base-url").pipe(
  Flag.withMetavar("url"),
  Flag.withDescription("Base URL of the API, instead of REVOX_BASE_URL"),
  Flag.optional
)

/** `--quiet`: only results and errors. */
export const quiet = Flag.Boolean("quiet").pipe(
  Flag.withAlias("q"),
  Flag.withDescription("Print only results and errors: no progress, summaries and notes"),
  Flag.withDefault(false)
)

/** `--debug`: details of errors. */
export const debug = toggle("debug", "Print requests, logs, and errors with their stack traces, as with REVOX_DEBUG=1")
