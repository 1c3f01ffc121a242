/**
 * A seeded generator that is a pure function of the numbers it is made from: what makes a row computable from its index
 * alone, whatever was computed before it.
 */
export interface SeededRandom {
  /** The next fraction, from 0 up to 1. */
  readonly next: () => number
  /** An integer from 0 up to `bound`. */
  readonly below: (bound: number) => number
  /** An integer from `min` to `max`, both included. */
  readonly between: (min: number, max: number) => number
  /** True in this part of the cases. */
  readonly chance: (probability: number) => boolean
  /** One of the values. */
  readonly pick: <A>(values: readonly [A, ...Array<A>]) => A
}

/** Mixes numbers into 32 bits that differ in about half of their places when any input differs in one. */
export const hash = (a: number, b: number, c: number): number => {
  let h = Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca77) ^ Math.imul(c | 0, 0xc2b2ae3d)
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}

/** Mixes a text into 32 bits. */
export const hashString = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  }
  return hash(h, text.length, 0)
}

/** A generator for one thing (`stream`) about one index of one seed. */
export const make = (seed: number, index: number, stream: number): SeededRandom => {
  let state = hash(seed, index, stream)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    between: (min, max) => min + below(max - min + 1),
    chance: (probability) => next() < probability,
    pick: (values) => values[below(values.length)] ?? values[0]
  }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0").slice(-digits)

/**
 * An id in the form of a UUID. The index is a part of it, so two indices of one seed never share an id.
 */
export const uuid = (seed: number, stream: number, index: number): string => {
  const a = hash(seed, stream, 1)
  const b = hash(seed, stream, 2)
  return `${hex(a, 8)}-${hex(b, 4)}-4${hex(b >>> 16, 3)}-8${hex(hash(seed, stream, 3), 3)}-${hex(index, 12)}`
}
