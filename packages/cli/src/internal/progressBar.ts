import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignCompletion } from "@effect-revox/streams"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import * as Output from "./output.ts"
import * as Printable from "./printable.ts"
import { cut } from "./table.ts"

const longest = 30
const shortest = 10

const bar = (fraction: number, width: number): string => {
  const full = Math.round(fraction * width)
  return `${"█".repeat(full)}${"░".repeat(width - full)}`
}

const counts = ({ row_stats, status }: Campaign): string =>
  row_stats === undefined
    ? status
    : `${row_stats.completed + row_stats.failed}/${row_stats.total} rows, ${row_stats.calling} calling, ` +
      `${row_stats.retry} to retry`

const percent = (fraction: number): string => `${Math.floor(fraction * 100)}%`.padStart(4)

/**
 * Draws a fraction as a bar, followed by a text. The bar shrinks so that the text fits the columns. If the fraction is
 * unknown, only the text is drawn.
 */
export const drawShare = (share: number | undefined, text: string, columns: number): string => {
  if (share === undefined) return cut(text, columns)
  const figures = ` ${percent(share)}  ${text}`
  const width = Math.max(shortest, Math.min(longest, columns - figures.length))
  return cut(`${bar(share, width)}${figures}`, columns)
}

/** The rate and the time left. Empty if they are unknown or the campaign is completed. */
const pace = ({ campaign, rate, timeLeft }: CampaignCompletion.Snapshot): string => {
  if (campaign.status === "completed") return ""
  const perMinute = Option.map(rate, (rows) => `${(rows * 60).toFixed(rows * 60 < 10 ? 1 : 0)} rows/min`)
  const left = Option.map(
    Option.filter(timeLeft, Duration.isFinite),
    (duration) => `${Duration.format(Duration.seconds(Math.ceil(Duration.toSeconds(duration))))} left`
  )
  return [...Option.toArray(perMinute), ...Option.toArray(left)].map((text) => `, ${text}`).join("")
}

/**
 * The step of a count without a known total. It changes nine times between two powers of ten, so that a
 * pipe gets few lines.
 */
export const stepOfCount = (count: number): string => {
  const digits = String(count)
  return `${digits.length} ${digits.slice(0, 1)}`
}

/** Formats a snapshot as one line of text. */
export const line = (snapshot: CampaignCompletion.Snapshot): string => {
  const { campaign, progress } = snapshot
  const share = Option.match(progress, { onNone: () => "", onSome: percent })
  return `${campaign.status.padEnd(9)} ${share}  ${counts(campaign)}${pace(snapshot)}`
}

/** Draws a snapshot as a bar. */
export const drawing = (snapshot: CampaignCompletion.Snapshot, columns: number): string => {
  const { campaign, progress } = snapshot
  const fraction = Option.getOrElse(progress, () => 0)
  return drawShare(fraction, `${campaign.status}, ${counts(campaign)}${pace(snapshot)}`, columns)
}

/** How a value of a stream is shown. */
export interface Render<A> {
  readonly line: (value: A) => string
  readonly drawing: (value: A, columns: number) => string
  /** In a pipe, only the first of consecutive values with the same step is printed. */
  readonly step?: (value: A) => unknown
}

const showWith = Effect.fnUntraced(function*<A, E, R, E2>(
  values: Stream.Stream<A, E, R>,
  render: Render<A>,
  write: (text: string) => Effect.Effect<void, E2>
) {
  const { canAnimate } = yield* TerminalCapabilities.TerminalCapabilities
  if (yield* Output.Quiet) return yield* Stream.runDrain(values)
  if (!canAnimate) {
    const { step } = render
    const lines = step === undefined ? values : Stream.changesWith(values, (a, b) => step(a) === step(b))
    return yield* Stream.runForEach(lines, (value) => write(`${Printable.line(render.line(value))}\n`))
  }
  const terminal = yield* Terminal.Terminal
  const draw = Effect.fnUntraced(function*(value: A) {
    // A wrapped line could not be redrawn.
    const columns = Math.max((yield* terminal.columns) - 1, 1)
    yield* write(`\r\x1b[2K${Printable.line(render.drawing(value, columns))}`)
  })
  return yield* Effect.ensuring(Stream.runForEach(values, draw), Effect.ignore(write("\n")))
})

/**
 * Shows the progress of a stream, and continues if the display cannot be written. On a terminal, one line is redrawn for
 * each value. Elsewhere, each value is a new line. When the stream ends, fails or is interrupted, the last drawing stays
 * and the cursor moves to the next line.
 */
export const show = <A, E, R>(values: Stream.Stream<A, E, R>, render: Render<A>) =>
  showWith(values, render, Output.progress)

/** Shows the values of a stream as the result of a command, which ends when the display cannot be written. */
export const showResult = <A, E, R>(values: Stream.Stream<A, E, R>, render: Render<A>) =>
  showWith(values, render, (text) => Output.write("stdout", text))

/** Shows the progress of a campaign as the result of a command. */
export const showCampaign = <E, R>(snapshots: Stream.Stream<CampaignCompletion.Snapshot, E, R>) =>
  showResult(snapshots, { line, drawing })
