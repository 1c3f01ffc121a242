/**
 * `revox rows export`.
 *
 * @since 0.1.0
 */
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import type * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.ts"
import { isClosedPipe } from "./internal/closedPipe.ts"
import * as Columns from "./internal/columns.ts"
import { connected } from "./internal/connected.ts"
import { CommandFailure } from "./internal/failure.ts"
import * as ProgressBar from "./internal/progressBar.ts"
import { filters, id, queryOf } from "./internal/rowFlags.ts"

const flags = {
  output: Flag.String("output").pipe(
    Flag.withAlias("o"),
    Flag.withDescription("The file to write, or - for standard output")
  ),
  format: Flag.Literals("format", ["ndjson", "csv"]).pipe(
    Flag.withDescription("The format, where the name of the file does not tell it"),
    Flag.optional
  ),
  columns: Flag.String("columns").pipe(
    Flag.withDescription("The columns of a CSV, such as phone_number,call.status,input_data.city"),
    Flag.optional
  ),
  guardFormulas: Flag.Boolean("guard-formulas").pipe(
    Flag.withDescription("Put an apostrophe before cells that a spreadsheet would run"),
    Flag.withDefault(false)
  ),
  concurrency: Flag.Int("concurrency").pipe(
    Flag.withDescription("How many pages may be under way at once"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 64 }))),
    Flag.withDefault(4)
  ),
  pageSize: Flag.Int("page-size").pipe(
    Flag.withDescription("Rows per page to ask for"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
    Flag.withDefault(100)
  ),
  resume: Flag.Boolean("resume").pipe(
    Flag.withDescription("Go on with an export to the same file that was stopped"),
    Flag.withDefault(false)
  ),
  skipInvalid: Flag.Boolean("skip-invalid").pipe(
    Flag.withDescription("Leave rows out that cannot be read, and tell of them, rather than stop"),
    Flag.withDefault(false)
  )
}

const usage = (message: string) => new CommandFailure({ message, exitCode: ExitCode.usage })

const formatOf = (output: string, format: Option.Option<"ndjson" | "csv">) => {
  if (Option.isSome(format)) return Effect.succeed(format.value)
  if (/\.(nd)?jsonl?$/i.test(output) || output === "-") return Effect.succeed("ndjson" as const)
  if (/\.csv$/i.test(output)) return Effect.succeed("csv" as const)
  return Effect.fail(usage(`The name ${output} does not tell the format: add --format ndjson or --format csv.`))
}

/** Rows that could not be read are told on stderr as they are met, and counted. */
const invalidRows = Effect.map(Ref.make(0), (count) => ({
  count: Ref.get(count),
  tell: (row: { readonly page: number; readonly index: number; readonly issue: string }) =>
    Effect.andThen(
      Ref.update(count, (rows) => rows + 1),
      Console.error(`Row ${row.index} of page ${row.page} was left out: ${row.issue.replaceAll(/\s+/g, " ")}`)
    )
}))

const failOn = (invalid: number) =>
  invalid === 0 ? Effect.void : Effect.fail(
    new CommandFailure({
      message: `${invalid} rows could not be read and were left out.`,
      exitCode: ExitCode.incomplete
    })
  )

/** The share of the rows that are written. `undefined` when the server states no total. */
const shareOf = ({ expected, received }: RowsAudit): number | undefined =>
  expected === undefined ? undefined : expected === 0 ? 1 : Math.min(1, received / expected)

const countOf = ({ expected, received }: RowsAudit): string =>
  expected === undefined ? `${received} rows` : `${received} of ${expected} rows`

const lineOf = (audit: RowsAudit): string => {
  const share = shareOf(audit)
  return share === undefined ? countOf(audit) : `${Math.floor(share * 100)}%  ${countOf(audit)}`
}

/** In a pipe one line for each tenth is enough. */
const stepOf = (audit: RowsAudit): unknown => {
  const share = shareOf(audit)
  return share === undefined ? ProgressBar.stepOfCount(audit.received) : Math.floor(share * 10)
}

/** Shows the progress of an export while it runs. */
const withProgress = <A, E, R>(run: (onPage: (audit: RowsAudit) => Effect.Effect<void>) => Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const audits = yield* Queue.unbounded<RowsAudit, Cause.Done>()
    const shown = ProgressBar.show(
      Stream.fromQueue(audits),
      {
        line: lineOf,
        drawing: (audit, columns) => ProgressBar.drawShare(shareOf(audit), countOf(audit), columns),
        step: stepOf
      }
    )
    const [result] = yield* Effect.all(
      [Effect.ensuring(run((audit) => Queue.offer(audits, audit)), Queue.end(audits)), shown],
      { concurrency: "unbounded" }
    )
    return result
  })

/**
 * `revox rows export`: all rows of a campaign, in a file that is whole or not there.
 *
 * @category commands
 * @since 0.1.0
 */
export const exportRows = Command.make(
  "export",
  { id, ...filters, ...flags },
  Effect.fnUntraced(
    function*({ columns, concurrency, format, guardFormulas, id, output, pageSize, resume, skipInvalid, ...filters }) {
      const chosen = yield* formatOf(output, format)
      if (chosen !== "csv" && (Option.isSome(columns) || guardFormulas)) {
        return yield* usage("--columns and --guard-formulas are for CSV.")
      }
      const invalid = yield* invalidRows
      const common = {
        ...queryOf(filters),
        concurrency,
        pageSize,
        ...(skipInvalid ? { onInvalidRow: invalid.tell } : {})
      }
      const csv = {
        ...common,
        guardFormulas,
        ...(Option.isSome(columns) ? { columns: yield* Columns.parse(columns.value) } : {})
      }

      if (output === "-") {
        const bytes = chosen === "csv" ? CampaignExport.toCsv(id, csv) : CampaignExport.toNdjson(id, common)
        const stdio = yield* Stdio.Stdio
        yield* Stream.run(bytes, stdio.stdout({ endOnDone: false })).pipe(
          Effect.catchTag("PlatformError", (error) => isClosedPipe(error) ? Effect.void : Effect.fail(error))
        )
        return yield* failOn(yield* invalid.count)
      }

      const fs = yield* FileSystem.FileSystem
      if (!resume) yield* Effect.forEach([".part", ".part.json"], (end) => fs.remove(output + end, { force: true }))
      const exported = yield* withProgress((onPage) =>
        chosen === "csv"
          ? CampaignExport.toCsvFile(id, output, { ...csv, onPage })
          : CampaignExport.toNdjsonFile(id, output, { ...common, onPage })
      ).pipe(
        Effect.onInterrupt(() => Console.error("Stopped. The same command with --resume goes on from here."))
      )
      yield* Console.log(`${exported.audit.received} rows in ${output} (${exported.bytes} bytes)`)
      return yield* failOn(yield* invalid.count)
    },
    connected
  )
).pipe(
  Command.withDescription("Export all rows of a campaign to a file"),
  Command.withExamples([
    { command: "revox rows export 7f3a -o rows.ndjson", description: "One row of JSON a line" },
    { command: "revox rows export 7f3a -o rows.csv --result human", description: "Who was reached, for a spreadsheet" },
    { command: "revox rows export 7f3a -o rows.csv --resume", description: "Go on where it was stopped" },
    { command: "revox rows export 7f3a -o - | jq .phone_number", description: "Hand the rows to another program" }
  ])
)
