import { RevoxClient, RevoxError } from "@effect-revox/client"
import { CompletionError, ExportError, RowsError } from "@effect-revox/streams"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import * as Metrics from "../../packages/client/src/internal/metrics.ts"
import { Settings } from "../../packages/client/src/internal/settings.ts"

const read = Effect.fnUntraced(function*(name: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* fs.readFileString(yield* path.fromFileUrl(new URL(`../../docs/${name}`, import.meta.url)))
})

/** The names in the first column of the table under a heading. */
const firstColumn = (text: string, heading: string): ReadonlyArray<string> => {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? ""
  return [...section.matchAll(/^\| `(\w+)`/gm)].map(([_, name = ""]) => name)
}

layer(NodeServices.layer)("docs", (it) => {
  describe("reference/configuration.md", () => {
    it.effect("lists exactly the existing options", () =>
      Effect.gen(function*() {
        const options: Record<keyof RevoxClient.Options, true> = {
          apiKey: true,
          baseUrl: true,
          timeout: true,
          totalTimeout: true,
          maxRetries: true,
          maxConcurrentRequests: true,
          userAgent: true,
          maxBodySize: true,
          rateLimit: true,
          circuitBreaker: true,
          transformClient: true
        }
        assert.deepStrictEqual(firstColumn(yield* read("reference/configuration.md"), "Options"), Object.keys(options))
        assert.deepStrictEqual(
          Object.keys(options).filter((name) => name in Settings.fields),
          Object.keys(Settings.fields)
        )
      }))

    it.effect("links to every scoped override", () =>
      Effect.gen(function*() {
        const text = yield* read("guides/retries.md")
        const overrides = Object.keys(RevoxClient).filter((name) => name.startsWith("with"))
        assert.isAbove(overrides.length, 3)
        for (const name of overrides) assert.include(text, `| \`RevoxClient.${name}\` |`)
      }))

    it.effect("lists every metric", () =>
      Effect.gen(function*() {
        const text = yield* read("reference/configuration.md")
        for (const metric of Object.values(Metrics)) assert.include(text, `| \`${metric.id}\` |`)
      }))
  })

  describe("migration/effect-3.md", () => {
    it.effect("only names modules and members of the installed Effect", () =>
      Effect.gen(function*() {
        const text = yield* read("migration/effect-3.md")
        const now = [...text.matchAll(/^\|[^|]+\|([^|]+)\|$/gm)].map(([_, cell = ""]) => cell).join()
        const modules = new Set([...now.matchAll(/`(effect\/[\w-]+)`/g)].map(([_, name = ""]) => name))
        const members = [...now.matchAll(/`([A-Z]\w+)\.(\w+)/g)].map(([_, module = "", name = ""]) => ({
          module,
          name
        }))
        assert.isAbove(modules.size, 8)
        assert.isAbove(members.length, 10)
        yield* Effect.forEach(modules, (name) => Effect.promise(() => import(name)))
        for (const { module, name } of members) {
          const from = module === "NodeServices" ? "@effect/platform-node/NodeServices" : `effect/${module}`
          const found: Record<string, unknown> = yield* Effect.promise(() => import(from))
          assert.property(found, name, module)
        }
      }))
  })

  describe("reference/errors.md", () => {
    it.effect("lists exactly the existing reasons", () =>
      Effect.gen(function*() {
        const tags = RevoxError.Reason.members.map((reason) => reason.fields._tag.schema.literal)
        assert.deepStrictEqual(firstColumn(yield* read("reference/errors.md"), "Reasons"), tags)
      }))

    it.effect("lists every reason of the other errors", () =>
      Effect.gen(function*() {
        const text = yield* read("reference/errors.md")
        const errors = {
          RowsError: RowsError.Reason.members,
          CompletionError: CompletionError.Reason.members,
          ExportError: ExportError.Reason.members
        }
        for (const [error, reasons] of Object.entries(errors)) {
          const row = text.split("\n").find((line) => line.startsWith(`| \`${error}\` |`)) ?? ""
          const named = [...row.matchAll(/`(\w+)`/g)].map(([_, name]) => name).slice(1)
          assert.sameMembers(named, reasons.map((reason) => reason.fields._tag.schema.literal))
        }
      }))
  })
})
