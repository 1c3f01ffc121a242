/**
 * The `revox run` commands, which manage campaign runs: durable jobs that create a campaign, wait for it and export it.
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
import { campaignFields, campaignFlags, createFlags } from "./internal/campaigns/createFlags.ts"
import { reported } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Format from "./internal/format.ts"
import * as Input from "./internal/input.ts"
import { root } from "./internal/root.ts"

// The engine, the database and the data about phone numbers are large, so they are loaded on demand.
const loaded = Effect.promise(() => import("./runs.ts"))

const common = {
  dataDirectory: Flag.String("data-dir").pipe(
    Flag.withDescription("Directory of the runs, instead of REVOX_DATA_DIR. Default: ~/.revox"),
    Flag.optional
  ),
  json: Flags.json
}

const runId = Argument.String("key").pipe(
  Argument.withDescription("Key of the run, which is also its id, or a unique prefix of it")
)

const detach = Flags.toggle("detach", "Exit as soon as the run is stored: a runner does the work")

const finiteDuration = Schema.DurationFromString.check(
  Schema.makeFilter((time) => Duration.isFinite(time) && Duration.isPositive(time), {
    expected: "a finite duration longer than zero, such as \"15 minutes\""
  })
)

const duration = (name: string, description: string, value: Duration.Duration, shown: string) =>
  Flag.String(name).pipe(Flag.withSchema(finiteDuration), Flags.withDefault(description, value, shown))

const startFlags = {
  key: Flag.String("key").pipe(
    Flag.withDescription("Key of the run, such as spring-2026. The same key is the same run, forever")
  ),
  assistant: createFlags.assistant,
  name: Flag.String("name").pipe(
    Flag.withSchema(Schema.NonEmptyString),
    Flag.withDescription("Name of the campaign, to which the key is added")
  ),
  contacts: createFlags.contacts,
  format: createFlags.format,
  phoneColumn: createFlags.phoneColumn,
  variables: createFlags.variables,
  country: createFlags.country,
  delimiter: createFlags.delimiter,
  skipRejected: createFlags.skipRejected,
  launch: createFlags.launch,
  draft: Flags.toggle("draft", "Create a draft, and wait until someone launches it"),
  ...campaignFlags,
  output: Flags.output("File to export the rows to: .ndjson, .jsonl or .csv"),
  until: Flags.until,
  timeout: Flags.timeout("Maximum time to wait for the campaign", "3 days"),
  maxPollInterval: duration(
    "max-poll-interval",
    "Maximum interval between two polls of the campaign",
    Duration.minutes(1),
    "1 minute"
  ),
  settleTime: duration(
    "settle-time",
    "Time to look for the campaign if the outcome of a request is unknown",
    Duration.minutes(15),
    "15 minutes"
  ),
  sendAgain: Flags.toggle("send-again", "Continue a failed run: send the request with an unknown outcome again"),
  resume: Flags.toggle("resume", "Continue a failed run, such as one whose export failed"),
  yes: Flags.yes,
  detach,
  ...common
}

/** Fails if flags contradict each other. */
const checkFlags = Effect.fnUntraced(function*(flags: Command.Command.Config.Infer<typeof startFlags>) {
  if (flags.launch === flags.draft) {
    return yield* usage("Choose --launch to call the contacts, or --draft to wait for a launch. There is no default.")
  }
  if (flags.sendAgain && flags.resume) return yield* usage("Choose one of --send-again and --resume.")
  const { apiKeyFile } = yield* root
  if (Input.isStdin(flags.contacts) && Option.exists(apiKeyFile, Input.isStdin)) {
    return yield* usage("Standard input can only be one of --contacts and --api-key-file.")
  }
})

/**
 * The `revox run start` command, which creates a campaign, waits for it and exports its rows. It continues the run with
 * the same key.
 *
 * @category commands
 * @since 0.1.0
 */
export const start = Command.make(
  "start",
  startFlags,
  Effect.fnUntraced(function*(flags) {
    yield* checkFlags(flags)
    const fields = yield* campaignFields(flags)
    const path = yield* Path.Path
    const destination = { name: yield* Format.infer(flags.output), target: path.resolve(flags.output) }
    const { start } = yield* loaded
    yield* start({ ...flags, continueBy: flags.resume ? "resume" : flags.sendAgain ? "sendAgain" : "none" }, {
      key: flags.key,
      campaign: { ...fields, assistant_id: flags.assistant, name: flags.name },
      launch: flags.draft ? "manual" : "create",
      createSettleTime: flags.settleTime,
      export: {
        destination,
        until: flags.until,
        maxPollInterval: flags.maxPollInterval,
        ...(Duration.isFinite(flags.timeout) ? { timeout: flags.timeout } : {})
      }
    })
  }, reported)
).pipe(
  Command.withDescription("Create a campaign from a file of contacts, wait for it, and export its rows"),
  Command.withExamples([
    {
      command: "revox run start --key spring-2026 --assistant 5c1e --name Spring --contacts contacts.csv --launch " +
        "-o rows.csv",
      description: "Call all contacts, after a prompt. Run it again to continue after Ctrl-C"
    },
    {
      command: "revox run start --key spring-2026 --assistant 5c1e --name Spring --contacts contacts.csv --launch " +
        "-o rows.csv --send-again",
      description: "Continue a run whose campaign does not exist"
    }
  ])
)

/**
 * The `revox run status` command, which shows a run, and how to continue it if it has stopped with an error.
 *
 * @category commands
 * @since 0.1.0
 */
export const status = Command.make(
  "status",
  { id: runId, ...common },
  Effect.fnUntraced(function*({ id, ...flags }) {
    const { status } = yield* loaded
    yield* status(flags, id)
  }, reported)
).pipe(
  Command.withDescription("Show a run, and how to continue it"),
  Command.withExamples([{ command: "revox run status spring-2026", description: "Show a run by its key" }])
)

/**
 * The `revox run watch` command, which shows the progress of a run until it ends.
 *
 * @category commands
 * @since 0.1.0
 */
export const watch = Command.make(
  "watch",
  { id: runId, timeout: Flags.timeout("Maximum time to watch", "2 days"), ...common },
  Effect.fnUntraced(function*({ id, ...flags }) {
    const { watch } = yield* loaded
    yield* watch(flags, id)
  }, reported)
).pipe(
  Command.withDescription("Watch a run until it ends"),
  Command.withExamples([
    { command: "revox run watch spring-2026", description: "Show the progress of a run that another process runs" },
    { command: "revox run watch spring-2026 --json", description: "Print one line of JSON for each change" }
  ])
)

/**
 * The `revox run list` command, which lists runs, newest first.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  { ...common, active: Flags.toggle("active", "Only runs that have not ended"), limit: Flags.limit("runs") },
  Effect.fnUntraced(function*(flags) {
    const { list } = yield* loaded
    yield* list(flags)
  }, reported)
).pipe(
  Command.withDescription("List runs"),
  Command.withExamples([{ command: "revox run list --active", description: "List the runs that have not ended" }])
)

/**
 * The `revox run cancel` command, which cancels a run and the campaign that it created.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Command.make(
  "cancel",
  {
    id: runId,
    adoptedCampaign: Flags.toggle("adopted-campaign", "Cancel the campaign even if the run has adopted it"),
    yes: Flags.yes,
    ...common
  },
  Effect.fnUntraced(function*({ id, ...flags }) {
    const { cancel } = yield* loaded
    yield* cancel(flags, id)
  }, reported)
).pipe(
  Command.withDescription("Cancel a run and the campaign that it created"),
  Command.withExamples([{ command: "revox run cancel spring-2026", description: "Cancel a run, after a prompt" }])
)

/**
 * The `revox run adopt` command, which continues a run with an existing campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const adopt = Command.make(
  "adopt",
  {
    id: runId,
    campaign: Argument.String("campaign").pipe(
      Argument.withDescription("Id of the campaign, or a unique prefix of it")
    ),
    force: Flags.force("Adopt a campaign whose name, assistant or phone numbers differ"),
    detach,
    ...common
  },
  Effect.fnUntraced(function*({ campaign, id, ...flags }) {
    const { adopt } = yield* loaded
    yield* adopt(flags, id, campaign)
  }, reported)
).pipe(
  Command.withDescription("Continue a run with an existing campaign"),
  Command.withExamples([
    { command: "revox run adopt spring-2026 7f3a", description: "Continue after an unknown outcome" }
  ])
)

/**
 * The `revox run` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const run = Command.make("run").pipe(
  Command.withDescription("Manage campaign runs, which resume after a stop or a crash and call no contact twice"),
  Command.withExamples([
    { command: "revox run list", description: "List the newest runs" },
    { command: "revox run watch spring-2026", description: "Show the progress of a run" }
  ]),
  Command.withSubcommands([start, status, watch, list, cancel, adopt])
)
