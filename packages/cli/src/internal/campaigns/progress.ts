import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import type { CampaignCompletion } from "@effect-revox/streams"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Drawing from "../drawing.ts"
import type * as ProgressBar from "../progressBar.ts"
import { statusOf } from "./show.ts"

type Snapshot = CampaignCompletion.Snapshot

const countsOf = ({ row_stats }: Campaign): ReadonlyArray<Drawing.Figure> => {
  if (row_stats === undefined) return []
  if (row_stats.total === 0) return [{ text: "no rows", rank: 0 }]
  const count = `${RowStats.finished(row_stats)}/${row_stats.total}`
  return [
    { text: `${count} rows`, short: count, rank: 0 },
    { text: `${row_stats.calling} calling`, rank: 5 },
    { text: `${row_stats.retry} to retry`, rank: 6 }
  ]
}

/** Formats rows per second in a unit in which the number is not 0. Empty if fewer than one row an hour is finished. */
export const rateText = (rowsPerSecond: number): string => {
  const perMinute = rowsPerSecond * 60
  if (perMinute >= 9.95) return `${Math.round(perMinute)} rows/min`
  if (perMinute >= 0.95) return `${perMinute.toFixed(1)} rows/min`
  const perHour = Math.round(perMinute * 60)
  return perHour === 0 ? "" : `${perHour} ${perHour === 1 ? "row" : "rows"}/h`
}

/** The rate and the time left. Empty if they are unknown or the campaign is completed. */
const paceOf = ({ campaign, rate, timeLeft }: Snapshot): ReadonlyArray<Drawing.Figure> => {
  if (campaign.status === "completed") return []
  const speed = Option.match(rate, { onNone: () => "", onSome: rateText })
  const left = Option.match(Option.filter(timeLeft, Duration.isFinite), {
    onNone: () => "",
    onSome: (time) => `${Drawing.duration(Math.ceil(Duration.toSeconds(time)))} left`
  })
  return [{ text: speed, rank: 7 }, { text: left, rank: 3 }].filter(({ text }) => text !== "")
}

const shareOf = ({ campaign: { row_stats }, progress }: Snapshot): number | undefined =>
  row_stats?.total === 0 ? undefined : Option.getOrUndefined(progress)

const figuresOf = (snapshot: Snapshot): ReadonlyArray<Drawing.Figure> => [
  ...countsOf(snapshot.campaign),
  ...paceOf(snapshot)
]

/** How the snapshots of a campaign are shown. */
export const progress: ProgressBar.Render<Snapshot> = {
  line: (snapshot) => {
    const share = shareOf(snapshot)
    const figures = figuresOf(snapshot).map(({ text }) => text).join(", ")
    return `${statusOf(snapshot.campaign).padEnd(9)} ${share === undefined ? "" : Drawing.percent(share)}  ${figures}`
      .trimEnd()
  },
  drawing: (snapshot) => ({
    share: shareOf(snapshot),
    figures: [{ text: statusOf(snapshot.campaign), rank: 4 }, ...figuresOf(snapshot)]
  })
}
