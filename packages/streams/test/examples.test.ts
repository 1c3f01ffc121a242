import { NodeServices } from "@effect/platform-node"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"

/** What an example prints, run as a reader would run it. */
const output = (name: string) =>
  Effect.callback<string, Error>((resume) => {
    const file = fileURLToPath(new URL(`../../../docs/examples/${name}.ts`, import.meta.url))
    const child = execFile(process.execPath, ["--disable-warning=ExperimentalWarning", file], (error, stdout) =>
      resume(error === null ? Effect.succeed(stdout) : Effect.fail(error)))
    return Effect.sync(() =>
      child.kill()
    )
  })

const docs = fileURLToPath(new URL("../../../docs/", import.meta.url))

const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "")

describe("docs", () => {
  layer(NodeServices.layer)((it) => {
    it.effect.each(["rows", "completion", "exports"])(
      "%s.md shows what its examples do",
      (name) =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const text = yield* fs.readFileString(`${docs}${name}.md`)
          const files = [...new Set([...text.matchAll(/\(examples\/([\w-]+\.ts)\)/g)].map((match) => match[1]))]
          const sources = yield* Effect.forEach(files, (file) => fs.readFileString(`${docs}examples/${file}`))
          const known = new Set(sources.flatMap(linesOf))
          const shown = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap((match) => linesOf(match[1] ?? ""))
          assert.isAbove(shown.length, 5)
          assert.deepStrictEqual(shown.filter((line) => !known.has(line)), [])
        })
    )
  })
})

describe("docs/examples", () => {
  it.live.each<[string, ReadonlyArray<string | RegExp>]>([
    ["rows", [
      "all: 2500 rows",
      "reached: 10 numbers",
      /typed: \d+ names, \d+ dead letters/,
      "in two sittings: 1000 rows, then 1500",
      "audit: 2500 of 2500, 0 twice, drift 0",
      "counted from 1: 100 rows are missing"
    ]],
    ["rows-to-sql", ["2500 rows in the table", /\d+ human/]],
    ["rows-fan-out", ["2500 rows read once", /(\d+) people were reached, \1 of them are in the file/]],
    ["completion", [/running \d+%/, "completed 100%", "completed, extraction completed", "nobody started it"]],
    ["exports", [
      "ndjson: 2500 rows",
      "csv: 2500 rows in",
      /reached: \d+ bytes/,
      "left behind: spring.csv, spring.ndjson\n"
    ]],
    ["outside-effect", ["is completed", "some people were reached", "2500 lines"]]
  ])("%s runs against the simulator", ([name, expected]) =>
    Effect.gen(function*() {
      const printed = yield* output(name)
      for (const line of expected) {
        if (line instanceof RegExp) assert.match(printed, line)
        else assert.include(printed, line)
      }
    }), 60_000)
})
