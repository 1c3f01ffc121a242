import { Effect } from "effect"
import { execFile } from "node:child_process"
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { promisify } from "node:util"
import { gzipSync } from "node:zlib"
import { bundle } from "../../../scripts/internal/bundle.ts"
import { apiKey } from "../contender.ts"
import { application, retrieveProgram, rowsProgram } from "../programs.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import type { Table } from "../table.ts"

const run = promisify(execFile)

const root = new URL("../../../", import.meta.url).pathname

const compressed = (code: string): number => gzipSync(code, { level: 9 }).length

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`

/** What a bundle weighs, minified and compressed, alone and on top of an application that uses Effect. */
export const bundles = async (): Promise<Table> => {
  const size = async (entry: string) => compressed((await Effect.runPromise(bundle(entry, { minify: true }))).code)
  const base = await size(application)
  const lines: Array<ReadonlyArray<string>> = []
  for (const [name, entry] of [["retrieve only", retrieveProgram], ["rows", rowsProgram]] as const) {
    const alone = await size(entry)
    const together = await size(`${application}\n${entry}`)
    lines.push([name, kilobytes(alone), kilobytes(together - base)])
  }
  return {
    title: "Bundle",
    about: `Minified by rolldown and compressed by gzip. The application that uses \`HttpClient\` and \`Schema\` has ` +
      `${kilobytes(base)} itself.`,
    head: ["program", "alone", "on top of an application with HttpClient and Schema"],
    rows: lines
  }
}

/** A program that imports what the built packages import of Effect. */
const effectImports = async (packages: ReadonlyArray<string>): Promise<string> => {
  const found = new Set<string>()
  for (const name of packages) {
    const folder = `${root}packages/${name}/dist`
    for (const file of await readdir(folder, { recursive: true })) {
      // The policies are not part of what the one-line layer imports.
      if (!file.endsWith(".js") || /(?:^|\/)(?:index|Policy)\.js$/.test(file)) continue
      const code = await readFile(`${folder}/${file}`, "utf8")
      for (const [, module] of code.matchAll(/from "(effect\/[^"]+)"/g)) if (module !== undefined) found.add(module)
    }
  }
  return [...found].map((module) => `import "${module}"`).join("\n")
}

/** Puts a package into a folder as npm would: built, and with the exports that it is published with. */
const install = async (folder: string, name: string) => {
  const target = `${folder}/node_modules/@effect-revox/${name}`
  await mkdir(target, { recursive: true })
  await cp(`${root}packages/${name}/dist`, `${target}/dist`, { recursive: true })
  const manifest: { readonly publishConfig: object } = JSON.parse(
    await readFile(`${root}packages/${name}/package.json`, "utf8")
  )
  await writeFile(`${target}/package.json`, JSON.stringify({ ...manifest, ...manifest.publishConfig }))
}

/** A program that asks for one campaign and ends. */
const oneCampaign = (baseUrl: string): string => `
import * as Campaigns from "@effect-revox/client/Campaigns"
import * as Revox from "@effect-revox/client/Revox"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const services = Layer.provide(
  Revox.layer({ apiKey: Redacted.make("${apiKey}"), baseUrl: "${baseUrl}" }),
  FetchHttpClient.layer
)
await Effect.runPromise(
  Effect.provide(Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("going")), services)
)
`

/** How long a process takes to import something, or for its first campaign, less an empty process. */
export const coldStart = async (server: Server, repeats: number): Promise<Table> => {
  const baseUrl = server.url(0)
  await run(`${root}node_modules/.bin/tsc`, ["-b", `${root}packages/client/tsconfig.src.json`])
  const folder = await mkdtemp(`${root}benchmark/.cold-`)
  for (const name of ["schema", "client"]) {
    await run(process.execPath, [`${root}scripts/forNode.ts`], { cwd: `${root}packages/${name}` })
    await install(folder, name)
  }
  const programs: ReadonlyArray<readonly [name: string, code: string]> = [
    ["nothing", ""],
    ["the modules of Effect that it uses", await effectImports(["schema", "client"])],
    ["@effect-revox/client/Revox, as it is published", `import "@effect-revox/client/Revox"`],
    ["npm openai", `import "openai"`],
    ["one campaign by fetch + json", `await (await fetch("${baseUrl}/campaigns/going")).json()`],
    [
      "one campaign by npm openai",
      `import OpenAI from "openai"
await new OpenAI({ apiKey: "${apiKey}", baseURL: "${baseUrl}" }).get("/campaigns/going")`
    ],
    ["one campaign by effect-revox over fetch, its schema compiled on the way", oneCampaign(baseUrl)]
  ]
  const lines: Array<ReadonlyArray<string>> = []
  try {
    const times = programs.map(() => new Array<number>())
    for (const [index, [, code]] of programs.entries()) await writeFile(`${folder}/${index}.mjs`, code)
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const index of programs.keys()) {
        const began = performance.now()
        await run(process.execPath, [`${folder}/${index}.mjs`])
        times[index]?.push(performance.now() - began)
      }
    }
    const empty = quartiles(times[0] ?? []).median
    for (const [index, [name]] of programs.entries()) {
      if (index === 0) continue
      lines.push([name, `${(quartiles(times[index] ?? []).median - empty).toFixed(0)} ms`])
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return {
    title: "Cold start",
    about: "What importing something, or asking for one campaign, adds to a process that does nothing, medians.",
    head: ["program", "time"],
    rows: lines
  }
}
