import * as Secrets from "@effect-revox/schema/Secrets"
import type { Any } from "@effect-revox/schema/Endpoint"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { base64Word, decode, type Decoded, decomposed, escapes, fromBase64, undecoded } from "./escapes.ts"

/** The levels of escapes that are decoded, such as JSON in a percent-encoded text. */
const maxLevels = 4

/** A form writes a space as `+`, so both are the same. */
const folded = (text: string): string => text.replaceAll("+", " ")

const isWordCharacter = (character: string): boolean => /[\p{L}\p{N}]/u.test(character)

/** The scripts that are written without spaces, and Hangul, in which a particle follows a name without one. */
const isUnspaced = (text: string): boolean =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+$/u.test(text)

/** Short texts occur inside of other words. A name of two characters is enough in scripts without spaces. */
const isWordAt = (text: string, start: number, end: number): boolean => {
  if (end - start >= 4) return true
  const isUnspacedName = isUnspaced(text.slice(start, end))
  if (isUnspacedName && end - start >= 2) return true
  const continues = (character: string) => isWordCharacter(character) && (isUnspacedName || !isUnspaced(character))
  return !continues(text.charAt(start - 1)) && !continues(text.charAt(end))
}

type Range = readonly [start: number, end: number]

const rangesOf = (secrets: ReadonlyArray<string>, { ends, starts, text }: Decoded): ReadonlyArray<Range> => {
  const ranges: Array<Range> = []
  const searched = folded(text)
  for (const secret of secrets) {
    for (let at = searched.indexOf(secret); at >= 0; at = searched.indexOf(secret, at + 1)) {
      const end = at + secret.length
      if (isWordAt(searched, at, end)) ranges.push([starts[at] ?? 0, ends[end - 1] ?? 0])
    }
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

/** The forms that are searched in decoded texts. A server may decode a secret that looks like an escape itself. */
const formsOf = (secrets: ReadonlyArray<string>): ReadonlyArray<string> => {
  const forms = secrets.flatMap((secret) => [
    secret,
    secret.normalize("NFC"),
    ...escapes.map((encoding) => decode(undecoded(secret), encoding).text)
  ])
  return [...new Set(forms.map(folded))].filter((form) => form.trim() !== "")
}

/** Maximum number of decoded texts, so that a text with escapes of all kinds does not take long. */
const maxDecoded = 32

/** Maximum depth of base64 in base64. */
const maxDepth = 3

/** The words of a text whose base64 contains a secret. */
const base64Ranges = (
  forms: ReadonlyArray<string>,
  { ends, starts, text }: Decoded,
  seen: Set<string>,
  depth: number
): ReadonlyArray<Range> => {
  if (depth === maxDepth) return []
  const ranges: Array<Range> = []
  for (const { 0: word, index } of text.matchAll(base64Word)) {
    if (seen.has(word)) continue
    const content = fromBase64(word)
    if (content === undefined || find(forms, content, depth + 1).length === 0) seen.add(word)
    else ranges.push([starts[index] ?? 0, ends[index + word.length - 1] ?? 0])
  }
  return ranges
}

/** The ranges of a text that repeat a secret. */
const find = (forms: ReadonlyArray<string>, text: string, depth = 0): ReadonlyArray<Range> => {
  const ranges: Array<Range> = []
  const seen = new Set([text])
  const words = new Set<string>()
  // A secret can contain what looks like an escape, so each encoding is decoded alone, in any order.
  let decoded: ReadonlyArray<Decoded> = [undecoded(text)]
  for (let level = 0; level <= maxLevels && decoded.length > 0; level++) {
    const next: Array<Decoded> = []
    for (const one of decoded) {
      ranges.push(...rangesOf(forms, one), ...base64Ranges(forms, one, words, depth))
      if (one.text.normalize("NFC") !== one.text) ranges.push(...rangesOf(forms, decode(one, decomposed)))
      for (const encoding of escapes) {
        const unescaped = seen.size < maxDecoded ? decode(one, encoding) : one
        if (seen.has(unescaped.text)) continue
        seen.add(unescaped.text)
        next.push(unescaped)
      }
    }
    decoded = next
  }
  return ranges
}

/**
 * Replaces secrets in a text, in every form in which a server repeats them. Returns the first `length` characters of a
 * longer text. The search continues beyond them, so that no secret is cut in half.
 */
export const redact = (whole: string, secrets: ReadonlyArray<string>, length = whole.length): string => {
  const longest = secrets.reduce((longest, secret) => Math.max(longest, secret.length), 0)
  const text = whole.slice(0, length + maxFormLength * longest)
  const ranges = find(formsOf(secrets), text)
  return replaceRanges(cut(text, length), ranges.filter(([start]) => start < length))
}

const valuesOf = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value)
    ? value.flatMap(valuesOf)
    : Predicate.isString(value) && value.trim() !== ""
    ? [value.trim()]
    : []

/** The secrets of a request: the API key, the fields that the endpoint redacts, and the secrets in its body. */
export const secretsOf = (
  apiKey: Redacted.Redacted<string>,
  { redacted }: Any,
  fields: Readonly<Record<string, unknown>>,
  payload: unknown
): ReadonlyArray<string> => {
  const key = Redacted.value(apiKey)
  return [key, btoa(key), ...redacted.flatMap((name) => valuesOf(fields[name])), ...Secrets.secretsIn(payload)]
}
