/** A seeded generator of numbers from 0 (inclusive) to 1 (exclusive). */
export const random = (seed: number): () => number => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

/** JSON that replaces a value. `1e999` is valid JSON, but exceeds the numbers of JavaScript. */
const replacements = [
  "null",
  "true",
  "0",
  "-1.5",
  "1e999",
  `""`,
  `"text"`,
  `"2026-11-21T09:30:00.000Z"`,
  `"2026-13-01T00:00:00Z"`,
  `"custom"`,
  `"dedicated-instance"`,
  "[]",
  "{}",
  "[null]",
  `[{}]`,
  `{"type":"openrouter"}`,
  `{"type":"unheard_of","a":{"b":[1]}}`,
  `{"__proto__":{"polluted":true}}`,
  `{"constructor":"text","toString":1}`
]

/** A placeholder for a number that is valid in JSON and exceeds the numbers of JavaScript. */
const beyond = "a number beyond all numbers"

const keys = ["new_field", "__proto__", "constructor", "toString", "id", "type", "0"]

const pick = <A>(values: ReadonlyArray<A>, next: () => number): A | undefined =>
  values[Math.floor(next() * values.length)]

const places = (value: unknown, found: Array<object> = []): ReadonlyArray<object> => {
  if (typeof value === "object" && value !== null) {
    found.push(value)
    for (const key of Object.keys(value)) places(Reflect.get(value, key), found)
  }
  return found
}

const put = (place: object, key: string, value: unknown): void => {
  Object.defineProperty(place, key, { value, writable: true, enumerable: true, configurable: true })
}

/** Changes the given number of places in JSON text: adds, removes and replaces keys. */
export const damaged = (text: string, times: number, next: () => number): string => {
  const root: { value: unknown } = { value: JSON.parse(text) }
  for (let time = 0; time < times; time++) {
    const place = pick(places(root), next) ?? root
    const key = pick(Object.keys(place), next)
    const stranger: unknown = JSON.parse(pick(replacements, next) ?? "null")
    const kind = next()
    if (kind < 0.35) put(place, pick(keys, next) ?? "new_field", stranger)
    else if (key === undefined || place === root && kind < 0.9) continue
    else if (kind < 0.6 && !Array.isArray(place)) Reflect.deleteProperty(place, key)
    else put(place, key, stranger)
  }
  // `Infinity` would be written as `null`.
  return JSON.stringify(root.value ?? null, (_, value: unknown) => (value === Infinity ? beyond : value))
    .replaceAll(`"${beyond}"`, "1e999")
}
