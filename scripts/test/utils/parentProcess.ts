/** A process that starts another one, which holds its standard output open, and waits. */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { node } from "../../internal/childProcess.ts"

Effect.gen(function*() {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  // In the process group of its parent, so that it ends with the test even when it does not end with the parent.
  const options = { detached: false, stdout: "inherit" } as const
  const child = yield* spawner.spawn(node(["--eval", "setInterval(() => {}, 1000)"], options))
  yield* Console.log("ready")
  return yield* child.exitCode
}).pipe(Effect.scoped, Effect.provide(NodeServices.layer), NodeRuntime.runMain)
