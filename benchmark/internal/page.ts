/** The performance page: its summaries, charts and tables are rendered from the stored results. */
import { readFile, writeFile } from "node:fs/promises"
import { render } from "../../docs/drawing/svg.ts"
import { chart } from "./chart.ts"
import type { Results } from "./results.ts"
import { toMarkdown } from "./table.ts"

const page = new URL("../../docs/performance.md", import.meta.url)

/** The files of the page, with their new contents. */
export const renderPage = async (results: Results): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>()
  let text = await readFile(page, "utf8")
  const put = (name: string, content: string) => {
    const begin = `<!-- begin ${name} -->`
    const end = `<!-- end ${name} -->`
    const from = text.indexOf(begin)
    const to = text.indexOf(end)
    if (from < 0 || to < 0) throw new Error(`docs/performance.md has no markers "${begin}" and "${end}"`)
    text = `${text.slice(0, from + begin.length)}\n\n${content}\n${text.slice(to)}`
  }
  for (const [name, result] of Object.entries(results)) {
    const image = chart(name, result)
    if (image !== undefined) files.set(new URL(`images/${image.name}.svg`, page).pathname, render(image))
    put(name, toMarkdown(result, image === undefined ? undefined : `images/${image.name}.svg`))
  }
  const machines = Map.groupBy(Object.entries(results), ([, { machine }]) => machine)
  const lines = [...machines].map(([machine, scenes]) =>
    machines.size === 1 ? `${machine}.\n` : `- ${scenes.map(([name]) => name).join(", ")}: ${machine}\n`
  )
  put("machine", lines.join(""))
  return files.set(page.pathname, text)
}

/** Writes the page and its charts. */
export const writePage = async (results: Results): Promise<void> => {
  for (const [file, text] of await renderPage(results)) await writeFile(file, text)
}
