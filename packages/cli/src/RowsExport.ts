/**
 * The `revox rows export` command.
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
    Flag.withDescription("File to write, or - for standard output")
  ),
  format: Flag.Literals("format", ["ndjson", "csv"]).pipe(
    Flag.withDescription("Format of the output. Default: by the extension of the file, NDJSON for standard output"),
    Flag.optional
  ),
  columns: Flag.String("columns").pipe(
    Flag.withDescription("Columns of a CSV file, such as phone_number,call.status,input_data.city"),
    Flag.optional
  ),
  guardFormulas: Flag.Boolean("guard-formulas").pipe(
    Flag.withDescription("Prefix CSV cells that a spreadsheet would run as formulas with an apostrophe"),
    Flag.withDefault(false)
  ),
  prefetch: Flag.Int("prefetch").pipe(
    Flag.withDescription("Pages prefetched while earlier ones are written, 1 to 64. Default: 4"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 64 }))),
    Flag.withDefault(4)
  ),
  pageSize: Flag.Int("page-size").pipe(
    Flag.withDescription("Rows requested per page, 1 to 10000. Default: 100"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
    Flag.withDefault(100)
  ),
  resume: Flag.Boolean("resume").pipe(
    Flag.withDescription("Resume a stopped export to the same file"),
    Flag.withDefault(false)
  ),
  skipInvalid: Flag.Boolean("skip-invalid").pipe(
    Flag.withDescription("Skip rows that cannot be read and report them on standard error, instead of failing"),
    Flag.withDefault(false)
  )
}

const usage = (message: string) => new CommandFailure({ message, exitCode: ExitCode.usage })

const formatOf = (output: string, format: Option.Option<"ndjson" | "csv">) => {
  if (Option.isSome(format)) return Effect.succeed(format.value)
  if (/\.(nd)?jsonl?$/i.test(output) || output === "-") return Effect.succeed("ndjson" as const)
  if (/\.csv$/i.test(output)) return Effect.succeed("csv" as const)
  return Effect.fail(
    usage(`Cannot infer the format from "${output}": use a .ndjson or .csv extension, or add --format.`)
  )
}

/** Reports each invalid row on stderr and counts them. */
const invalidRows = Effect.map(Ref.make(0), (count) => ({
  count: Ref.get(count),
  report: (row: { readonly page: number; readonly index: number; readonly issue: string }) =>
    Effect.andThen(
      Ref.update(count, (rows) => rows + 1),
      Console.error(`Skipped row ${row.index} of page ${row.page}: ${row.issue.replaceAll(/\s+/g, " ")}`)
    )
}))

const failOn = (invalid: number) =>
  invalid === 0 ? Effect.void : Effect.fail(
    new CommandFailure({
      message: `Skipped ${invalid} ${invalid === 1 ? "row" : "rows"} that could not be read.`,
      exitCode: ExitCode.incomplete
    })
  )

/** The fraction of the rows that are written, or `undefined` if the server sends no total. */
const shareOf = ({ expected, received }: RowsAudit): number | undefined =>
  expected === undefined ? undefined : expected === 0 ? 1 : Math.min(1, received / expected)

const countOf = ({ expected, received }: RowsAudit): string =>
  expected === undefined ? `${received} rows` : `${received} of ${expected} rows`

const lineOf = (audit: RowsAudit): string => {
  const share = shareOf(audit)
  return share === undefined ? countOf(audit) : `${Math.floor(share * 100)}%  ${countOf(audit)}`
}

/** Limits the lines in a pipe to one for each tenth of the rows. */
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
 * The `revox rows export` command, which exports all rows of a campaign. The file appears only when it is complete.
 *
 * @category commands
 * @since 0.1.0
 */
export const exportRows = Command.make(
  "export",
  { id, ...filters, ...flags },
  Effect.fnUntraced(
    function*({ columns, format, guardFormulas, id, output, pageSize, prefetch, resume, skipInvalid, ...filters }) {
      const chosen = yield* formatOf(output, format)
      if (chosen !== "csv" && (Option.isSome(columns) || guardFormulas)) {
        return yield* usage("--columns and --guard-formulas require the CSV format: add --format csv.")
      }
      const invalid = yield* invalidRows
      const common = {
        ...queryOf(filters),
        pageSize,
        prefetch,
        ...(skipInvalid ? { onInvalidRow: invalid.report } : {})
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
        Effect.onInterrupt(() => Console.error("Stopped. Run the same command with --resume to continue."))
      )
      yield* Console.log(`${exported.audit.received} rows in ${output} (${exported.bytes} bytes)`)
      return yield* failOn(yield* invalid.count)
    },
    connected
  )
).pipe(
  Command.withDescription("Export all rows of a campaign to a file"),
  Command.withExamples([
    { command: "revox rows export 7f3a -o rows.ndjson", description: "Write one JSON object per line" },
    {
      command: "revox rows export 7f3a -o rows.csv --result human",
      description: "Write the rows of people who answered as CSV"
    },
    { command: "revox rows export 7f3a -o rows.csv --resume", description: "Resume a stopped export" },
    { command: "revox rows export 7f3a -o - | jq .phone_number", description: "Pipe the rows to another program" }
  ])
)
