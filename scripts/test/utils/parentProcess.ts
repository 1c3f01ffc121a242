/** A process that starts another one, which inherits its standard output, and waits for it. */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { node } from "../../internal/childProcess.ts"

Effect.gen(function*() {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  // The process group of the parent ends with the test, even if this process would outlive its parent.
  const options = { detached: false, stdout: "inherit" } as const
  const child = yield* spawner.spawn(node(["--eval", "setInterval(() => {}, 1000)"], options))
  yield* Console.log("ready")
  return yield* child.exitCode
}).pipe(Effect.scoped, Effect.provide(NodeServices.layer), NodeRuntime.runMain)
