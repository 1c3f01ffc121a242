import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignCompletion } from "@effect-revox/streams"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"

const width = 30

const bar = (fraction: number): string => {
  const full = Math.round(fraction * width)
  return `${"█".repeat(full)}${"░".repeat(width - full)}`
}

const counts = ({ row_stats, status }: Campaign): string =>
  row_stats === undefined
    ? status
    : `${row_stats.completed + row_stats.failed}/${row_stats.total} rows, ${row_stats.calling} calling, ` +
      `${row_stats.retry} to retry`

const percent = (fraction: number): string => `${Math.floor(fraction * 100)}%`.padStart(4)

/** A snapshot as one line of text. */
export const line = ({ campaign, progress }: CampaignCompletion.Snapshot): string =>
  `${campaign.status.padEnd(9)} ${Option.match(progress, { onNone: () => "", onSome: percent })}  ${counts(campaign)}`

/** A snapshot as a bar. */
export const drawing = ({ campaign, progress }: CampaignCompletion.Snapshot): string =>
  `${bar(Option.getOrElse(progress, () => 0))} ${percent(Option.getOrElse(progress, () => 0))}  ${campaign.status}, ${
    counts(campaign)
  }`

/**
 * Shows each snapshot as it comes: one bar that moves on a terminal, a line each elsewhere. A bar is left on the screen
 * with the line below it free, however the stream ends.
 */
export const show = <E, R>(
  snapshots: Stream.Stream<CampaignCompletion.Snapshot, E, R>
) =>
  Effect.gen(function*() {
    const terminal = yield* Terminal.Terminal
    const { canAnimate } = yield* TerminalCapabilities.TerminalCapabilities
    if (!canAnimate) {
      return yield* Stream.runForEach(snapshots, (snapshot) => terminal.display(`${line(snapshot)}\n`))
    }
    const columns = yield* terminal.columns
    return yield* Stream.runForEach(snapshots, (snapshot) =>
      // A line that wraps could not be overwritten.
      terminal.display(`\r\x1b[2K${drawing(snapshot).slice(0, Math.max(columns - 1, 1))}`)).pipe(
        Effect.ensuring(Effect.ignore(terminal.display("\n")))
      )
  })
