import * as Effect from "effect/Effect"
import { fileError, TargetInUseError } from "../ExportError.ts"
import { filesOf } from "./exportCheckpoint.ts"
import * as FileLock from "./fileLock.ts"

/** Locks the temporary files of an export until the scope closes. */
export const acquire = Effect.fnUntraced(function*(path: string) {
  const inUse = (pid: number | undefined) => new TargetInUseError({ path, ...(pid === undefined ? {} : { pid }) })
  const { isHeld } = yield* FileLock.acquire(filesOf(path).lock).pipe(
    Effect.mapError((error) => error._tag === "LockHeld" ? inUse(error.pid) : fileError(path, error))
  )
  return {
    isHeld,
    /** Fails if another export has taken over the lock. */
    ensureHeld: Effect.flatMap(isHeld, (held) => held ? Effect.void : Effect.fail(inUse(undefined)))
  }
})
