import { execFile } from "node:child_process"
import { rm, writeFile } from "node:fs/promises"
import { promisify } from "node:util"
import { type Table, thousands } from "../table.ts"

const run = promisify(execFile)

const root = new URL("../../../", import.meta.url).pathname
const folder = `${root}benchmark/types/`

/** What the compiler says of a program, the best time of three. */
interface Figures {
  readonly types: number
  readonly instantiations: number
  readonly kilobytes: number
  readonly seconds: number
}

const tsc = async (...args: ReadonlyArray<string>): Promise<string> => {
  try {
    return (await run(`${root}node_modules/.bin/tsc`, args, { cwd: root })).stdout
  } catch (error) {
    const told = typeof error === "object" && error !== null && "stdout" in error ? String(error.stdout) : ""
    throw new Error(told === "" ? String(error) : told, { cause: error })
  }
}

const figure = (output: string, name: string): number => {
  const value = new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1]
  if (value === undefined) throw new Error(output)
  return Number(value)
}

const measure = async (program: string): Promise<Figures> => {
  const project = `${folder}tsconfig.${program}.json`
  await writeFile(project, JSON.stringify({ extends: "./tsconfig.json", files: [`${program}.ts`] }))
  try {
    const runs: Array<Figures> = []
    for (let count = 0; count < 3; count++) {
      const output = await tsc("-p", project, "--extendedDiagnostics", "--singleThreaded")
      runs.push({
        types: figure(output, "Types"),
        instantiations: figure(output, "Instantiations"),
        kilobytes: figure(output, "Memory used"),
        seconds: figure(output, "Check time")
      })
    }
    const [first, ...others] = runs
    if (first === undefined) throw new Error("nothing was measured")
    return others.reduce((best, next) => (next.seconds < best.seconds ? next : best), first)
  } finally {
    await rm(project)
  }
}

/** What the types of a program cost, on top of those of an application that has what it uses of Effect. */
export interface TypeCost {
  readonly name: string
  readonly base: Figures
  readonly whole: Figures
}

const programs = [
  ["every entity, read, typed and extended", "baseline", "entities"],
  ["the program of the README", "effects", "program"]
] as const

/** Packages are read as their users read them, from the built declarations. */
export const typeCosts = async (): Promise<ReadonlyArray<TypeCost>> => {
  await tsc("-b", "packages/streams/tsconfig.src.json")
  const costs: Array<TypeCost> = []
  for (const [name, base, whole] of programs) {
    costs.push({ name, base: await measure(base), whole: await measure(whole) })
  }
  return costs
}

/** What types cost the compiler. */
export const types = async (): Promise<Table> => {
  const costs = await typeCosts()
  return {
    title: "Types",
    about:
      "What checking a program costs on top of one that only uses the same of Effect, by `tsc --extendedDiagnostics`.",
    head: ["program", "types", "instantiations", "memory", "check time"],
    rows: costs.map(({ base, name, whole }) => [
      name,
      thousands(whole.types - base.types),
      thousands(whole.instantiations - base.instantiations),
      `${((whole.kilobytes - base.kilobytes) / 1024).toFixed(1)} MB`,
      `${((whole.seconds - base.seconds) * 1000).toFixed(0)} ms`
    ])
  }
}
