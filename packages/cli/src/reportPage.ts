/**
 * The page of a report. It is loaded on demand, because the library of charts is large.
 *
 * @since 0.1.0
 */
import * as Charts from "./internal/report/charts.ts"
import * as Escape from "./internal/report/escape.ts"
import type { Figures } from "./internal/report/figures.ts"
import * as Sections from "./internal/report/sections.ts"
import { style } from "./internal/report/style.ts"

const keys = ["a", "b"] as const

const note = (text: string | undefined): string => text === undefined ? "" : `<p class="muted">${Escape.html(text)}</p>`

const section = (title: string, about: string | undefined, content: string): string =>
  `<section><h2>${Escape.html(title)}</h2>${note(about)}${content}</section>`

const key = (index: number): string => `<span class="key ${keys[index] ?? "a"}"></span>`

const campaignLine = ({ campaign }: Figures, index: number, isComparison: boolean): string => {
  const text = `<b>${Escape.html(Sections.nameOf(campaign.name))}</b> <span class="muted">${
    Escape.html(`${campaign.id}, ${campaign.status}`)
  }</span>`
  return `<li>${isComparison ? `${key(index)}${Sections.letters[index] ?? ""} ` : ""}${text}</li>`
}

const summary = (all: ReadonlyArray<Figures>): string => {
  const head = all.length === 1
    ? ""
    : `<thead><tr><td></td>${
      all.map((_, index) => `<th scope="col">${key(index)}${Sections.letters[index] ?? ""}</th>`).join("")
    }</tr></thead>`
  const lines = Sections.summary(all).map(({ name, values }) =>
    `<tr><th scope="row">${Escape.html(name)}</th>${
      values.map((value) => `<td>${Escape.html(value)}</td>`).join("")
    }</tr>`
  )
  return section("Summary", undefined, `<table>${head}<tbody>${lines.join("")}</tbody></table>`)
}

/** The time tables of all campaigns, with the same scale. */
const hours = (all: ReadonlyArray<Figures>): ReadonlyArray<string> => {
  const cells = all.map(Sections.hours)
  const [lowest, highest] = Sections.range(cells.flat())
  return cells.flatMap((own, index) => {
    if (own.length === 0) return []
    const title = `Answer rate by weekday and hour${all.length > 1 ? ` (${Sections.letters[index] ?? ""})` : ""}`
    const scale = `<div class="scale muted">${Escape.html(Sections.percent(lowest))}<span class="${
      keys[index] ?? "a"
    }"></span>${Escape.html(Sections.percent(highest))} of attempts answered</div>`
    return [
      section(
        title,
        `Start of the attempt, ${all[index]?.timeZone ?? ""}. Empty: no attempt.`,
        Charts.hours(own, index, [lowest, highest], title) + scale
      )
    ]
  })
}

/**
 * Renders the figures of one or two campaigns as an HTML page that needs no other file and no script.
 *
 * @category rendering
 * @since 0.1.0
 */
export const render = (all: ReadonlyArray<Figures>): string => {
  const isComparison = all.length > 1
  const names = all.map(({ campaign }) => Sections.nameOf(campaign.name)).join(" and ")
  const title = Escape.html(`Campaign report: ${names}`)
  const [first, ...others] = Sections.bars(all).map((bars) =>
    section(bars.title, bars.note, bars.items.length === 0 ? "" : Charts.bars(bars))
  )
  // The time table follows the first charts, which are about calls. Those of structured output come last.
  const sections = [summary(all), first, ...hours(all), ...others].filter((text) => text !== undefined)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Campaign report</h1>
<ul class="campaigns">${all.map((figures, index) => campaignLine(figures, index, isComparison)).join("")}</ul>
</header>
<main>
${sections.join("\n")}
</main>
</body>
</html>
`
}
