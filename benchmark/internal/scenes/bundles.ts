import { Effect } from "effect"
import { gzipSync } from "node:zlib"
import { bundle } from "../../../scripts/internal/bundle.ts"
import { application, executeProgram, retrieveProgram, rowsProgram } from "../programs.ts"
import type { Table } from "../table.ts"

const compressed = (code: string): number => gzipSync(code, { level: 9 }).length

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`

/** Measures the size of minified and compressed bundles, alone and added to an application that uses Effect. */
export const bundles = async (): Promise<Table> => {
  const size = async (entry: string) => compressed((await Effect.runPromise(bundle(entry, { minify: true }))).code)
  const base = await size(application)
  const lines: Array<ReadonlyArray<string>> = []
  for (
    const [name, entry] of [
      ["one endpoint", executeProgram],
      ["every service", retrieveProgram],
      ["every service, and rows", rowsProgram]
    ] as const
  ) {
    const alone = await size(entry)
    const together = await size(`${application}\n${entry}`)
    lines.push([name, kilobytes(alone), kilobytes(together - base)])
  }
  return {
    title: "Bundle",
    about:
      `Minified with rolldown and compressed with gzip. The application that uses \`HttpClient\` and \`Schema\` has ` +
      `${kilobytes(base)} without the SDK.`,
    head: ["program", "alone", "added to an application with HttpClient and Schema"],
    rows: lines
  }
}
