import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** The number of finished rows at one poll. */
interface Sample {
  readonly at: number
  readonly finished: number
}

/** The rate at which rows are finished, measured over the last polls. */
interface ProgressRate {
  /** Rows per second. `None` until time has passed between two polls. */
  readonly rate: Option.Option<number>
  /** The time that the remaining rows take at that rate. `None` while no row is finished. */
  readonly timeLeft: Option.Option<Duration.Duration>
}

/** The number of polls that are measured: about five minutes of the default schedule. Older polls predict little. */
const maxSamples = 8

/** Creates a function that takes each poll in order and returns the current rate. */
export const make = (): (campaign: Campaign, at: number) => ProgressRate => {
  let samples: ReadonlyArray<Sample> = []
  return (campaign, at) => {
    const stats = campaign.row_stats
    if (stats === undefined) return { rate: Option.none(), timeLeft: Option.none() }
    const finished = RowStats.finished(stats)
    samples = [...samples.slice(1 - maxSamples), { at, finished }]
    const remaining = Math.max(0, stats.total - finished)
    const [oldest] = samples
    const seconds = oldest === undefined ? 0 : (at - oldest.at) / 1000
    const rate = oldest === undefined || seconds <= 0
      ? Option.none()
      : Option.some(Math.max(0, (finished - oldest.finished) / seconds))
    const timeLeft = remaining === 0
      ? Option.some(Duration.zero)
      : Option.map(Option.filter(rate, (rate) => rate > 0), (rate) => Duration.seconds(remaining / rate))
    return { rate, timeLeft }
  }
}
