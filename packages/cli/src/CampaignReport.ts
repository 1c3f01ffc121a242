/**
 * The `revox campaign report` command.
 *
 * @since 0.1.0
 */
import * as Campaigns from "@effect-revox/client/Campaigns"
import * as Report from "@effect-revox/streams/CampaignReport"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import * as Terminal from "effect/Terminal"
import { connected } from "./internal/connected.ts"
import { type CommandFailure, usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import * as Output from "./internal/output.ts"
import * as Csv from "./internal/report/csv.ts"
import * as Figures from "./internal/report/figures.ts"
import * as File from "./internal/report/file.ts"
import * as Text from "./internal/report/text.ts"

// The library of charts is larger than all commands together, so it is loaded on demand.
const page = Effect.promise(() => import("./reportPage.ts"))

const flags = {
  ids: Argument.String("id").pipe(
    Argument.withDescription("Id of the campaign or a unique prefix of it, or those of two campaigns to compare"),
    Argument.between(1, 2)
  ),
  json: Flags.json,
  csv: Flags.toggle("csv", "Print CSV, one figure per line"),
  html: Flag.String("html").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription("File for a page with charts, or - for standard output. Default: no page"),
    Flag.optional
  ),
  timeZone: Flag.String("time-zone").pipe(
    Flags.withDefault("Time zone of weekdays and hours, such as Europe/Paris, +02:00 or local", "UTC")
  ),
  pageSize: Flags.pageSize,
  firstPage: Flags.firstPage("rows"),
  force: Flags.force("Overwrite an existing file")
}

const timeZoneOf = (name: string): Effect.Effect<DateTime.TimeZone, CommandFailure> =>
  name === "local"
    ? Effect.sync(DateTime.zoneMakeLocal)
    : Effect.mapError(
      Effect.fromOption(DateTime.zoneFromString(name)),
      () =>
        usage(`--time-zone ${JSON.stringify(name)} is unknown.`, "Use a name such as Europe/Paris, +02:00 or local.")
    )

const narrowest = 20
const widest = 200
const inPipes = 80

/** Prints the report in the width of the terminal. */
const printText = Effect.fnUntraced(function*(all: ReadonlyArray<Figures.Figures>) {
  const onTerminal = yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal)
  const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
  const columns = onTerminal ? yield* Terminal.Terminal.use((terminal) => terminal.columns) : inPipes
  const style = { columns: Math.max(narrowest, Math.min(widest, columns)), color: onTerminal && canColor }
  yield* Output.write("stdout", `${Text.render(all, style)}\n`)
})

/**
 * The `revox campaign report` command, which shows the results of a campaign, or of two campaigns side by side.
 *
 * @category commands
 * @since 0.1.0
 */
export const report = Command.make(
  "report",
  flags,
  Effect.fnUntraced(function*({ csv, firstPage, force, html, ids: given, json, pageSize, timeZone: zone }) {
    if (csv && json) return yield* usage("--csv and --json exclude each other.", "Use one of them.")
    const ids = yield* Effect.forEach(given, (id) => Ids.campaign(id))
    if (ids[0] === ids[1]) return yield* usage("A campaign cannot be compared with itself.", "Use two different ids.")
    const timeZone = yield* timeZoneOf(zone)
    const target = Option.isSome(html) ? Option.some(yield* File.prepare(html.value, force)) : Option.none()
    const subjects = yield* Effect.forEach(ids, (id) =>
      Effect.all({
        campaign: Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)),
        report: Report.make(id, { firstPage, pageSize, timeZone })
      }))
    const all = subjects.map((subject) => Figures.of(subject, subjects.filter((other) => other !== subject)))
    if (Option.isSome(target)) {
      const { render } = yield* page
      yield* target.value.write(render(all))
    }
    if (json) yield* Effect.forEach(all, Output.json, { discard: true })
    else if (csv) yield* Output.write("stdout", yield* Csv.render(all))
    else if (Option.isNone(html)) yield* printText(all)
    if (Option.isSome(html) && html.value !== "-") yield* Output.note(`Wrote the report to ${html.value}.`)
  }, connected)
).pipe(
  Command.withDescription("Show the results of a campaign, or compare two campaigns"),
  Command.withExamples([
    { command: "revox campaign report 7f3a", description: "Show outcomes, answer rates and talk time" },
    { command: "revox campaign report 7f3a --time-zone Europe/Paris", description: "Show hours in Paris" },
    { command: "revox campaign report 7f3a --html report.html", description: "Write a page with charts" },
    { command: "revox campaign report 7f3a 8c21", description: "Compare two campaigns" },
    { command: "revox campaign report 7f3a --json | jq .attempts.answerRate", description: "Pipe a figure on" }
  ])
)
