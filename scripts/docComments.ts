/**
 * Type-checks the examples of doc comments. Each `ts` block in the sources becomes a file under `build/doc-comments`,
 * named after the source file and line.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path } from "effect"
import { root } from "./internal/packages.ts"
import { CheckFailed, run } from "./internal/shell.ts"

const tsconfig = {
  extends: "../../tsconfig.workspace.json",
  compilerOptions: { incremental: false, noUnusedLocals: false, noUnusedParameters: false },
  include: ["*.ts"],
  references: []
}

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const folder = path.join(home, "build", "doc-comments")
  yield* fs.remove(folder, { recursive: true, force: true })
  yield* fs.makeDirectory(folder, { recursive: true })
  yield* fs.writeFileString(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig))

  const files = yield* fs.readDirectory(path.join(home, "packages"), { recursive: true })
  let count = 0
  for (const file of files.filter((name) => /^[\w-]+\/src\/.*\.ts$/.test(name))) {
    const source = yield* fs.readFileString(path.join(home, "packages", file))
    for (const { 1: block = "", index } of source.matchAll(/^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm)) {
      const line = source.slice(0, index).split("\n").length + 1
      const name = `${file.slice(0, -3).replaceAll("/", "_")}.${line}.ts`
      yield* fs.writeFileString(path.join(folder, name), block.replaceAll(/^ *\* ?/gm, ""))
      count += 1
    }
  }
  if (count === 0) return yield* new CheckFailed({ problem: "No examples were found in the doc comments" })
  yield* run(home, ["tsc", "--project", folder])
  yield* Console.log(`${count} examples of doc comments compile.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
