/** The figures of the start page, read from the tables of measurements on other pages, so that they cannot differ. */

/** The cells of the row that starts with a label. */
const cellsOf = (page: string, label: string): ReadonlyArray<string> => {
  const row = page.split("\n").find((line) => line.startsWith(`| ${label} |`))
  if (row === undefined) throw new Error(`No table has a row "${label}".`)
  return row.split("|").slice(1, -1).map((cell) => cell.trim())
}

/** The part of a page between two markers. */
const sectionOf = (page: string, name: string): string => {
  const [_, section] = page.split(new RegExp(`<!-- (?:begin|end) ${name} -->`))
  if (section === undefined) throw new Error(`No page has a section "${name}".`)
  return section
}

const numberOf = (cell: string | undefined): number => {
  const value = Number.parseFloat((cell ?? "").replaceAll(",", ""))
  if (Number.isNaN(value)) throw new Error(`"${cell}" is not a number.`)
  return value
}

const format = (value: number): string => value.toLocaleString("en-US")

/** Returns the list of figures, from the texts of `performance.md` and `explanation/durability.md`. */
export const figuresList = (performance: string, durability: string): string => {
  const [_program, share] = cellsOf(sectionOf(performance, "decode"), "effect-revox")
  const percent = Math.round(numberOf(share) * 100)
  const throughput = sectionOf(performance, "throughput")
  const rowsPerSecond = (label: string) => format(numberOf(cellsOf(throughput, label).at(-1)))
  const stream = rowsPerSecond("effect-revox, CampaignRows.stream, 4 in flight")
  const sequential = rowsPerSecond("effect-revox, CampaignRows.stream")
  const generated = rowsPerSecond("generated SDK (npm openai), client.get")
  const rounds = durability.split("\n").filter((line) => /^\| \d+ \| (?:PostgreSQL|embedded) \|/.test(line)).length
  const all = cellsOf(durability, "all")
  const [kills, rows, lost, duplicated] = [all[3], all[5], all[6], all[7]].map((cell) => format(numberOf(cell)))
  return [
    `- **${percent} %**: the time that validation takes, compared with \`JSON.parse\`. Every field of every row is checked.`,
    "  [Validation](performance.md#validation)",
    `- **${stream} rows/s** with the default of 4 requests in flight, and ${sequential} rows/s with one at a time. A`,
    `  generated SDK, which sends one request at a time and validates nothing, reads ${generated} rows/s.`,
    "  [Throughput](performance.md#throughput)",
    `- **${lost} rows lost**: ${rows} rows were exported in ${rounds} rounds with ${kills} times \`kill -9\`. Repeated rows: ${duplicated}.`,
    "  [Chaos testing](explanation/durability.md#chaos-testing)"
  ].join("\n")
}
