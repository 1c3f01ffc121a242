/**
 * Generates `docs/reference/coverage.md`, `docs/reference/entities.md`, `docs/json-schema.json` and `docs/openapi.json` from
 * the schemas, and the figures of `docs/index.md` from the pages with the measurements. With `--check`, it writes nothing and
 * fails if one of them is outdated.
 */
import { api } from "@effect-revox/schema/HttpApi"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, type PlatformError, Schema, Stdio } from "effect"
import { OpenApi } from "effect/http-api"
import { coveragePage } from "./internal/coverage.ts"
import { entityTables } from "./internal/entityTables.ts"
import { figuresList } from "./internal/figures.ts"
import { jsonSchema } from "./internal/jsonSchema.ts"

class Drift extends Schema.TaggedError<Drift>()("Drift", { files: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `${this.files.join(", ")}: outdated. Run \`pnpm generate\` and commit the result.`
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const generated = {
  "reference/coverage.md": coveragePage,
  "reference/entities.md": entityTables,
  "json-schema.json": json(jsonSchema),
  "openapi.json": json(OpenApi.fromApi(api))
}

/** The start page, with the figures of other pages between its markers. */
const startPage = Effect.fnUntraced(
  function*(read: (name: string) => Effect.Effect<string, PlatformError.PlatformError>) {
    const figures = figuresList(yield* read("performance.md"), yield* read("explanation/durability.md"))
    return (yield* read("index.md")).replace(
      /(<!-- begin figures -->\n)[\s\S]*(<!-- end figures -->)/,
      (_, begin: string, end: string) => `${begin}\n${figures}\n\n${end}`
    )
  }
)

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const docs = yield* path.fromFileUrl(new URL("../docs", import.meta.url))
  const read = (name: string) => fs.readFileString(path.join(docs, name))
  const check = (yield* Stdio.Stdio.use((stdio) => stdio.args)).includes("--check")

  const all = Object.entries({ ...generated, "index.md": yield* startPage(read) })
  const files = yield* Effect.filter(
    all,
    ([name, text]) => Effect.map(Effect.orElseSucceed(read(name), () => ""), (committed) => committed !== text)
  )
  const names = files.map(([name]) => `docs/${name}`)
  if (check && names.length > 0) return yield* new Drift({ files: names })
  yield* Effect.forEach(files, ([name, text]) => fs.writeFileString(path.join(docs, name), text))
  yield* Console.log(names.length === 0 ? "Everything is up to date." : `Wrote ${names.join(", ")}.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
