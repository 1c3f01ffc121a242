/** The time of a simulator's campaigns and calls, which passes at a speed after a start. */
export interface SimulatedTime {
  /** Returns the simulated milliseconds between two readings of the clock. None pass before the start. */
  readonly between: (from: number, to: number) => number
  /** Starts the time at a reading of the clock. Only the first call has an effect. */
  readonly start: (clock: number) => void
}

/** Creates a time that has started already, or one that waits for its start. */
export const make = (speed: number, isStarted: boolean): SimulatedTime => {
  let startedAt = isStarted ? -Infinity : Infinity
  return {
    between: (from, to) => Math.max(0, to - Math.max(from, startedAt)) * speed,
    start: (clock) => {
      if (startedAt === Infinity) startedAt = clock
    }
  }
}
