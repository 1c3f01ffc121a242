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

/** Returns the table of figures, from the texts of `performance.md` and `explanation/durability.md`. */
export const figuresTable = (performance: string, durability: string): string => {
  const [_program, share] = cellsOf(sectionOf(performance, "decode"), "effect-revox")
  const throughput = sectionOf(performance, "throughput")
  const rowsPerSecond = (label: string) => format(numberOf(cellsOf(throughput, label).at(-1)))
  const rounds = durability.split("\n").filter((line) => /^\| \d+ \| (?:PostgreSQL|embedded) \|/.test(line)).length
  const [_all, _database, _exports, kills, _restarts, rows, lost, duplicated] = cellsOf(durability, "all")
  const percent = Math.round(numberOf(share) * 100)
  return `| ${percent} % | ${rowsPerSecond("effect-revox, CampaignRows.stream, 4 in flight")} rows/s | ${
    format(numberOf(lost))
  } rows lost |
| --- | --- | --- |
| Share of validation in the time of \`JSON.parse\`: every field of every row is checked. | A generated SDK, which validates nothing, reads ${
    rowsPerSecond("generated SDK (npm openai), client.get")
  } rows/s. | In ${rounds} rounds with ${format(numberOf(kills))} times \`kill -9\`, of ${
    format(numberOf(rows))
  } rows. Repeated rows: ${format(numberOf(duplicated))}. |
| [Validation](performance.md#validation) | [Throughput](performance.md#throughput) | [Chaos testing](explanation/durability.md#chaos-testing) |`
}
