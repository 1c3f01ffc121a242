/**
 * The `revox rows export` command.
 *
 * @since 0.1.0
 */
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { ExitCode } from "./ExitCode.ts"
import * as Columns from "./internal/columns.ts"
import { connected } from "./internal/connected.ts"
import * as Delimiter from "./internal/delimiter.ts"
import * as ExportedFile from "./internal/exportedFile.ts"
import { failure, usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Format from "./internal/format.ts"
import * as Ids from "./internal/ids.ts"
import * as Output from "./internal/output.ts"
import { filters, id, queryOf } from "./internal/rowFlags.ts"

const flags = {
  output: Flags.output("File to write, or - for standard output"),
  format: Flag.Literals("format", ["ndjson", "csv"]).pipe(
    Flag.withDescription("Format of the output. Default: by the extension of the file, NDJSON for standard output"),
    Flag.optional
  ),
  columns: Flag.String("columns").pipe(
    Flag.withDescription("Columns of a CSV file, such as phone_number,call.status,input_data.city. Default: all"),
    Flag.optional
  ),
  guardFormulas: Flags.toggle(
    "guard-formulas",
    "Prefix CSV cells that a spreadsheet would run as formulas with an apostrophe"
  ),
  prefetch: Flags.int("prefetch", "Pages prefetched while earlier ones are written", {
    minimum: 1,
    maximum: 64,
    default: 4
  }),
  pageSize: Flags.pageSize,
  firstPage: Flags.firstPage("rows"),
  bom: Flags.toggle("bom", "Start a CSV file with a byte order mark, which Excel needs to recognize UTF-8"),
  delimiter: Flags.delimiter,
  raw: Flags.toggle("raw", "Write NDJSON rows as the server sent them, with all digits and unknown fields"),
  restart: Flags.toggle(
    "restart",
    "Discard the rows of a stopped export to the same file, instead of resuming it"
  ),
  force: Flags.force("Overwrite an existing file"),
  skipInvalid: Flags.toggle(
    "skip-invalid",
    "Skip rows that cannot be read and report them on standard error, instead of failing"
  )
}

/** Whether the output is standard output, under any of its names. */
const isStdout = (output: string): boolean => ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].includes(output)

const formatOf = (output: string, format: Option.Option<Format.Format>) =>
  Option.isSome(format)
    ? Effect.succeed(format.value)
    : isStdout(output)
    ? Effect.succeed("ndjson" as const)
    : Format.infer(output, ", or add --format")

const rowCount = (rows: number): string => `${rows} ${rows === 1 ? "row" : "rows"}`

/** Discards an unfinished export, and reports what it contained. */
const discardUnfinished = Effect.fnUntraced(function*(id: string, output: string) {
  const discarded = yield* CampaignExport.discard(id, output)
  if (Option.isNone(discarded)) return
  const { bytes, rows } = discarded.value
  const content = rows === undefined ? `${bytes} bytes` : `${rowCount(rows)}, ${bytes} bytes`
  yield* Output.note(`Discarded the unfinished export ${output}.part (${content}).`)
})

/** Reports each invalid row on stderr and counts them. */
const invalidRows = Effect.map(Ref.make(0), (count) => ({
  count: Ref.get(count),
  report: (row: { readonly page: number; readonly index: number; readonly issue: string }) =>
    Effect.andThen(
      Ref.update(count, (rows) => rows + 1),
      Output.warn(`Skipped row ${row.index} of page ${row.page}: ${row.issue.replaceAll(/\s+/g, " ")}`)
    )
}))

const failOn = (invalid: number) =>
  invalid === 0 ? Effect.void : Effect.fail(
    failure(ExitCode.incomplete, `Skipped ${invalid} ${invalid === 1 ? "row" : "rows"} that could not be read.`)
  )

/**
 * The `revox rows export` command, which exports all rows of a campaign. The file appears only when it is complete. A
 * stopped export is resumed by the same command.
 *
 * @category commands
 * @since 0.1.0
 */
export const exportRows = Command.make(
  "export",
  { id, ...filters, ...flags },
  Effect.fnUntraced(
    function*({ firstPage, format, id: given, output, pageSize, prefetch, skipInvalid, ...flags }) {
      const { bom, columns, delimiter, force, guardFormulas, raw, restart } = flags
      const chosen = yield* formatOf(output, format)
      const isCsv = chosen === "csv"
      if (!isCsv && (bom || guardFormulas || Option.isSome(columns) || Option.isSome(delimiter))) {
        return yield* usage(
          "--columns, --delimiter, --bom and --guard-formulas require the CSV format.",
          "Add --format csv."
        )
      }
      if (isCsv && raw) return yield* usage("--raw requires the NDJSON format.", "Add --format ndjson.")
      const id = yield* Ids.campaign(given)
      const invalid = yield* invalidRows
      const common = {
        ...queryOf(flags),
        firstPage,
        pageSize,
        prefetch,
        ...(skipInvalid ? { onInvalidRow: invalid.report } : {})
      }
      const ndjson = { ...common, raw }
      const csv = {
        ...common,
        bom,
        guardFormulas,
        ...(Option.isSome(delimiter) ? { delimiter: yield* Delimiter.parse(delimiter.value) } : {}),
        ...(Option.isSome(columns) ? { columns: yield* Columns.parse(columns.value) } : {})
      }

      if (isStdout(output)) {
        const bytes = isCsv ? CampaignExport.toCsv(id, csv) : CampaignExport.toNdjson(id, ndjson)
        yield* Output.bytes(bytes)
        return yield* failOn(yield* invalid.count)
      }

      if (!force) yield* ExportedFile.ensureOverwritable(output)
      if (restart) yield* discardUnfinished(id, output)
      const exported = yield* ExportedFile.withProgress((onPage) =>
        isCsv
          ? CampaignExport.toCsvFile(id, output, { ...csv, onPage })
          : CampaignExport.toNdjsonFile(id, output, { ...ndjson, onPage })
      ).pipe(
        Effect.onInterrupt(() => Output.note("Stopped. Run the same command to resume it.")),
        Effect.catchReason(
          "ExportError",
          "CheckpointMismatchError",
          ({ message }) => Effect.fail(usage(message, "The flag --restart removes them."))
        )
      )
      yield* Output.summary(`${exported.audit.received} rows in ${output} (${exported.bytes} bytes)`)
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
    {
      command: "revox rows export 7f3a -o rows.csv --restart",
      description: "Start over instead of resuming a stopped export"
    },
    {
      command: "revox rows export 7f3a -o rows.csv --bom --delimiter ';'",
      description: "Write CSV for Excel in a locale with decimal commas"
    },
    { command: "revox rows export 7f3a -o - | jq .phone_number", description: "Pipe the rows to another program" }
  ])
)
