import * as CampaignCompletion from "@effect-revox/streams/CampaignCompletion"
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type * as Duration from "effect/Duration"
import * as Stream from "effect/Stream"
import * as CommandLine from "../commandLine.ts"
import * as ExportedFile from "../exportedFile.ts"
import { usage } from "../failure.ts"
import * as Format from "../format.ts"
import * as Output from "../output.ts"
import * as ProgressBar from "../progressBar.ts"
import { resumable } from "../resumable.ts"
import * as Progress from "./progress.ts"

/** The file that a campaign is exported to. */
export interface Target {
  readonly path: string
  readonly format: Format.Format
  readonly force: boolean
}

/**
 * Checks the file of an export before the campaign is created. Otherwise an invalid file would be reported only when the
 * campaign is completed, perhaps days later.
 */
export const checkTarget = Effect.fnUntraced(function*(output: string, force: boolean) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const format = yield* Format.infer(output)
  const path = yield* Effect.orElseSucceed(fs.realPath(output), () => output)
  const directory = paths.dirname(path)
  yield* Effect.mapError(
    fs.access(directory, { writable: true }),
    () => usage(`--export ${output} is invalid: the directory ${directory} does not exist or cannot be written to.`)
  )
  const unfinished = `${path}.part`
  if (yield* Effect.orElseSucceed(fs.exists(unfinished), () => false)) {
    return yield* usage(
      `--export ${output} is invalid: ${unfinished} is an unfinished export of another campaign.`,
      "Finish that export, or use another file."
    )
  }
  if (!force) yield* ExportedFile.ensureOverwritable(output)
  const target: Target = { path: output, format, force }
  return target
})

/** The wait for a campaign, and the file that it is then exported to. */
export interface Wait {
  readonly until: "completed" | "extracted"
  readonly timeout: Duration.Duration
  readonly target: Option.Option<Target>
  readonly json: boolean
}

/** The commands that continue a wait and its export. */
const commandsOf = (
  { target, until }: Pick<Wait, "target" | "until">,
  format: (...words: ReadonlyArray<string>) => string,
  id: string
) => {
  const watch = format("campaign", "watch", id, ...(until === "completed" ? [] : ["--until", until]))
  const exportRows = Option.map(
    target,
    ({ force, path }) => format("rows", "export", id, "-o", path, ...(force ? ["--force"] : []))
  )
  return {
    exportRows,
    all: Option.match(exportRows, { onNone: () => watch, onSome: (exportRows) => `${watch} && ${exportRows}` })
  }
}

/** The command that resumes a wait and its export. */
export const resumeCommand = (wait: Pick<Wait, "target" | "until">) =>
  Effect.map(
    CommandLine.formatter,
    (format) => (id: string): string => commandsOf(wait, format, id).all
  )

const exportTo = Effect.fnUntraced(function*(id: string, { format, path }: Target, json: boolean) {
  const { audit, bytes } = yield* ExportedFile.withProgress((onPage) =>
    format === "csv"
      ? CampaignExport.toCsvFile(id, path, { onPage })
      : CampaignExport.toNdjsonFile(id, path, { onPage })
  ).pipe(json ? Effect.provideService(Output.Quiet, true) : (self) => self)
  if (!json) {
    yield* Output.continueWithoutReader(Output.summary(`${audit.received} rows in ${path} (${bytes} bytes)`))
  }
})

/** Waits until a campaign is completed, shows its progress, and exports its rows. */
export const wait = Effect.fnUntraced(function*(id: string, { json, target, timeout, until }: Wait) {
  const commands = commandsOf({ target, until }, yield* CommandLine.formatter, id)
  const snapshots = CampaignCompletion.watch(id, { timeout, until })
  const isExported = Option.isSome(target)
  const show = json
    ? Stream.runForEach(
      snapshots,
      ({ campaign }) => isExported ? Output.continueWithoutReader(Output.json(campaign)) : Output.json(campaign)
    )
    : isExported
    ? ProgressBar.show(snapshots, Progress.progress)
    : ProgressBar.showResult(snapshots, Progress.progress)
  yield* resumable(commands.all, "The campaign continues. ")(show)
  if (Option.isSome(target) && Option.isSome(commands.exportRows)) {
    yield* resumable(commands.exportRows.value)(exportTo(id, target.value, json))
  }
})
