import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { kill, pid } from "node:process"

const Owner = Schema.fromJsonString(Schema.Struct({ pid: Schema.Int, token: Schema.String }))
const readOwner = Schema.decodeEffect(Owner)
const writeOwner = Schema.encodeEffect(Owner)

/** Whether a process exists, or its state cannot be determined. */
const isAlive = (processId: number): Effect.Effect<boolean> =>
  Effect.sync(() => {
    const probe = Result.try(() => kill(processId, 0))
    return Result.isSuccess(probe) ||
      !(probe.failure instanceof Error && "code" in probe.failure && probe.failure.code === "ESRCH")
  })

/**
 * Locks a directory for this process until the scope closes, with a file that contains the process id. Returns `None`,
 * or the id of the process that holds the lock. The lock of a process that no longer exists is taken over.
 */
export const acquire = Effect.fnUntraced(function*(
  directory: string
): Effect.fn.Return<Option.Option<number>, PlatformError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const lock = path.join(directory, "revox.lock")
  const token = `${yield* Clock.currentTimeMillis}-${yield* Random.nextInt}`
  const ownPath = path.join(directory, `revox.lock.${pid}.${token}`)
  yield* fs.writeFileString(ownPath, yield* Effect.orDie(writeOwner({ pid, token })), { flag: "wx" })
  yield* Effect.addFinalizer(() => Effect.ignore(fs.remove(ownPath, { force: true })))

  const owner = fs.readFileString(lock).pipe(Effect.flatMap(readOwner), Effect.option)
  // Creating a link is atomic: of two concurrent processes, one succeeds.
  const link = fs.link(ownPath, lock).pipe(
    Effect.as(true),
    Effect.catchReason("PlatformError", "AlreadyExists", () => Effect.succeed(false))
  )

  for (let tries = 0; tries < 5; tries++) {
    if (yield* link) {
      yield* Effect.addFinalizer(() =>
        Effect.flatMap(
          owner,
          (found) =>
            Option.exists(found, (found) => found.token === token) ? Effect.ignore(fs.remove(lock)) : Effect.void
        )
      )
      return Option.none()
    }
    const found = Option.getOrUndefined(yield* owner)
    if (found === undefined) continue
    if (found.pid !== pid && !(yield* isAlive(found.pid)) || found.pid === pid && found.token === token) {
      // Another process may have replaced the stale lock: rename it, check it again, and restore it if needed.
      const stalePath = `${ownPath}.stale`
      yield* Effect.ignore(fs.rename(lock, stalePath))
      const renamed = yield* fs.readFileString(stalePath).pipe(Effect.flatMap(readOwner), Effect.option)
      if (Option.exists(renamed, ({ token }) => token !== found.token)) yield* Effect.ignore(fs.link(stalePath, lock))
      yield* fs.remove(stalePath, { force: true })
      continue
    }
    return Option.some(found.pid)
  }
  return Option.some(0)
})
