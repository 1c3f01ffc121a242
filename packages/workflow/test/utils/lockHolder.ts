/** Program that locks the directory of its argument, prints the result, and keeps the lock until it is killed. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as DirectoryLock from "../../src/internal/directoryLock.ts"

const program = DirectoryLock.acquire(process.argv[2] ?? "").pipe(
  Effect.matchEffect({
    onFailure: (error) => Console.log(error._tag),
    onSuccess: () => Effect.andThen(Console.log("locked"), Effect.never)
  }),
  Effect.scoped,
  Effect.provide(NodeServices.layer)
)

NodeRuntime.runMain(program)
