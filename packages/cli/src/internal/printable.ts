/**
 * Characters that control a terminal instead of being shown: C0 and C1 controls, which also begin escape sequences such
 * as OSC, line separators, and controls of the text direction.
 */
const controls = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** As {@link controls}, without tabs and line breaks. */
const controlsInText = /[^\P{Cc}\t\n]+|[\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** Replaces control characters and line breaks by spaces, for a text that is part of a line. */
export const line = (text: string): string => text.replace(controls, " ")

/** Replaces control characters by spaces and keeps line breaks, for a text of several lines. */
export const text = (text: string): string => text.replaceAll("\r\n", "\n").replace(controlsInText, " ")

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** Escapes control characters and line breaks, for a text whose characters matter. */
export const escaped = (text: string): string => text.replace(controls, (run) => Array.from(run, escape).join(""))

/** Encodes a value as one line of JSON. Control characters that JSON permits are escaped too. */
export const json = (value: unknown): string =>
  JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escape)
