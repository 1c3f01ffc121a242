import * as Plot from "@observablehq/plot"
import { displayWidth } from "effect/cli/CliOutput"
import { parseHTML } from "linkedom"
import * as Printable from "../printable.ts"
import { cut } from "../table.ts"
import * as Escape from "./escape.ts"
import * as Sections from "./sections.ts"

/** The width of a chart in pixels. It is that of a phone, so that its text is readable there. */
const width = 370

const fontSize = 12

/** The average width of a character, which is all that is known without a browser. */
const characterWidth = 6.7

const longestLabel = 20

const fills = ["var(--a)", "var(--b)"] as const

const textStyle = { fontSize: `${fontSize}px`, background: "none", overflow: "visible" }

const textWidth = (text: string): number => Math.ceil(displayWidth(text) * characterWidth)

/** A text for a chart. Plot writes it to the document as text, which is escaped. */
const safe = (text: string): string => Printable.line(text).toWellFormed()

/** Makes labels short. Labels that become the same get a number, since each is a place on the axis. */
const shortLabels = (labels: ReadonlyArray<string>): ReadonlyArray<string> => {
  const seen = new Map<string, number>()
  return labels.map((label) => {
    const short = cut(safe(label), longestLabel)
    const times = (seen.get(short) ?? 0) + 1
    seen.set(short, times)
    return times === 1 ? short : `${cut(short, longestLabel - 4)} (${times})`
  })
}

/** Adds a title for screen readers to a chart. linkedom escapes texts completely, and attributes less so. */
const labelled = (chart: Element, title: string): string =>
  chart.outerHTML.replace("<svg", () => `<svg role="img" aria-label="${Escape.html(title)}"`)

const documentOf = (): Document => parseHTML("<!doctype html><html><body></body></html>").document

/** Draws a chart of bars as SVG. Each label has one bar per campaign. */
export const bars = ({ items, labels, title, unit }: Sections.Bars): string => {
  const campaigns = items[0]?.bars.length ?? 1
  const isComparison = campaigns > 1
  const names = shortLabels(items.map(({ label }) => label))
  const data = items.flatMap(({ bars, label }, item) =>
    bars.map((bar, index) => ({
      name: names[item] ?? "",
      letter: Sections.letters[index] ?? "",
      fill: fills[index] ?? "",
      percent: (bar?.share ?? 0) * 100,
      text: bar?.text ?? "none",
      title: `${safe(label)}: ${bar?.text ?? "none"}`
    }))
  )
  const longest = Math.max(...data.map(({ percent }) => percent))
  const marginLeft = Math.max(...names.map(textWidth)) + (isComparison ? 26 : 12)
  const marginRight = Math.max(...data.map(({ text }) => textWidth(text))) + 8
  const place = isComparison ? { fy: "name", y: "letter" } : { y: "name" }
  const chart = Plot.plot({
    document: documentOf(),
    width,
    marginLeft,
    marginRight,
    marginTop: 26,
    marginBottom: 38,
    height: 64 + data.length * (isComparison ? 17 : 22) + (isComparison ? items.length * 5 : 0),
    style: textStyle,
    x: {
      domain: [0, longest > 0 ? longest : 100],
      label: `${unit} (%)`,
      labelArrow: "none",
      labelAnchor: "left",
      ticks: 3,
      nice: true
    },
    y: isComparison
      ? { label: null, domain: Sections.letters.slice(0, campaigns), padding: 0.1 }
      : { label: labels, labelAnchor: "top", labelArrow: "none", domain: names, padding: 0.2 },
    fy: { label: null, domain: names, padding: 0.15, axis: null },
    marks: [
      Plot.axisX({ ticks: 3, tickSize: 4, label: null }),
      Plot.gridX({ ticks: 3, stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.text([labels], {
        frameAnchor: "top-left",
        textAnchor: "start",
        dx: -marginLeft,
        dy: -18,
        ...(isComparison ? { fy: [names[0]] } : {})
      }),
      Plot.text([`${unit} (%)`], {
        frameAnchor: "bottom-right",
        textAnchor: "end",
        dx: marginRight,
        dy: 34,
        ...(isComparison ? { fy: [names.at(-1)] } : {})
      }),
      isComparison
        ? Plot.axisFy({ anchor: "left", dx: -18, textAnchor: "end", label: null })
        : Plot.axisY({ tickSize: 0, label: null }),
      ...(isComparison ? [Plot.axisY({ tickSize: 0, label: null })] : []),
      Plot.barX(data, { ...place, x: "percent", fill: "fill", title: "title" }),
      Plot.text(data, { ...place, x: "percent", text: "text", textAnchor: "start", dx: 4 }),
      Plot.ruleX([0], { stroke: "currentColor" })
    ]
  })
  return labelled(chart, `${title}, ${labels.toLowerCase()} by ${unit.toLowerCase()} in percent`)
}

/** The opacity of the lightest cells. */
export const lightest = 0.1

/** Draws the answer rates by weekday and hour of a campaign as SVG, in colors from the lowest to the highest rate. */
export const hours = (
  cells: ReadonlyArray<Sections.Cell>,
  index: number,
  [lowest, highest]: readonly [lowest: number, highest: number],
  title: string
): string => {
  const used = cells.map(({ hour }) => hour)
  const first = Math.min(...used)
  const domain = Array.from({ length: Math.max(...used) - first + 1 }, (_, index) => first + index)
  const data = cells.map(({ answered, attempts, hour, rate, weekday }) => ({
    hour,
    day: Sections.weekdays[weekday - 1] ?? "",
    opacity: highest > lowest ? lightest + (1 - lightest) * ((rate - lowest) / (highest - lowest)) : 1,
    title: `${Sections.weekdays[weekday - 1] ?? ""} ${hour}:00, ${Sections.percent(rate)} (${answered} of ${attempts})`
  }))
  const chart = Plot.plot({
    document: documentOf(),
    width,
    height: 230,
    marginLeft: 40,
    marginTop: 26,
    marginBottom: 38,
    marginRight: 4,
    style: textStyle,
    opacity: { type: "identity" },
    x: { domain, padding: 0.06 },
    y: { domain: Sections.weekdays, padding: 0.06 },
    marks: [
      Plot.axisX({ ticks: domain.filter((hour) => domain.length <= 12 || hour % 3 === 0), tickSize: 0, label: null }),
      Plot.axisY({ tickSize: 0, label: null }),
      Plot.text(["Weekday"], { frameAnchor: "top-left", dx: -40, dy: -18 }),
      Plot.text(["Hour of the day (h)"], { frameAnchor: "bottom-right", textAnchor: "end", dy: 34 }),
      Plot.cell(data, {
        x: "hour",
        y: "day",
        fill: fills[index] ?? "",
        fillOpacity: "opacity",
        stroke: "var(--line)",
        title: "title"
      })
    ]
  })
  return labelled(chart, title)
}
