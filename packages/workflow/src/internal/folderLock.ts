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

/** Who has the directory is alive, or cannot be asked. */
const isAlive = (other: number): Effect.Effect<boolean> =>
  Effect.sync(() => {
    const probe = Result.try(() => kill(other, 0))
    return Result.isSuccess(probe) ||
      !(probe.failure instanceof Error && "code" in probe.failure && probe.failure.code === "ESRCH")
  })

/**
 * Takes a directory for this process until the scope ends, by a file that names the process: `None`, or who has it. A
 * process that was killed leaves the file behind, and it is taken from the dead.
 */
export const take = Effect.fnUntraced(function*(
  directory: string
): Effect.fn.Return<Option.Option<number>, PlatformError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const lock = path.join(directory, "revox.lock")
  const token = `${yield* Clock.currentTimeMillis}-${yield* Random.nextInt}`
  const mine = path.join(directory, `revox.lock.${pid}.${token}`)
  yield* fs.writeFileString(mine, yield* Effect.orDie(writeOwner({ pid, token })), { flag: "wx" })
  yield* Effect.addFinalizer(() => Effect.ignore(fs.remove(mine, { force: true })))

  const owner = fs.readFileString(lock).pipe(Effect.flatMap(readOwner), Effect.option)
  // A link is made only where there is none: of two who try at once, one succeeds.
  const link = fs.link(mine, lock).pipe(
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
      // Set aside under a name of one's own, and checked again: it may be another's by now.
      const aside = `${mine}.dead`
      yield* Effect.ignore(fs.rename(lock, aside))
      const dead = yield* fs.readFileString(aside).pipe(Effect.flatMap(readOwner), Effect.option)
      if (Option.exists(dead, ({ token }) => token !== found.token)) yield* Effect.ignore(fs.link(aside, lock))
      yield* fs.remove(aside, { force: true })
      continue
    }
    return Option.some(found.pid)
  }
  return Option.some(0)
})
