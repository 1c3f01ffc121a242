/** Runs the main tests of the client and of the streams on Bun and Deno, and the handler of the recipe for workers. */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect, FileSystem } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { root } from "../internal/packages.ts"
import { CheckFailed, run, step } from "../internal/shell.ts"
import { type Runtime, runtimes } from "./suite.ts"

const example = "docs/examples/runtimes.ts"

const check = Effect.fnUntraced(function*({ command, name }: Runtime) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const fs = yield* FileSystem.FileSystem
  const cwd = yield* root
  // Deno fills its cache and looks for updates otherwise, in the home directory.
  const env = { DENO_DIR: yield* fs.makeTempDirectoryScoped(), DENO_NO_UPDATE_CHECK: "1" }
  const [bin, ...args] = [...command, "node_modules/vitest/vitest.mjs", "run", "--config"]
  const exitCode = yield* spawner.exitCode(ChildProcess.make(bin, [...args, "scripts/runtimes/vitest.config.ts"], {
    cwd,
    env,
    extendEnv: true,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit"
  }))
  if (exitCode !== 0) return yield* new CheckFailed({ problem: `The tests failed on ${name}` })
  const onNode = yield* run(cwd, [process.execPath, "--disable-warning=ExperimentalWarning", example])
  const output = yield* run(cwd, [...command, example], env)
  if (output !== onNode) {
    return yield* new CheckFailed({ problem: `${example} printed on ${name}:\n${output}\non Node:\n${onNode}` })
  }
}, Effect.scoped)

Effect.forEach(runtimes, (runtime) => step(`tests and handler on ${runtime.name}`, check(runtime))).pipe(
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
