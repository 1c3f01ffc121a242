import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "")

layer(NodeServices.layer, { excludeTestServices: true })("docs/examples/durable.ts", (it) => {
  it.effect("goes on in a second process where the first one ended", () =>
    Effect.gen(function*() {
      const path = yield* Path.Path
      const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
      const file = yield* path.fromFileUrl(new URL("../../../docs/examples/durable.ts", import.meta.url))
      const child = yield* spawner.spawn(
        ChildProcess.make(process.execPath, ["--disable-warning=ExperimentalWarning", file], { extendEnv: true })
      )
      const printed = yield* Stream.mkString(Stream.decodeText(child.stdout))
      assert.include(printed, "the first process ends: it waits")
      assert.include(printed, "attempt 1: 40 rows of winter in revox_rows")
    }), 120_000)

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
