/** A median with its lower and upper quartile. */
export interface Quartiles {
  readonly low: number
  readonly median: number
  readonly high: number
}

export const quartiles = (values: ReadonlyArray<number>): Quartiles => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number) => {
    const place = (sorted.length - 1) * part
    const below = sorted[Math.floor(place)] ?? Number.NaN
    const above = sorted[Math.ceil(place)] ?? below
    return below + (above - below) * (place - Math.floor(place))
  }
  return { low: at(0.25), median: at(0.5), high: at(0.75) }
}

/** Returns the quartiles of the speedup over plain undici, computed per round. */
export const ratios = (plain: ReadonlyArray<number>, seconds: ReadonlyArray<number>): Quartiles =>
  quartiles(seconds.map((value, round) => (plain[round] ?? Number.NaN) / value))
