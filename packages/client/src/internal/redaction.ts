import * as Secrets from "@effect-revox/schema/Secrets"
import type { Any } from "@effect-revox/schema/Endpoint"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

/** A text after some levels of escapes were decoded, with the range of the original text for each character. */
interface Decoded {
  readonly text: string
  readonly starts: ReadonlyArray<number>
  readonly ends: ReadonlyArray<number>
}

const undecoded = (text: string): Decoded => ({
  text,
  starts: Array.from({ length: text.length }, (_, index) => index),
  ends: Array.from({ length: text.length }, (_, index) => index + 1)
})

/** Percent-encoding, the escapes of JSON and JavaScript, and HTML entities. */
const encodings = [
  /(?:%[0-9a-f]{2})+/gi,
  /\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[^ux]/gi,
  /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi
] as const

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  bsol: "\\",
  equals: "=",
  gt: ">",
  lowbar: "_",
  lt: "<",
  nbsp: " ",
  plus: "+",
  quot: "\"",
  sol: "/"
}

const controls: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

const codePoint = (digits: string, radix: number): string => {
  const code = Number.parseInt(digits, radix)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ""
}

const unescaped = (escaped: string): string => {
  if (escaped.startsWith("%")) {
    const bytes = escaped.slice(1).split("%").map((digits) => Number.parseInt(digits, 16))
    return new TextDecoder().decode(new Uint8Array(bytes))
  }
  if (escaped.startsWith("&#x") || escaped.startsWith("&#X")) return codePoint(escaped.slice(3, -1), 16)
  if (escaped.startsWith("&#")) return codePoint(escaped.slice(2, -1), 10)
  if (escaped.startsWith("&")) return entities[escaped.slice(1, -1)] ?? escaped
  const kind = escaped.charAt(1)
  if (escaped.length > 2) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16))
  return controls[kind] ?? kind
}

/** Decodes one level of an encoding. */
const decode = ({ ends, starts, text }: Decoded, escape: RegExp): Decoded => {
  let decoded = ""
  const newStarts: Array<number> = []
  const newEnds: Array<number> = []
  const copy = (from: number, to: number) => {
    decoded += text.slice(from, to)
    for (let index = from; index < to; index++) {
      newStarts.push(starts[index] ?? 0)
      newEnds.push(ends[index] ?? 0)
    }
  }
  let position = 0
  for (const match of text.matchAll(escape)) {
    copy(position, match.index)
    position = match.index + match[0].length
    const replacement = unescaped(match[0])
    decoded += replacement
    for (let count = 0; count < replacement.length; count++) {
      newStarts.push(starts[match.index] ?? 0)
      newEnds.push(ends[position - 1] ?? 0)
    }
  }
  copy(position, text.length)
  return { text: decoded, starts: newStarts, ends: newEnds }
}

/** The levels of escapes that are decoded, such as JSON in a percent-encoded text. */
const maxLevels = 4

/** A form writes a space as `+`, so both are the same. */
const folded = (text: string): string => text.replaceAll("+", " ")

const isWordCharacter = (character: string): boolean => /[\p{L}\p{N}]/u.test(character)

/** Short texts occur inside of other words. */
const isWordAt = (text: string, start: number, end: number): boolean =>
  end - start >= 4 || !isWordCharacter(text.charAt(start - 1)) && !isWordCharacter(text.charAt(end))

type Range = readonly [start: number, end: number]

const rangesOf = (secret: string, { ends, starts, text }: Decoded): ReadonlyArray<Range> => {
  const ranges: Array<Range> = []
  const searched = folded(text)
  for (let at = searched.indexOf(secret); at >= 0; at = searched.indexOf(secret, at + 1)) {
    const end = at + secret.length
    if (isWordAt(searched, at, end)) ranges.push([starts[at] ?? 0, ends[end - 1] ?? 0])
  }
  return ranges
}

const replaceRanges = (text: string, ranges: ReadonlyArray<Range>): string => {
  let result = ""
  let position = 0
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    if (start >= position) result += `${text.slice(position, start)}<redacted>`
    position = Math.max(position, end)
  }
  return result + text.slice(position)
}

/** Cuts a text without splitting a character of two code units. */
export const cut = (text: string, length: number): string => {
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length
  return text.slice(0, end)
}

/** The longest form of a character: a Unicode escape in a percent-encoded text. */
const maxFormLength = 12

/**
 * Replaces secrets in a text, in every form in which a server repeats them. Returns the first `length` characters of a
 * longer text. The search continues beyond them, so that no secret is cut in half.
 */
export const redact = (whole: string, secrets: ReadonlyArray<string>, length = whole.length): string => {
  const longest = secrets.reduce((longest, secret) => Math.max(longest, secret.length), 0)
  const text = whole.slice(0, length + maxFormLength * longest)
  const ranges: Array<Range> = []
  // A server that does not escape a backslash turns a secret into another text.
  const all = secrets.flatMap((secret) => [secret, decode(undecoded(secret), encodings[1]).text])
  const seen = new Set([text])
  // A secret can contain what looks like an escape, so each encoding is decoded alone, in any order.
  let decoded: ReadonlyArray<Decoded> = [undecoded(text)]
  for (let level = 0; level <= maxLevels && decoded.length > 0; level++) {
    ranges.push(...decoded.flatMap((one) => all.flatMap((secret) => rangesOf(folded(secret), one))))
    decoded = decoded.flatMap((one) => encodings.map((escape) => decode(one, escape))).filter((next) => {
      const isNew = !seen.has(next.text)
      seen.add(next.text)
      return isNew
    })
  }
  return replaceRanges(cut(text, length), ranges.filter(([start]) => start < length))
}

const valuesOf = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value)
    ? value.flatMap(valuesOf)
    : Predicate.isString(value) && value.trim() !== ""
    ? [value.trim()]
    : []

/** The secrets of a request: the API key, the query parameters that the endpoint redacts, and the secrets in its body. */
export const secretsOf = (
  apiKey: Redacted.Redacted<string>,
  { redacted }: Any,
  query: Readonly<Record<string, unknown>> | undefined,
  payload: unknown
): ReadonlyArray<string> => {
  const key = Redacted.value(apiKey)
  return [key, btoa(key), ...redacted.flatMap((name) => valuesOf(query?.[name])), ...Secrets.secretsIn(payload)]
}
