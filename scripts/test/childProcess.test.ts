import { NodeServices } from "@effect/platform-node"
import { describe, layer } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Path, Scope, Stream } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { node } from "../internal/childProcess.ts"

/** Starts a process that starts another one. `ended` succeeds when both have closed their standard output. */
const start = Effect.gen(function*() {
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const program = yield* path.fromFileUrl(new URL("utils/parentProcess.ts", import.meta.url))
  const { pid, stdout } = yield* spawner.spawn(node([program]))
  const ready = yield* Deferred.make<void>()
  const ended = yield* Effect.forkDetach(Stream.runForEach(stdout, () => Deferred.succeed(ready, undefined)))
  yield* Deferred.await(ready)
  return { pid, ended: Fiber.join(ended) }
})

describe("childProcess", () => {
  layer(NodeServices.layer, { excludeTestServices: true })((it) => {
    it.effect("node ends when its parent is killed", () =>
      Effect.gen(function*() {
        const { ended, pid } = yield* start
        yield* Effect.sync(() => process.kill(pid, "SIGKILL"))
        yield* ended
      }))

    it.effect("node ends with its scope, including its process group", () =>
      Effect.gen(function*() {
        const scope = yield* Scope.make()
        const { ended } = yield* Scope.provide(start, scope)
        yield* Scope.close(scope, Exit.void)
        yield* ended
      }))
  })
})
