import * as Duration from "effect/Duration"

const firstDelay = 5000
const growth = 1.5
const jitter = 0.2

/**
 * Returns the delay before the next poll: 5 seconds after the first poll, and 1.5 times the previous one after each further
 * poll, up to `maxDelay`, with a jitter of ±20%.
 */
export const nextDelay = (pollCount: number, random: number, maxDelay: Duration.Duration): Duration.Duration => {
  const millis = Math.min(Duration.toMillis(maxDelay), firstDelay * Math.pow(growth, pollCount - 1))
  return Duration.millis(millis * (1 - jitter + 2 * jitter * random))
}
