/** Runs the main tests of the client and of the streams on Bun and Deno. */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect, FileSystem } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { root } from "../internal/packages.ts"
import { CheckFailed } from "../internal/shell.ts"
import { type Runtime, runtimes } from "./suite.ts"

const runSuite = Effect.fnUntraced(function*({ command: [bin, ...args], name }: Runtime) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const fs = yield* FileSystem.FileSystem
  const cache = yield* fs.makeTempDirectoryScoped()
  const exitCode = yield* spawner.exitCode(ChildProcess.make(bin, [
    ...args,
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "scripts/runtimes/vitest.config.ts"
  ], {
    cwd: yield* root,
    env: { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1" },
    extendEnv: true,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit"
  }))
  if (exitCode !== 0) return yield* new CheckFailed({ problem: `The tests failed on ${name}` })
}, Effect.scoped)

Effect.forEach(runtimes, runSuite).pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
