/**
 * Finds the texts of the rows in the text of a page, without parsing their values.
 *
 * `JSON.parse` rounds numbers and drops the text. The scanner trusts that the text is valid JSON, and only counts brackets
 * and skips strings, so that its time does not depend on how deeply values are nested.
 */

const quote = 34
const comma = 44
const backslash = 92
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9

/** The index after a string that starts with the quote at `start`. */
const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf("\"", start + 1); end >= 0; end = text.indexOf("\"", end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1
    if (escapes % 2 === 0) return end + 1
  }
  return text.length
}

const skipSpace = (text: string, start: number): number => {
  let index = start
  while (isSpace(text.charCodeAt(index))) index += 1
  return index
}

/** The index after a value that starts at `start`. */
const endOfValue = (text: string, start: number): number => {
  let depth = 0
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) {
      index = endOfString(text, index) - 1
      if (depth === 0) return index + 1
    } else if (code === 123 || code === 91) {
      depth += 1
    } else if (code === 125 || code === 93) {
      // The closing bracket after a number or a literal belongs to the value around it.
      if (depth === 0) return index
      depth -= 1
      if (depth === 0) return index + 1
    } else if (depth === 0 && (code === comma || isSpace(code))) {
      return index
    }
  }
  return text.length
}

/** The texts of the elements of an array that starts at `start`, and the index after it. */
const elementsOf = (text: string, start: number) => {
  const elements: Array<string> = []
  let index = skipSpace(text, start + 1)
  while (index < text.length && text.charCodeAt(index) !== 93) {
    const end = endOfValue(text, index)
    elements.push(text.slice(index, end))
    index = skipSpace(text, end)
    if (text.charCodeAt(index) === comma) index = skipSpace(text, index + 1)
  }
  return { elements, end: index + 1 }
}

/** The text of each element of the array `rows` of an object that is valid JSON. Of several `rows`, the last counts. */
export const rowsIn = (text: string): ReadonlyArray<string> => {
  let rows: ReadonlyArray<string> = []
  let index = skipSpace(text, skipSpace(text, 0) + 1)
  while (text.charCodeAt(index) === quote) {
    const endOfKey = endOfString(text, index)
    const key = text.slice(index, endOfKey)
    const start = skipSpace(text, skipSpace(text, endOfKey) + 1)
    const isRows = key === "\"rows\"" || (key.includes("\\") && JSON.parse(key) === "rows")
    if (isRows && text.charCodeAt(start) === 91) {
      const { elements, end } = elementsOf(text, start)
      rows = elements
      index = skipSpace(text, end)
    } else {
      index = skipSpace(text, endOfValue(text, start))
    }
    if (text.charCodeAt(index) === comma) index = skipSpace(text, index + 1)
  }
  return rows
}

/** A row on one line. Line breaks in JSON are between tokens, never in a string. */
export const toLine = (row: string): string =>
  row.includes("\n") || row.includes("\r") ? row.replaceAll(/[\r\n]+/g, "") : row
