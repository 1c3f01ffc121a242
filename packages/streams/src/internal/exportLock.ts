import * as Effect from "effect/Effect"
import { FileError, fileError, TargetInUseError } from "../ExportError.ts"
import { filesOf } from "./exportCheckpoint.ts"
import * as FileLock from "./fileLock.ts"

/** Locks the temporary files of an export until the scope closes. */
export const acquire = Effect.fnUntraced(function*(path: string) {
  const { lock } = filesOf(path)
  const inUse = (pid: number | undefined) => new TargetInUseError({ path, ...(pid === undefined ? {} : { pid }) })
  const { isHeld } = yield* FileLock.acquire(lock).pipe(
    Effect.mapError((error) => error._tag === "LockHeld" ? inUse(error.pid) : fileError(path, error))
  )
  return {
    isHeld: Effect.orElseSucceed(isHeld, () => false),
    /** Fails if another export has taken over the lock, or if the lock was removed. */
    ensureHeld: isHeld.pipe(
      Effect.catchReason("PlatformError", "NotFound", (_, cause) =>
        Effect.fail(
          new FileError({ path, problem: `${lock} was removed during the export`, isRetryable: true, cause })
        )),
      Effect.catchTag("PlatformError", (error) => Effect.fail(fileError(path, error))),
      Effect.flatMap((held) => held ? Effect.void : Effect.fail(inUse(undefined)))
    )
  }
})
