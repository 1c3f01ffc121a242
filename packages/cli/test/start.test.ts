import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { revox } from "./utils/revox.ts"

// Empty variables of Node are as good as none.
const env = { NODE_COMPILE_CACHE: "" }

layer(NodeServices.layer, { excludeTestServices: true })("start", (it) => {
  describe("cache of compiled code", () => {
    it.effect("is in the cache directory of the user, except for --version", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const home = yield* fs.makeTempDirectoryScoped()
        const other = yield* fs.makeTempDirectoryScoped()
        yield* revox(["--version"], { env: { ...env, HOME: home } })
        assert.deepStrictEqual(yield* fs.readDirectory(home), [])
        yield* revox(["help"], { env: { ...env, HOME: home } })
        assert.isNotEmpty(yield* fs.readDirectory(path.join(home, ".cache", "revox")))
        yield* revox(["help"], { env: { ...env, HOME: home, XDG_CACHE_HOME: other } })
        assert.isNotEmpty(yield* fs.readDirectory(path.join(other, "revox")))
      }))

    it.effect("is not needed", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const file = yield* fs.makeTempFileScoped()
        const missing = path.join(yield* fs.makeTempDirectoryScoped(), "home")
        const expected = yield* revox(["help"], { env })
        assert.strictEqual(expected.exitCode, 0)
        for (const home of [file, missing, ""]) {
          assert.deepStrictEqual(yield* revox(["help"], { env: { ...env, HOME: home } }), expected)
        }
        assert.isFalse(yield* fs.exists(missing))
      }))
  })
})
