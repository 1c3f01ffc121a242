/**
 * What the types of the entities cost the compiler: a program that uses each of them against one that only knows
 * Effect's Schema. The entities are read as a consumer reads them, from the built declarations.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

class CompilerFailed extends Schema.TaggedError<CompilerFailed>()("CompilerFailed", { output: Schema.String }) {
  override get message(): string {
    return this.output
  }
}

const figures = ["Types", "Instantiations", "Memory used", "Check time"]

const tsc = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  return yield* spawner.string(ChildProcess.make("tsc", args), { includeStderr: true })
})

/** The figures of one program, the best time of three. */
const measure = Effect.fnUntraced(function*(program: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* path.fromFileUrl(new URL(".", import.meta.url))
  const project = path.join(folder, `tsconfig.${program}.json`)
  yield* Effect.acquireRelease(
    fs.writeFileString(project, JSON.stringify({ extends: "./tsconfig.json", files: [`${program}.ts`] })),
    () => Effect.ignore(fs.remove(project))
  )
  const run = Effect.gen(function*() {
    const output = yield* tsc("-p", project, "--extendedDiagnostics", "--singleThreaded")
    return yield* Effect.forEach(figures, (figure) => {
      const value = new RegExp(`^${figure}:\\s+([\\d.]+)`, "m").exec(output)?.[1]
      return value === undefined ? Effect.fail(new CompilerFailed({ output })) : Effect.succeed(Number(value))
    })
  })
  const runs = yield* Effect.replicateEffect(run, 3)
  return figures.map((_, index) => Math.min(...runs.map((values) => values[index] ?? Infinity)))
}, Effect.scoped)

const program = Effect.gen(function*() {
  yield* tsc("-b", "packages/schema/tsconfig.src.json")
  const baseline = yield* measure("baseline")
  const entities = yield* measure("entities")
  const units = ["", "", " K", " s"]
  yield* Console.log(
    ["".padEnd(16), "Schema alone".padStart(14), "all entities".padStart(14), "on top".padStart(14)].join("")
  )
  yield* Effect.forEach(figures, (figure, index) => {
    const [without = 0, withAll = 0] = [baseline[index], entities[index]]
    const digits = figure === "Check time" ? 3 : 0
    const show = (value: number) => `${value.toFixed(digits)}${units[index]}`.padStart(14)
    return Console.log([figure.padEnd(16), show(without), show(withAll), show(withAll - without)].join(""))
  })
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
