import { columns, type Run, type Screen } from "./recording.ts"
import { escape, type Image } from "./svg.ts"

export interface Session {
  readonly command: string
  readonly screen: Screen
}

/** Size of a character cell. */
const [cellWidth, lineHeight] = [8, 19]

const left = 16

/** Colors of the terminal's palette that the command uses, with enough contrast on its background. */
const palette = ["b", "r", "g", "y", "u", "m", "c", "w"]

const style = (scope: string): string => `
    .${scope} .screen { fill: #1b1b1f; }
    .${scope} .terminal text { fill: #dfdfd6; font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    .${scope} .terminal .p { fill: #a8b1ff; } .${scope} .terminal .d { fill: #98989f; } .${scope} .terminal .o { font-weight: 600; }
    .${scope} .terminal .r { fill: #ff7b72; } .${scope} .terminal .g { fill: #7ee787; } .${scope} .terminal .y { fill: #f2cc60; }
    .${scope} .terminal .b { fill: #98989f; } .${scope} .terminal .u { fill: #79c0ff; } .${scope} .terminal .m { fill: #d2a8ff; }
    .${scope} .terminal .c { fill: #76e3ea; } .${scope} .terminal .w { fill: #f0f0f0; }`

const piece = ({ cells, color, column, isBold, isDim, text }: Run, y: number): string => {
  const classes = [color === undefined ? "" : palette[color % 8], isBold ? "o" : "", isDim ? "d" : ""].filter(Boolean)
  return `<text${classes.length === 0 ? "" : ` class="${classes.join(" ")}"`} x="${
    left + column * cellWidth
  }" y="${y}" textLength="${cells * cellWidth}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`
}

const plain = (text: string): Omit<Run, "column"> => ({
  text,
  cells: text.length,
  color: undefined,
  isBold: false,
  isDim: false
})

/** A picture of a terminal with commands and their output. */
export const terminal = (name: string, title: string, sessions: ReadonlyArray<Session>): Image => {
  const body: Array<string> = []
  let y = 30
  for (const { command, screen } of sessions) {
    body.push(
      piece({ ...plain("$"), column: 0, color: 4 }, y),
      piece({ ...plain(command), column: 2, isBold: true }, y)
    )
    for (const runs of screen) {
      y += lineHeight
      body.push(...runs.map((run) => piece(run, y)))
    }
    y += lineHeight * 1.6
  }
  const height = Math.round(y - lineHeight * 0.6)
  const width = columns * cellWidth + 2 * left
  return {
    name,
    title,
    description: sessions.map(({ command, screen }) =>
      `${command}: ${screen.map((runs) => runs.map(({ text }) => text).join(" ")).join(" / ")}`
    ).join(". "),
    width,
    height,
    style: style(name),
    body: [
      `<rect class="screen" x="0" y="0" width="${width}" height="${height}" rx="10" />`,
      `<g class="terminal" aria-hidden="true">`,
      ...body,
      "</g>"
    ]
  }
}
