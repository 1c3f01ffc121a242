import { ContactsError } from "../../ContactsError.ts"

/** A record of the text: its fields by name, or the reason why it is rejected. */
export interface Record {
  /** The line at which the record starts, from 1. */
  readonly line: number
  readonly fields: { readonly [name: string]: unknown } | string
}

/** Maximum length of a record in characters, so that an unclosed quote does not read the rest of the text. */
export const maxRecordSize = 1024 * 1024

export const tooLong = (line: number): ContactsError =>
  new ContactsError({
    line,
    problem: "The record is longer than 1 MiB: check for a quote that is not closed, and for missing line breaks."
  })

/** Names in quotes, separated by commas. */
export const list = (names: Iterable<string>): string => Array.from(names, (name) => JSON.stringify(name)).join(", ")
