/**
 * Generates `docs/reference/coverage.md`, `docs/reference/entities.md`, `docs/json-schema.json` and `docs/openapi.json` from
 * the schemas. With `--check`, it writes nothing and fails if one of them is outdated.
 */
import { api } from "@effect-revox/schema/HttpApi"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema, Stdio } from "effect"
import { OpenApi } from "effect/http-api"
import { coveragePage } from "./internal/coverage.ts"
import { entityTables } from "./internal/entityTables.ts"
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

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const docs = yield* path.fromFileUrl(new URL("../docs", import.meta.url))
  const check = (yield* Stdio.Stdio.use((stdio) => stdio.args)).includes("--check")

  const files = yield* Effect.filter(Object.entries(generated), ([name, text]) =>
    Effect.map(
      Effect.orElseSucceed(fs.readFileString(path.join(docs, name)), () => ""),
      (committed) => committed !== text
    ))
  const names = files.map(([name]) => `docs/${name}`)
  if (check && names.length > 0) return yield* new Drift({ files: names })
  yield* Effect.forEach(files, ([name, text]) => fs.writeFileString(path.join(docs, name), text))
  yield* Console.log(names.length === 0 ? "Everything is up to date." : `Wrote ${names.join(", ")}.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
