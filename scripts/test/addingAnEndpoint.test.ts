import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { root } from "../internal/packages.ts"
import { run } from "../internal/shell.ts"

const page = "docs/contributing/adding-an-endpoint.md"
const packages = ["schema", "client", "testing"]
const copied = ["client/test/endpoints.test.ts", "client/test/utils", ...packages.map((name) => `${name}/src`)]

/** The patches that the page shows, one per file. */
const patchesOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^```diff\n([\s\S]*?)^```$/gm)].map(([_, patch = ""]) => patch)

/** Copies the files that the page changes, and their dependencies, to a folder that git ignores. */
const copyPackages = Effect.fnUntraced(function*(home: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const build = path.join(home, "build")
  yield* fs.makeDirectory(build, { recursive: true })
  const folder = yield* fs.makeTempDirectoryScoped({ directory: build, prefix: "adding-an-endpoint-" })
  const scope = path.join(folder, "node_modules/@effect-revox")
  yield* fs.makeDirectory(scope, { recursive: true })
  yield* Effect.forEach(
    packages,
    Effect.fnUntraced(function*(name) {
      yield* fs.makeDirectory(path.join(folder, "packages", name), { recursive: true })
      yield* fs.symlink(path.join(folder, "packages", name), path.join(scope, name))
    })
  )
  yield* fs.makeDirectory(path.join(folder, "packages/client/test"))
  yield* Effect.forEach(
    [...copied, ...packages.map((name) => `${name}/package.json`)],
    (file) => fs.copy(path.join(home, "packages", file), path.join(folder, "packages", file))
  )
  const options = { composite: false, incremental: false, declaration: false, declarationMap: false, noEmit: true }
  yield* fs.writeFileString(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: path.join(home, "tsconfig.base.json"),
      compilerOptions: { ...options, types: ["node"] },
      include: ["packages/*/src", "packages/client/test"]
    })
  )
  return folder
})

layer(NodeServices.layer)(page, (it) => {
  it.effect("contains every change that an endpoint needs", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const home = yield* root
      const folder = yield* copyPackages(home)
      const tool = (name: string) => path.join(home, "node_modules/.bin", name)
      const compile = run(folder, [tool("tsc"), "--pretty", "false"])
      const apply = Effect.fnUntraced(function*(patch: string) {
        const file = path.join(folder, "change.diff")
        yield* fs.writeFileString(file, patch)
        yield* run(home, ["git", "apply", "--recount", `--directory=${path.relative(home, folder)}`, file])
      })

      const [declaration = "", ...others] = patchesOf(yield* fs.readFileString(path.join(home, page)))
      yield* apply(declaration)
      const { message } = yield* Effect.flip(compile)
      const incomplete = [...message.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([_, file]) => file)
      assert.deepStrictEqual(incomplete.toSorted(), [
        "packages/client/test/endpoints.test.ts",
        "packages/testing/src/internal/handlers/campaigns.ts"
      ])

      yield* Effect.forEach(others, apply)
      yield* compile
      const results = yield* run(folder, [tool("vitest"), "run", "--root", folder, "--reporter", "tap-flat"])
      assert.match(results, /^ok \d+ - .* > campaigns\.archive\b/m)
    }), 300_000)
})
