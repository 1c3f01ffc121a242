/**
 * SVG images in one style: diagrams, charts and terminal pictures. Text is text. On the site an image takes the colours of
 * the page; elsewhere it follows the colour scheme of the system. The width fits the screen of a phone.
 */

/** Width of every diagram and chart, in units of its text size of 13. */
export const width = 400

export interface Image {
  /** Name of the file, and of the CSS class that limits its styles to the image. */
  readonly name: string
  readonly title: string
  /** The content of the image in words. */
  readonly description: string
  readonly width?: number
  readonly height: number
  readonly body: ReadonlyArray<string>
  readonly style?: string
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;" }

export const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? "")

/** A line of text. Classes: `name` (bold), `small`, `mid` and `end` (alignment). */
export const text = (x: number, y: number, content: string, classes = ""): string =>
  `<text${classes === "" ? "" : ` class="${classes}"`} x="${x}" y="${y}">${escape(content)}</text>`

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The first line is bold. */
  readonly lines?: ReadonlyArray<string>
  /** Whether the box is one of the main parts. */
  readonly isMain?: boolean
  readonly radius?: number
}

export const box = ({ height, isMain = false, lines = [], radius = 6, width, x, y }: Box): string => {
  const first = y + height / 2 - (lines.length - 1) * 8.5 + 4.5
  const labels = lines.map((line, index) =>
    text(x + width / 2, first + index * 17, line, index === 0 ? "name mid" : "small mid")
  )
  return [
    `<rect class="${isMain ? "main" : "box"}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" />`,
    ...labels
  ].join("\n  ")
}

/** An arrow along a path. */
export const arrow = (path: string): string => `<path class="line arrow" d="${path}" />`

export const line = (path: string): string => `<path class="line" d="${path}" />`

const style = (scope: string): string =>
  `.${scope} { --ink: #3c3c43; --soft: #5d5d63; --line: #90909a; --fill: #f6f6f7; --accent: #3451b2; --tint: #e3e8f8; --bad: #b8272c; }
    @media (prefers-color-scheme: dark) {
      .${scope} { --ink: #dfdfd6; --soft: #a8a8ae; --line: #7c7c84; --fill: #202127; --accent: #a8b1ff; --tint: #2b3050; --bad: #f66f81; }
    }
    .${scope} text { fill: var(--ink); font: 13px system-ui, sans-serif; }
    .${scope} .small { fill: var(--soft); font-size: 12px; }
    .${scope} .name { font-weight: 600; }
    .${scope} .mid { text-anchor: middle; }
    .${scope} .end { text-anchor: end; }
    .${scope} .box { fill: var(--fill); stroke: var(--line); }
    .${scope} .main { fill: var(--tint); stroke: var(--accent); }
    .${scope} .line { fill: none; stroke: var(--line); stroke-width: 1.5; }
    .${scope} .arrow { marker-end: url(#${scope}-head); }
    .${scope} .head { fill: var(--line); }
    .${scope} .dot { fill: var(--accent); }
    .${scope} .wait { fill: none; stroke: var(--accent); stroke-dasharray: 3 3; }
    .${scope} .bad { stroke: var(--bad); fill: none; stroke-width: 2; }
    .${scope} text.bad { stroke: none; fill: var(--bad); font-weight: 600; }
    .${scope} .label { font-size: 12px; }
    .${scope} text.own { fill: var(--accent); }
    .${scope} .bar { fill: var(--line); }
    .${scope} .bar.own { fill: var(--accent); }
    .${scope} .spread { stroke: var(--ink); stroke-width: 1.5; fill: none; }`

/** The text of an SVG file. */
export const render = (image: Image): string => {
  const { body, description, height, name, title, width: own = width } = image
  const arrows = body.some((part) => part.includes("line arrow"))
  const head = `<defs>
    <marker id="${name}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
      <path class="head" d="M0 0 L8 4 L0 8 Z" />
    </marker>
  </defs>`
  return `<svg xmlns="http://www.w3.org/2000/svg" class="diagram ${name}" viewBox="0 0 ${own} ${height}" width="${own}" role="img" aria-labelledby="${name}-title ${name}-desc">
  <title id="${name}-title">${escape(title)}</title>
  <desc id="${name}-desc">${escape(description)}</desc>
  <style>
    ${style(name)}${image.style ?? ""}
  </style>
  ${[...arrows ? [head] : [], ...body].join("\n  ")}
</svg>
`
}
