/**
 * The `revox export` commands, which manage durable exports. An export survives the end of its process.
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
import { connected, reported } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Format from "./internal/format.ts"
import { filters, id as campaignId, queryOf } from "./internal/rowFlags.ts"

// The engine and the database are large, so they are loaded on demand.
const loaded = Effect.promise(() => import("./exports.ts"))

const common = {
  dataDirectory: Flag.String("data-dir").pipe(
    Flag.withDescription("Directory of the exports, instead of REVOX_DATA_DIR. Default: ~/.revox"),
    Flag.optional
  ),
  json: Flags.json
}

const exportId = Argument.String("id").pipe(
  Argument.withDescription("Id of the export, or a unique prefix of it")
)

const destinationOf = Effect.fnUntraced(function*(output: Option.Option<string>, sql: boolean) {
  if (Option.isSome(output) === sql) {
    return yield* usage("Choose one destination for the rows: -o FILE, or --sql for database tables.")
  }
  if (Option.isNone(output)) return { name: "sql" }
  const path = yield* Path.Path
  const target = path.resolve(output.value)
  return { name: yield* Format.infer(output.value), target }
})

/**
 * The `revox export start` command, which waits for a campaign and exports its rows. It resumes an export that an
 * earlier process started.
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
    output: Flags.output("File to write. Its extension selects the format: .ndjson, .jsonl or .csv").pipe(
      Flag.optional
    ),
    sql: Flags.toggle("sql", "Write to the database tables revox_rows, revox_attempts and revox_campaigns"),
    until: Flags.until,
    timeout: Flag.String("timeout").pipe(
      Flag.withDescription("Maximum time to wait for the campaign, such as \"3 days\". Default: Infinity"),
      Flag.withSchema(Schema.DurationFromString),
      Flag.withDefault(Duration.infinity)
    ),
    maxPollInterval: Flag.String("max-poll-interval").pipe(
      Flag.withDescription("Maximum interval between two polls of the campaign. Default: 1 minute"),
      Flag.withSchema(Schema.DurationFromString),
      Flag.withDefault(Duration.minutes(1))
    ),
    pageSize: Flags.pageSize,
    force: Flags.force("Export again even if the export is already complete"),
    detach: Flags.toggle("detach", "Start the export and exit: a runner does the work")
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
  Command.withDescription("Wait for a campaign, for days if necessary, and export its rows"),
  Command.withExamples([
    { command: "revox export start 7f3a -o rows.ndjson", description: "Write a file when the campaign is completed" },
    { command: "revox export start 7f3a --sql --timeout \"3 days\"", description: "Write to database tables" },
    { command: "revox export start 7f3a -o rows.ndjson", description: "Resume the export after Ctrl-C" }
  ])
)

/**
 * The `revox export status` command, which shows the current state of an export.
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
).pipe(
  Command.withDescription("Show an export"),
  Command.withExamples([{ command: "revox export status 7a80", description: "Show an export by a prefix of its id" }])
)

/**
 * The `revox export list` command, which lists exports, newest first.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  {
    ...common,
    campaign: Flag.String("campaign").pipe(Flag.withDescription("Only exports of this campaign"), Flag.optional),
    active: Flags.toggle("active", "Only exports that have not ended"),
    limit: Flags.limit("exports")
  },
  Effect.fnUntraced(function*({ campaign, ...flags }) {
    const { list } = yield* loaded
    yield* list({ ...flags, campaignId: Option.getOrUndefined(campaign) })
  }, reported)
).pipe(
  Command.withDescription("List exports"),
  Command.withExamples([
    { command: "revox export list --active", description: "List the exports that have not ended" },
    { command: "revox export list --json | jq .status", description: "Pipe the exports to another program" }
  ])
)

/**
 * The `revox export cancel` command, which cancels an export and removes its partial output.
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
).pipe(
  Command.withDescription("Cancel an export and remove its partial output"),
  Command.withExamples([{ command: "revox export cancel 7a80", description: "Cancel an export by a prefix of its id" }])
)

/**
 * The `revox export runner` command, which works on exports until it is stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const runner = Command.make(
  "runner",
  {
    dataDirectory: common.dataDirectory,
    host: Flag.String("host").pipe(
      Flag.withDescription(
        "Host name under which other runners reach this one, with REVOX_DATABASE_URL. Default: 127.0.0.1"
      ),
      Flag.withDefault("127.0.0.1")
    ),
    port: Flag.Int("port").pipe(
      Flag.withDescription("Port on which other runners reach this one, with REVOX_DATABASE_URL. Default: 34431"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))),
      Flag.withDefault(34_431)
    )
  },
  Effect.fnUntraced(function*(flags) {
    const { runner } = yield* loaded
    return yield* runner(flags)
  }, connected)
).pipe(
  Command.withDescription("Run exports until stopped with Ctrl-C"),
  Command.withExamples([
    { command: "revox export runner", description: "Run the exports of the data directory" },
    {
      command: "revox export runner --host 10.0.0.7",
      description: "Share the exports of a database with other runners"
    }
  ])
)

/**
 * The `revox export` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const exportCommand = Command.make("export").pipe(
  Command.withDescription("Manage durable exports, which resume after a stop or a crash"),
  Command.withExamples([
    { command: "revox export start 7f3a -o rows.ndjson", description: "Wait for a campaign and export its rows" }
  ]),
  Command.withSubcommands([start, status, list, cancel, runner])
)
