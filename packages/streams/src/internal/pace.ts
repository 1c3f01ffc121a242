import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** How many rows were settled, and when. */
interface Sample {
  readonly at: number
  readonly settled: number
}

/** How fast rows are settled, as far as the last looks show. */
interface Pace {
  /** Rows per second; `None` as long as no time has passed between two looks. */
  readonly rate: Option.Option<number>
  /** How long the rest will take at that rate; `None` while nothing is settled. */
  readonly timeLeft: Option.Option<Duration.Duration>
}

/** So many looks make a pace: some five minutes of the default schedule. Older ones say little of what comes next. */
const window = 8

/** Follows the pace of a campaign from look to look. */
export const make = (): (campaign: Campaign, at: number) => Pace => {
  let samples: ReadonlyArray<Sample> = []
  return (campaign, at) => {
    const stats = campaign.row_stats
    if (stats === undefined) return { rate: Option.none(), timeLeft: Option.none() }
    const settled = RowStats.finished(stats)
    samples = [...samples.slice(1 - window), { at, settled }]
    const rest = Math.max(0, stats.total - settled)
    const [oldest] = samples
    const seconds = oldest === undefined ? 0 : (at - oldest.at) / 1000
    const rate = oldest === undefined || seconds <= 0
      ? Option.none()
      : Option.some(Math.max(0, (settled - oldest.settled) / seconds))
    const timeLeft = rest === 0
      ? Option.some(Duration.zero)
      : Option.map(Option.filter(rate, (rate) => rate > 0), (rate) => Duration.seconds(rest / rate))
    return { rate, timeLeft }
  }
}
