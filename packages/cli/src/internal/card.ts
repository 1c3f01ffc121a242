import * as Output from "./output.ts"
import * as Printable from "./printable.ts"

/** A named value. Empty values are omitted. */
export type Line = readonly [name: string, value: string | number | null | undefined]

/** Renders a title and named values as aligned text. */
export const render = (title: string, lines: ReadonlyArray<Line>): string => {
  const width = Math.max(...lines.map(([name]) => name.length))
  return [
    Printable.line(title),
    ...lines
      .filter(([_, value]) => value !== "" && value !== null && value !== undefined)
      .map(([name, value]) => `  ${name.padEnd(width)}  ${Printable.line(String(value))}`)
  ].join("\n")
}

/** Prints one resource: as JSON, or as a card. */
export const print = <A>(value: A, json: boolean, card: (value: A) => string) =>
  json ? Output.json(value) : Output.print(card(value))
