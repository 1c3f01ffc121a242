import * as Printable from "../printable.ts"

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\"": "&quot;",
  "'": "&#39;"
}

/** Escapes a text for HTML, as content or as an attribute in quotes. Control characters become spaces. */
export const html = (text: string): string =>
  Printable.line(text).toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? "")
