/**
 * Runs the tests while other processes keep the machine busy, since no test may depend on its speed.
 *
 *     node scripts/busy.ts [--runs 3] [--loops 4] [argument of Vitest ...]
 *
 * `--runs` is the number of runs, and `--loops` the number of processes that each keep a core busy. They always end
 * with this process, even if it is killed.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Clock, Console, Effect, Path, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { node } from "./internal/childProcess.ts"

class RunsFailed extends Schema.TaggedError<RunsFailed>()("RunsFailed", { failed: Schema.Int, runs: Schema.Int }) {
  override get message(): string {
    return `${this.failed} of ${this.runs} runs failed`
  }
}

/** Keeps a core busy. Regular pauses let the process notice that its parent has ended. */
const loop = `const spin = () => {
  const end = performance.now() + 100
  while (performance.now() < end);
  setImmediate(spin)
}
spin()`

const busy = (loops: number) =>
  Effect.repeat(ChildProcessSpawner.ChildProcessSpawner.use((spawner) => spawner.spawn(node(["--eval", loop]))), {
    times: loops - 1
  })

/** Runs the tests once, and returns whether they passed. */
const test = Effect.fnUntraced(function*(args: ReadonlyArray<string>) {
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const vitest = yield* path.fromFileUrl(new URL("../node_modules/vitest/vitest.mjs", import.meta.url))
  const child = yield* spawner.spawn(
    ChildProcess.make(process.execPath, [vitest, "run", "--config", "vitest.workspace.ts", ...args], {
      stdin: "ignore",
      stdout: "inherit",
      stderr: "inherit",
      forceKillAfter: "10 seconds"
    })
  )
  return Number(yield* child.exitCode) === 0
}, Effect.scoped)

const positive = Schema.Int.check(Schema.isGreaterThan(0))

const command = Command.make(
  "test:busy",
  {
    runs: Flag.Int("runs").pipe(
      Flag.withDescription("Number of runs"),
      Flag.withSchema(positive),
      Flag.withDefault(3)
    ),
    loops: Flag.Int("loops").pipe(
      Flag.withDescription("Number of busy processes"),
      Flag.withSchema(positive),
      Flag.withDefault(4)
    ),
    args: Argument.String("argument").pipe(
      Argument.withDescription("Argument for Vitest, such as a file"),
      Argument.atLeast(0)
    )
  },
  Effect.fnUntraced(function*({ args, loops, runs }) {
    yield* busy(loops)
    let failed = 0
    for (let run = 1; run <= runs; run++) {
      const began = yield* Clock.currentTimeMillis
      const passed = yield* test(args)
      const seconds = Math.round(((yield* Clock.currentTimeMillis) - began) / 1000)
      if (!passed) failed += 1
      yield* Console.log(
        `Run ${run} of ${runs}, with ${loops} busy processes: ${passed ? "passed" : "failed"} after ${seconds} s`
      )
    }
    if (failed > 0) return yield* new RunsFailed({ failed, runs })
  }, Effect.scoped)
).pipe(Command.withDescription("Run the tests while other processes keep the machine busy"))

command.pipe(Command.run({ version: "0.0.0" }), Effect.provide(NodeServices.layer), NodeRuntime.runMain)
