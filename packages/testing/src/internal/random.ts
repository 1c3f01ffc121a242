/**
 * A seeded generator that is a pure function of the numbers it is made from: what makes a row computable from its index
 * alone, whatever was computed before it.
 */
export interface SeededRandom {
  /** The next fraction, from 0 up to 1. */
  next(): number
  /** An integer from 0 up to `bound`. */
  below(bound: number): number
  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number
  /** True in this part of the cases. */
  chance(probability: number): boolean
  /** One of the values. */
  pick<A>(values: readonly [A, ...Array<A>]): A
}

/** Mixes numbers into 32 bits that differ in about half of their places when any input differs in one. */
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

/** A generator for one thing (`stream`) about one index of one seed. */
export const make = (seed: number, index: number, stream: number): SeededRandom =>
  new Generator(hash(seed, index, stream))

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0").slice(-digits)

/** The part that the ids of one kind of thing of one seed share. */
export const idPrefix = (seed: number, stream: number): string => {
  const a = hash(seed, stream, 1)
  const b = hash(seed, stream, 2)
  return `${hex(a, 8)}-${hex(b, 4)}-4${hex(b >>> 16, 3)}-8${hex(hash(seed, stream, 3), 3)}-`
}

const zeros = "000000000000"

/** An id in the form of a UUID. The index is a part of it, so two indices under one prefix never share an id. */
export const idOf = (prefix: string, index: number): string => {
  const digits = index.toString(16)
  return prefix + zeros.slice(digits.length) + digits
}

/** One id of a kind of which there are few. */
export const uuid = (seed: number, stream: number, index: number): string => idOf(idPrefix(seed, stream), index)
