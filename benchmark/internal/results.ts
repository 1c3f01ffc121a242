/** The stored results of the scenes, from which the performance page is rendered. */
import { readFile, writeFile } from "node:fs/promises"
import type { Table } from "./table.ts"

/** The result of a scene, and the machine on which it was measured. */
export interface Result extends Table {
  readonly machine: string
}

export type Results = Readonly<Record<string, Result>>

const file = new URL("../results.json", import.meta.url)

export const read = async (): Promise<Results> => JSON.parse(await readFile(file, "utf8"))

/** Replaces the results of the scenes that were measured. */
export const update = async (measured: Results): Promise<Results> => {
  const results = { ...await read(), ...measured }
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`)
  return results
}
