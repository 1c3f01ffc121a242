import { execFile } from "node:child_process"
import { rm, writeFile } from "node:fs/promises"
import { promisify } from "node:util"
import { type Table, thousands } from "../table.ts"

const run = promisify(execFile)

const root = new URL("../../../", import.meta.url).pathname

/** Counts of the compiler, which do not depend on the machine. */
interface Figures {
  readonly types: number
  readonly instantiations: number
}

const tsc = async (...args: ReadonlyArray<string>): Promise<string> => {
  try {
    return (await run(`${root}node_modules/.bin/tsc`, args, { cwd: root })).stdout
  } catch (error) {
    // The compiler prints its errors to the standard output.
    const output = typeof error === "object" && error !== null && "stdout" in error ? String(error.stdout) : ""
    throw new Error(output, { cause: error })
  }
}

const figure = (output: string, name: string): number => {
  const value = new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(output)?.[1]
  if (value === undefined) throw new Error(output)
  return Number(value)
}

const measure = async (program: string): Promise<Figures> => {
  const project = `${root}benchmark/types/tsconfig.${program}.json`
  await writeFile(project, JSON.stringify({ extends: "./tsconfig.json", files: [`${program}.ts`] }))
  try {
    const output = await tsc("-p", project, "--extendedDiagnostics", "--singleThreaded")
    return { types: figure(output, "Types"), instantiations: figure(output, "Instantiations") }
  } finally {
    await rm(project)
  }
}

const programs = [
  ["every entity, read, typed and extended", "baseline", "entities"],
  ["the program of the README", "effects", "program"]
] as const

/** The cost of the types of a program, minus that of a program that uses the same Effect modules. */
export interface TypeCost extends Figures {
  readonly name: string
}

/** Measures the programs with the built declarations, as users compile them. */
export const typeCosts = async (): Promise<ReadonlyArray<TypeCost>> => {
  await tsc("-b", "packages/streams/tsconfig.src.json")
  const costs: Array<TypeCost> = []
  for (const [name, base, program] of programs) {
    const [without, total] = [await measure(base), await measure(program)]
    const instantiations = total.instantiations - without.instantiations
    costs.push({ name, types: total.types - without.types, instantiations })
  }
  return costs
}

/** Measures the cost of type-checking. */
export const types = async (): Promise<Table> => ({
  title: "Types",
  about:
    "Cost of type-checking a program, minus that of one that uses the same Effect modules (`tsc --extendedDiagnostics`).",
  head: ["program", "types", "instantiations"],
  rows: (await typeCosts()).map((
    { instantiations, name, types }
  ) => [name, thousands(types), thousands(instantiations)])
})
