/**
 * `revox export`: exports that survive whatever happens to the process.
 *
 * @since 0.1.0
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { ExitCode } from "./ExitCode.ts"
import { connected, reported } from "./internal/connected.ts"
import { CommandFailure } from "./internal/failure.ts"
import { filters, id as campaignId, queryOf } from "./internal/rowFlags.ts"

// The engine and the database are loaded when they are wanted.
const loaded = Effect.promise(() => import("./exports.ts"))

const common = {
  dataDirectory: Flag.String("data-dir").pipe(
    Flag.withDescription("Where the exports are kept, in place of REVOX_DATA_DIR or ~/.revox"),
    Flag.optional
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDescription("Print JSON for a program to read"),
    Flag.withDefault(false)
  )
}

const exportId = Argument.String("id").pipe(
  Argument.withDescription("The id of the export, or so much of its beginning as no other has")
)

const usage = (message: string) => new CommandFailure({ message, exitCode: ExitCode.usage })

const destinationOf = Effect.fnUntraced(function*(output: Option.Option<string>, sql: boolean) {
  if (Option.isSome(output) === sql) {
    return yield* usage("Say where the rows go: -o FILE, or --sql for tables of the database.")
  }
  if (Option.isNone(output)) return { name: "sql" }
  const path = yield* Path.Path
  const target = path.resolve(output.value)
  if (target.endsWith(".ndjson") || target.endsWith(".jsonl")) return { name: "ndjson", target }
  if (target.endsWith(".csv")) return { name: "csv", target }
  return yield* usage(`The name of ${output.value} does not tell the format: let it end with .ndjson or .csv.`)
})

/**
 * `revox export start`: waits for a campaign and exports its rows, going on where an earlier process stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const start = Command.make(
  "start",
  {
    id: campaignId,
    ...common,
    ...filters,
    output: Flag.String("output").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("The file to write, NDJSON or CSV by its name"),
      Flag.optional
    ),
    sql: Flag.Boolean("sql").pipe(
      Flag.withDescription("Write to tables of the database: revox_rows, revox_attempts, revox_campaigns"),
      Flag.withDefault(false)
    ),
    until: Flag.Literals("until", ["completed", "extracted"]).pipe(
      Flag.withDescription("What to wait for: the last call, or also the values taken out of the conversations"),
      Flag.withDefault("completed")
    ),
    timeout: Flag.String("timeout").pipe(
      Flag.withDescription("How long to wait for the campaign at most, such as \"3 days\""),
      Flag.withSchema(Schema.DurationFromString),
      Flag.withDefault(Duration.infinity)
    ),
    maxPollInterval: Flag.String("max-poll-interval").pipe(
      Flag.withDescription("The longest pause between two polls of the campaign"),
      Flag.withSchema(Schema.DurationFromString),
      Flag.withDefault(Duration.minutes(1))
    ),
    pageSize: Flag.Int("page-size").pipe(
      Flag.withDescription("Rows per page to ask for"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
      Flag.withDefault(100)
    ),
    force: Flag.Boolean("force").pipe(
      Flag.withDescription("Export once more what was exported already"),
      Flag.withDefault(false)
    ),
    detach: Flag.Boolean("detach").pipe(
      Flag.withDescription("Leave it to the runners, and do not wait"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(
    function*({ force, dataDirectory, detach, id, json, maxPollInterval, output, pageSize, sql, ...flags }) {
      const destination = yield* destinationOf(output, sql)
      const { start } = yield* loaded
      yield* start({ force, dataDirectory, detach, json }, {
        campaignId: id,
        destination,
        filter: queryOf(flags),
        until: flags.until,
        timeout: flags.timeout,
        maxPollInterval,
        pageSize
      })
    },
    reported
  )
).pipe(
  Command.withDescription("Wait for a campaign, for days if need be, and export its rows"),
  Command.withExamples([
    { command: "revox export start 7f3a -o rows.ndjson", description: "A file when the campaign is over" },
    { command: "revox export start 7f3a --sql --timeout \"3 days\"", description: "Tables of the database" },
    { command: "revox export start 7f3a -o rows.ndjson", description: "Once more, after a Ctrl-C: it goes on" }
  ])
)

/**
 * `revox export status`: an export as it is now.
 *
 * @category commands
 * @since 0.1.0
 */
export const status = Command.make(
  "status",
  { id: exportId, ...common },
  Effect.fnUntraced(function*({ id, ...flags }) {
    const { status } = yield* loaded
    yield* status(flags, id)
  }, reported)
).pipe(Command.withDescription("Show an export"))

/**
 * `revox export list`: exports, the newest first.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  {
    ...common,
    campaign: Flag.String("campaign").pipe(Flag.withDescription("Only those of a campaign"), Flag.optional),
    active: Flag.Boolean("active").pipe(Flag.withDescription("Only those that are not over"), Flag.withDefault(false)),
    limit: Flag.Int("limit").pipe(
      Flag.withDescription("How many at the most"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
      Flag.withDefault(50)
    )
  },
  Effect.fnUntraced(function*({ campaign, ...flags }) {
    const { list } = yield* loaded
    yield* list({ ...flags, campaignId: Option.getOrUndefined(campaign) })
  }, reported)
).pipe(Command.withDescription("List exports"))

/**
 * `revox export cancel`: ends an export, and nothing of it is left.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Command.make(
  "cancel",
  { id: exportId, ...common },
  Effect.fnUntraced(function*({ id, ...flags }) {
    const { cancel } = yield* loaded
    yield* cancel(flags, id)
  }, reported)
).pipe(Command.withDescription("Cancel an export, so that nothing of it is left"))

/**
 * `revox export runner`: a runner, until it is stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const work = Command.make(
  "runner",
  {
    dataDirectory: common.dataDirectory,
    host: Flag.String("host").pipe(
      Flag.withDescription("The name by which other runners reach this one, with REVOX_DATABASE_URL"),
      Flag.withDefault("127.0.0.1")
    ),
    port: Flag.Int("port").pipe(
      Flag.withDescription("The port that other runners talk to"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))),
      Flag.withDefault(34_431)
    )
  },
  Effect.fnUntraced(function*(flags) {
    const { work } = yield* loaded
    return yield* work(flags)
  }, connected)
).pipe(Command.withDescription("Work on exports until it is stopped"))

/**
 * `revox export`.
 *
 * @category commands
 * @since 0.1.0
 */
export const exportCommand = Command.make("export").pipe(
  Command.withDescription("Exports that go on where they were, whatever happens to the process"),
  Command.withSubcommands([start, status, list, cancel, work])
)
