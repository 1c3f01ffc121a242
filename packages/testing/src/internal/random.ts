/**
 * A seeded random generator. It depends only on the numbers that it is created from, so a row can be computed from its
 * index alone.
 */
export interface SeededRandom {
  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  next(): number
  /** Returns an integer from 0 (inclusive) to `bound` (exclusive). */
  below(bound: number): number
  /** Returns an integer from `min` to `max`, both inclusive. */
  between(min: number, max: number): number
  /** Returns `true` with a probability. */
  chance(probability: number): boolean
  /** Returns one of the values. */
  pick<A>(values: readonly [A, ...Array<A>]): A
}

/** Hashes numbers to 32 bits. Changing one bit of an input changes about half of the result. */
export const hash = (a: number, b: number, c: number): number => {
  let h = Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca77) ^ Math.imul(c | 0, 0xc2b2ae3d)
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}

class Generator implements SeededRandom {
  private state: number
  constructor(state: number) {
    this.state = state
  }
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    const state = this.state
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  below(bound: number): number {
    return Math.floor(this.next() * bound)
  }
  between(min: number, max: number): number {
    return min + this.below(max - min + 1)
  }
  chance(probability: number): boolean {
    return this.next() < probability
  }
  pick<A>(values: readonly [A, ...Array<A>]): A {
    return values[this.below(values.length)] ?? values[0]
  }
}

/** Creates the generator of an index. Different values of `stream` give independent generators. */
export const make = (seed: number, index: number, stream: number): SeededRandom =>
  new Generator(hash(seed, index, stream))

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0").slice(-digits)

/** Returns the common prefix of the ids of one kind. */
export const idPrefix = (seed: number, stream: number): string => {
  const a = hash(seed, stream, 1)
  const b = hash(seed, stream, 2)
  return `${hex(a, 8)}-${hex(b, 4)}-4${hex(b >>> 16, 3)}-8${hex(hash(seed, stream, 3), 3)}-`
}

const zeros = "000000000000"

/** Returns an id in UUID format. It contains the index, so that ids with the same prefix are unique. */
export const idOf = (prefix: string, index: number): string => {
  const digits = index.toString(16)
  return prefix + zeros.slice(digits.length) + digits
}

/** Returns an id without a precomputed prefix. */
export const uuid = (seed: number, stream: number, index: number): string => idOf(idPrefix(seed, stream), index)
