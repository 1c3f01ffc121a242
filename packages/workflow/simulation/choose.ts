import { Effect, Random } from "effect"
import type { KillPoint, Operation } from "./process.ts"

/** A source of random numbers between 0 and 1. */
export interface RandomNumbers {
  readonly nextDoubleUnsafe: () => number
}

/** Random choices, which a seed repeats. */
export interface Choose {
  readonly int: (minimum: number, maximum: number) => number
  readonly chance: (probability: number) => boolean
  readonly from: <const A>(values: readonly [A, ...ReadonlyArray<A>]) => A
}

export const make: Effect.Effect<Choose> = Effect.map(Random.Random, (random) => {
  const int = (minimum: number, maximum: number) =>
    minimum + Math.floor(random.nextDoubleUnsafe() * (maximum - minimum + 1))
  return {
    int,
    chance: (probability) => random.nextDoubleUnsafe() < probability,
    from: (values) => values[int(0, values.length - 1)] ?? values[0]
  }
})

const maxCounts: Readonly<Record<Operation, number>> = { http: 12, run: 10, export: 8, destination: 6, message: 60 }

/** A moment between two operations of a process. */
export const killPoint = ({ chance, from, int }: Choose): KillPoint => {
  const operation = from<Operation>(["http", "http", "run", "run", "export", "destination", "message"])
  return { operation, count: int(1, maxCounts[operation]), isAfter: chance(0.5) }
}
