/**
 * Packs the packages and uses them as applications do. Lints the tarballs, installs them into an empty project,
 * compiles the programs of the READMEs, and runs them against the packed simulator on each supported version of Node, on Bun
 * and on Deno.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema, Stream } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { node } from "../internal/childProcess.ts"
import { root } from "../internal/packages.ts"
import { checkCommand } from "./command.ts"
import { lint, packAll } from "./package.ts"
import { compileWithPnpm } from "./pnpmProject.ts"
import { compile, importAll, installNode, makeProject, type Runtime } from "./project.ts"
import { otherRuntimes, withFetch } from "./runtimes.ts"
import { CheckFailed, run, step } from "../internal/shell.ts"

const Environment = Schema.fromJsonString(
  Schema.Struct({ REVOX_BASE_URL: Schema.String, REVOX_API_KEY: Schema.String })
)

/** Starts the simulator, and returns the environment of programs that use it. */
const startSimulator = Effect.fnUntraced(function*(folder: string) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const child = yield* spawner.spawn(
    node(["simulator.js"], { cwd: folder, extendEnv: true })
  )
  const line = yield* Stream.runHead(Stream.splitLines(Stream.decodeText(child.stdout)))
  return yield* Schema.decodeEffect(Environment)(yield* Effect.fromOption(line))
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const folder = yield* fs.makeTempDirectoryScoped()

  const packages = yield* packAll(folder)
  const libraries = packages.filter(({ manifest }) => manifest.bin === undefined)
  const commands = packages.filter(({ manifest }) => manifest.bin !== undefined)
  const project = path.join(folder, "project")
  const compileProject = Effect.gen(function*() {
    yield* step("installed into an empty project", makeProject(project, home, libraries))
    yield* fs.copyFile(path.join(home, "scripts", "packed", "simulator.ts"), path.join(project, "simulator.ts"))
    yield* step("compiled by TypeScript 6 and 7, as nodenext and as bundler", compile(project))
  })
  // Installations wait for the registry, and the other checks need a processor.
  const { nodes: [oldest, ...current] } = yield* Effect.all({
    nodes: Effect.all([installNode(folder, 20), installNode(folder, 22), installNode(folder, 24)], {
      concurrency: "unbounded"
    }),
    project: compileProject,
    pnpm: step(
      "compiled with declarations in a project of pnpm",
      compileWithPnpm(path.join(folder, "pnpm"), home, libraries)
    ),
    lint: Effect.forEach(packages, (packed) => step(`${packed.manifest.name}: publint, attw`, lint(home, packed)))
  }, { concurrency: "unbounded" })
  const { bun, deno } = yield* otherRuntimes
  yield* Effect.forEach(
    [oldest, ...current, bun, deno],
    (runtime) => step(`all modules imported on ${runtime.name}`, importAll(project, libraries, runtime))
  )

  const compiled = path.join(project, "out", "nodenext")
  const environment = yield* startSimulator(compiled)
  const checkProgram = Effect.fnUntraced(function*(script: string, expected: RegExp, { command, name }: Runtime) {
    const output = yield* run(compiled, [...command, script], environment)
    if (!expected.test(output)) {
      return yield* new CheckFailed({ problem: `${script} printed unexpected output:\n${output}` })
    }
    yield* Console.log(`✓ ${script} runs on ${name}`)
  })
  yield* Effect.forEach(
    [oldest, ...current, bun, deno],
    (runtime) => checkProgram("readme-client-0.js", /^.+: [1-9]\d* .+\n$/, runtime)
  )
  const rows = /^(?:\+\d+ \w+\n)+$/
  yield* Effect.forEach([...current, deno], (runtime) => checkProgram("readme-0.js", rows, runtime))
  const readme = yield* fs.readFileString(path.join(compiled, "readme-0.js"))
  yield* fs.writeFileString(path.join(compiled, "readme-0-fetch.js"), withFetch(readme))
  yield* checkProgram("readme-0-fetch.js", rows, bun)
  yield* step("the test of the README passes", run(project, ["npx", "vitest", "run", "--root", compiled]))

  yield* Effect.forEach(
    commands,
    (packed) =>
      checkCommand({
        folder: path.join(folder, "command"),
        packed,
        nodes: current,
        campaign: "campaign-id",
        rows: 250,
        environment
      })
  )
  yield* Console.log(`${packages.length} passed, 0 failed`)
}).pipe(Effect.scoped)

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
