/** The layout of a line of progress on a terminal. */
import { displayWidth } from "effect/cli/CliOutput"
import { cut } from "./table.ts"

/** A figure of a line of progress. */
export interface Figure {
  readonly text: string
  /** A shorter text for narrow terminals. Default: `text`. */
  readonly short?: string
  /** Terminals that are too narrow omit the figure with the highest rank first. Rank 0 is never omitted. */
  readonly rank: number
}

/** The content of a line of progress. */
export interface Drawing {
  /** The fraction that is finished. Without it, there is neither a bar nor a percentage. */
  readonly share: number | undefined
  readonly figures: ReadonlyArray<Figure>
}

/** The state of the terminal and of the work. */
export interface Frame {
  readonly columns: number
  /** Seconds since the start. */
  readonly elapsed: number
  /** Number of the frame of the spinner. `undefined` if the work has ended. */
  readonly spinner: number | undefined
}

const longest = 30
const shortest = 10
const spinners = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"

/** Figures with a rank above this are omitted before others are shortened. */
const lastImportant = 2

const bar = (fraction: number, width: number): string => {
  const full = Math.round(fraction * width)
  return `${"█".repeat(full)}${"░".repeat(width - full)}`
}

/** Formats a fraction in percent, in the width of `100%`. */
export const percent = (fraction: number): string => `${Math.floor(fraction * 100)}%`.padStart(4)

/** Formats a number of seconds in one or two units, such as `2m 05s`. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number): string => String(value).padStart(2, "0")
  if (whole < 60) return `${whole}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  const hours = Math.floor(whole / 3600)
  return hours < 24 ? `${hours}h ${two(Math.floor(whole / 60) % 60)}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`
}

/** Draws progress as one line that fits the columns: figures first, then a bar in the space that they leave. */
export const render = ({ figures, share }: Drawing, { columns, elapsed, spinner }: Frame): string => {
  const activity = spinner === undefined ? "" : `${spinners[spinner % spinners.length]} `
  const text = (maxRank: number, isShort: boolean, isAlive = true): string => {
    const shown = figures.filter(({ rank }) => rank <= maxRank)
    const time = !isAlive ? "" : maxRank < lastImportant ? activity.trimEnd() : `${activity}${duration(elapsed)}`
    return [
      share === undefined ? "" : isShort ? percent(share).trimStart() : percent(share),
      shown.map(({ short, text }) => isShort ? short ?? text : text).join(", "),
      time
    ].filter((part) => part !== "").join(isShort ? " " : "  ")
  }
  const ranks = [...new Set([lastImportant, 0, ...figures.map(({ rank }) => rank)])].toSorted((a, b) => b - a)
  const important = ranks.filter((rank) => rank <= lastImportant)
  // Short texts are better than fewer figures, once only the important figures are left.
  const choices = [
    ...ranks.filter((rank) => rank >= lastImportant).map((rank) => text(rank, false)),
    ...important.map((rank) => text(rank, true))
  ]
  const fitting = choices.find((choice) => displayWidth(choice) <= columns) ?? text(0, true, false)
  const width = Math.min(longest, columns - displayWidth(fitting) - 1)
  return share === undefined || width < shortest ? cut(fitting, columns) : `${bar(share, width)} ${fitting}`
}
