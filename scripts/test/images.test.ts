import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { renderPage } from "../../benchmark/internal/page.ts"
import { read } from "../../benchmark/internal/results.ts"
import { diagrams } from "../../docs/drawing/diagrams.ts"
import { render } from "../../docs/drawing/svg.ts"
import { root } from "../internal/packages.ts"

layer(NodeServices.layer)("images", (it) => {
  describe("diagrams", () => {
    it.effect.each(diagrams)("$name.svg is up to date", (diagram) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const file = path.join(yield* root, "docs", "images", `${diagram.name}.svg`)
        assert.strictEqual(yield* fs.readFileString(file), render(diagram), "run pnpm docs:images")
      }))
  })

  describe("performance page", () => {
    it.effect("has the summaries, charts and tables of the stored results", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const files = yield* Effect.promise(async () => renderPage(await read()))
        assert.isAbove(files.size, 4)
        for (const [file, text] of files) {
          assert.strictEqual(yield* fs.readFileString(file), text, "run pnpm bench --render")
        }
      }))
  })
})
