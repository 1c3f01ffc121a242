/**
 * Type-checks the examples of the doc comments: each `ts` fence in the sources becomes a file under
 * `build/doc-comments`, and all of them are one program. They are what editors show and what the API reference prints.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Array, Console, Effect, FileSystem, Path, Schema } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

class Unchecked extends Schema.TaggedError<Unchecked>()("Unchecked", { problem: Schema.String }) {
  override get message(): string {
    return this.problem
  }
}

interface Fence {
  readonly line: number
  readonly code: string
}

/** The `ts` fences in the comments of a source, each with the line that it begins on. */
const fences = (source: string): ReadonlyArray<Fence> =>
  [...source.matchAll(/^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm)].map((match) => ({
    line: source.slice(0, match.index).split("\n").length + 1,
    code: (match[1] ?? "").replaceAll(/^ *\* ?/gm, "")
  }))

const tsconfig = {
  extends: "../../tsconfig.workspace.json",
  compilerOptions: { incremental: false, noUnusedLocals: false, noUnusedParameters: false },
  include: ["*.ts"],
  references: []
}

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const root = yield* path.fromFileUrl(new URL("..", import.meta.url))
  const folder = path.join(root, "build", "doc-comments")
  yield* fs.remove(folder, { recursive: true, force: true })
  yield* fs.makeDirectory(folder, { recursive: true })

  const sources = (yield* fs.readDirectory(path.join(root, "packages"), { recursive: true }))
    .filter((file) => /^[\w-]+\/src\/.*\.ts$/.test(file))
  const counts = yield* Effect.forEach(sources, (file) =>
    Effect.gen(function*() {
      const found = fences(yield* fs.readFileString(path.join(root, "packages", file)))
      // The name of the file is the place of the example: an error says where to look.
      yield* Effect.forEach(found, ({ code, line }) =>
        fs.writeFileString(path.join(folder, `${file.slice(0, -3).replaceAll("/", "_")}.${line}.ts`), code))
      return found.length
    }))
  const count = Array.reduce(counts, 0, (sum, fences) => sum + fences)
  if (count === 0) return yield* new Unchecked({ problem: "no example was found" })

  yield* fs.writeFileString(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig))
  const exitCode = yield* spawner.exitCode(
    ChildProcess.make("tsc", ["--project", folder], {
      cwd: root,
      extendEnv: true,
      stdout: "inherit",
      stderr: "inherit"
    })
  )
  if (exitCode !== 0) return yield* new Unchecked({ problem: "examples of doc comments do not compile" })
  yield* Console.log(`${count} examples of doc comments compile.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
