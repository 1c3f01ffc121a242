import { escape, type Image, text, width } from "../../docs/drawing/svg.ts"
import type { Bar, Table } from "./table.ts"

/** Height of a bar with its label. */
const step = 34

const own = /^effect-revox/

const bars = (values: ReadonlyArray<Bar>, top: number, longest: number): ReadonlyArray<string> =>
  values.flatMap(({ high, label, low, name, value }, index) => {
    const y = top + index * step
    const scale = (figure: number) => Math.round(figure / longest * (width - 1) * 10) / 10
    const isOwn = own.test(name)
    return [
      text(0, y, name, `label${isOwn ? " own" : ""}`),
      text(width, y, label, `label end${isOwn ? " name" : ""}`),
      `<rect class="bar${isOwn ? " own" : ""}" x="0" y="${y + 6}" width="${scale(value)}" height="10" rx="2"><title>${
        escape(`${name}: ${label}`)
      }</title></rect>`,
      ...low === undefined || high === undefined || high - low < longest / 100
        ? []
        : [
          `<path class="spread" d="M${scale(low)} ${y + 11} H${scale(high)} M${scale(low)} ${y + 7} v8 M${
            scale(high)
          } ${y + 7} v8" />`
        ]
    ]
  })

/** Draws the bars of a table: each with its name and value above it, on a scale that starts at 0. */
export const chart = (scene: string, { chart, title }: Table): Image | undefined => {
  if (chart === undefined) return undefined
  const longest = Math.max(...chart.groups.flatMap(({ bars }) => bars.map(({ high, value }) => high ?? value)))
  const body: Array<string> = [text(0, 14, chart.unit, "small")]
  let y = 42
  for (const group of chart.groups) {
    if (group.title !== "") {
      body.push(text(0, y, group.title, "small"))
      y += 24
    }
    body.push(...bars(group.bars, y, longest))
    y += group.bars.length * step + 8
  }
  return {
    name: `performance-${scene}`,
    title,
    description: `${chart.unit}. ${
      chart.groups.map(({ bars, title }) =>
        `${title === "" ? "" : `${title}: `}${bars.map(({ label, name }) => `${name}: ${label}`).join("; ")}`
      ).join(". ")
    }.`,
    height: y - 18,
    body
  }
}
