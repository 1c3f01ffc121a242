import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"

const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "")

layer(NodeServices.layer)("docs/examples/durable.ts", (it) => {
  it.effect("is what distributed.md shows", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const docs = yield* path.fromFileUrl(new URL("../../../docs/", import.meta.url))
      const text = yield* fs.readFileString(path.join(docs, "distributed.md"))
      const known = new Set(linesOf(yield* fs.readFileString(path.join(docs, "examples", "durable.ts"))))
      const shown = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap((match) => linesOf(match[1] ?? ""))
      assert.isAbove(shown.length, 5)
      assert.deepStrictEqual(shown.filter((line) => !known.has(line)), [])
    }))
})
