import { execFile } from "node:child_process"
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { promisify } from "node:util"
import { quartiles } from "../stats.ts"
import type { Table } from "../table.ts"

const run = promisify(execFile)

const packages = new URL("../../../packages/", import.meta.url).pathname

/** Copies a built package to a folder, with its published exports. */
const install = async (folder: string, name: string) => {
  const target = `${folder}/node_modules/@effect-revox/${name}`
  await mkdir(target, { recursive: true })
  await cp(`${packages}${name}/dist`, `${target}/dist`, { recursive: true })
  const manifest: { readonly publishConfig: object } = JSON.parse(
    await readFile(`${packages}${name}/package.json`, "utf8")
  )
  await writeFile(`${target}/package.json`, JSON.stringify({ ...manifest, ...manifest.publishConfig }))
}

/** A program that imports the modules of Effect that the built packages import, except for the optional policies. */
const effectImports = async (names: ReadonlyArray<string>): Promise<string> => {
  const found = new Set<string>()
  for (const name of names) {
    const folder = `${packages}${name}/dist/`
    for (const file of await readdir(folder, { recursive: true })) {
      if (!file.endsWith(".js") || /(?:^|\/)(?:index|RequestPolicy)\.js$/.test(file)) continue
      const code = await readFile(folder + file, "utf8")
      for (const [, module] of code.matchAll(/from "(effect\/[^"]+)"/g)) if (module !== undefined) found.add(module)
    }
  }
  return [...found].map((module) => `import "${module}"`).join("\n")
}

/** Measures the time to import a module, minus the time of an empty process. */
export const coldStart = async (repeats: number): Promise<Table> => {
  await run("npx", ["tsc", "-b", `${packages}client/tsconfig.src.json`])
  const folder = await mkdtemp(`${packages}../benchmark/.cold-`)
  for (const name of ["schema", "client"]) await install(folder, name)
  const programs: ReadonlyArray<readonly [name: string, code: string]> = [
    ["nothing", ""],
    ["the modules of Effect that the client uses", await effectImports(["schema", "client"])],
    ["@effect-revox/client/Revox, with these modules", `import "@effect-revox/client/Revox"`],
    ["npm openai", `import "openai"`]
  ]
  const times = programs.map(() => new Array<number>())
  try {
    for (const [index, [, code]] of programs.entries()) await writeFile(`${folder}/${index}.mjs`, code)
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const index of programs.keys()) {
        const began = performance.now()
        await run(process.execPath, [`${folder}/${index}.mjs`])
        times[index]?.push(performance.now() - began)
      }
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  const [empty = 0, ...others] = times.map((values) => quartiles(values).median)
  return {
    title: "Cold start",
    about: "Median time that an import adds to an empty process.",
    head: ["import", "time"],
    rows: others.map((time, index) => [programs[index + 1]?.[0] ?? "", `${(time - empty).toFixed(0)} ms`])
  }
}
