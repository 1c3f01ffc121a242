import * as Option from "effect/Option"

/** A text after some levels of escapes were decoded, with the range of the original text for each character. */
export interface Decoded {
  readonly text: string
  readonly starts: ReadonlyArray<number>
  readonly ends: ReadonlyArray<number>
}

export const undecoded = (text: string): Decoded => {
  const starts: Array<number> = []
  const ends: Array<number> = []
  for (let index = 0; index < text.length; index++) {
    starts.push(index)
    ends.push(index + 1)
  }
  return { text, starts, ends }
}

/** The encoding of a part of a text: the pattern of an escape, and its decoded text. */
export interface Encoding {
  readonly pattern: RegExp
  readonly unescape: (escaped: string) => string
}

const utf8 = new TextDecoder()

/** The text of bytes in UTF-8, or in Latin-1 if they are not UTF-8. The last character may be incomplete. */
const textOf = (bytes: Uint8Array): string => {
  for (let rest = 0; rest < Math.min(4, bytes.length); rest++) {
    const text = utf8.decode(bytes.subarray(0, bytes.length - rest))
    if (!text.includes("\ufffd")) return text + String.fromCharCode(...bytes.subarray(bytes.length - rest))
  }
  return String.fromCharCode(...bytes)
}

const percent: Encoding = {
  pattern: /(?:%[0-9a-f]{2}){1,1000}/gi,
  unescape: (escaped) => textOf(Uint8Array.from(escaped.slice(1).split("%"), (digits) => Number.parseInt(digits, 16)))
}

const controls: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

/** The escapes of JSON and JavaScript, and those of the function `escape` of browsers. */
const script: Encoding = {
  pattern: /[\\%]u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[^ux]/gi,
  unescape: (escaped) => {
    if (escaped.length > 2) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16))
    const kind = escaped.charAt(1)
    return controls[kind] ?? kind
  }
}

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

const codePoint = (digits: string, radix: number): string => {
  const code = Number.parseInt(digits, radix)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ""
}

const html: Encoding = {
  pattern: /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi,
  unescape: (escaped) => {
    const name = escaped.slice(1, -1).toLowerCase()
    if (name.startsWith("#x")) return codePoint(name.slice(2), 16)
    if (name.startsWith("#")) return codePoint(name.slice(1), 10)
    return entities[name] ?? escaped
  }
}

/** Letters with separate accents, Hangul syllables in parts, and characters that are equal to another one. */
export const decomposed: Encoding = {
  pattern: /\P{M}\p{M}+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\u2126\u212a\u212b\uf900-\ufaff]/gu,
  unescape: (escaped) => escaped.normalize("NFC")
}

const bytesOf = Option.liftThrowable((base64: string) =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
)

/** The text of base64. `undefined` for most words, which are the base64 of bytes that are not text. */
const base64Text = (word: string): string | undefined => {
  const digits = word.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")
  if (digits.length < minBase64) return undefined
  const complete = digits.slice(0, digits.length % 4 === 1 ? -1 : digits.length)
  const text = Option.match(bytesOf(complete), { onNone: () => "", onSome: (bytes) => utf8.decode(bytes) })
  return text === "" || /[\ufffd\0-\x08\x0e-\x1f\x7f]/.test(text) ? undefined : text
}

const minBase64 = 12

/** Maximum number of segments of a path in which base64 is searched. */
const maxSegments = 8

/** The pattern of words that may be base64. */
export const base64Word = /[\w+/-]{12,}={0,2}/g

/** The text of a word that is base64. A slash is a digit of base64, and separates the segments of a URL. */
export const fromBase64 = (word: string): string | undefined => {
  const segments = word.split("/", maxSegments)
  for (let length = segments.length; length > 0; length--) {
    for (let first = 0; first + length <= segments.length; first++) {
      const text = base64Text(segments.slice(first, first + length).join("/"))
      if (text !== undefined) return text
    }
  }
  return undefined
}

/** The escapes in which a server can repeat a text. */
export const escapes: ReadonlyArray<Encoding> = [percent, script, html]

/** Decodes one level of an encoding. Returns the same value if the text has no escapes of this encoding. */
export const decode = (self: Decoded, { pattern, unescape }: Encoding): Decoded => {
  const { ends, starts, text } = self
  let decoded = ""
  let isDecoded = false
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
  for (const match of text.matchAll(pattern)) {
    const replacement = unescape(match[0])
    if (replacement === match[0]) continue
    isDecoded = true
    copy(position, match.index)
    position = match.index + match[0].length
    decoded += replacement
    for (let count = 0; count < replacement.length; count++) {
      newStarts.push(starts[match.index] ?? 0)
      newEnds.push(ends[position - 1] ?? 0)
    }
  }
  if (!isDecoded) return self
  copy(position, text.length)
  return { text: decoded, starts: newStarts, ends: newEnds }
}
