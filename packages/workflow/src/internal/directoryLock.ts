import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { hostname } from "node:os"
import { pid } from "node:process"
import type { DatabaseSync } from "node:sqlite"
import { DatabaseOpenError, DataDirectoryLockedError, LockFormatError } from "../EmbeddedError.ts"
import { describe } from "./problem.ts"
import * as Sqlite from "./sqlite.ts"

/** Format of the lock file, which SQLite stores as `user_version`. */
const version = 1

/** The process that holds the lock, for messages only. */
const Owner = Schema.fromJsonString(Schema.Struct({ pid: Schema.Int, host: Schema.String }))
const readOwner = Schema.decodeEffect(Owner)
const writeOwner = Schema.encodeEffect(Owner)

/** Result codes of SQLite. The high bits of a code are details. */
const isCode = (error: unknown, code: number): boolean =>
  Predicate.hasProperty(error, "errcode") && Predicate.isNumber(error.errcode) && (error.errcode & 0xff) === code
const isBusy = (error: unknown): boolean => isCode(error, 5)
const isNoDatabase = (error: unknown): boolean => isCode(error, 26)

const integer = (database: DatabaseSync, query: string): number => {
  const [value] = Object.values(database.prepare(query).get() ?? {})
  return Predicate.isNumber(value) ? value : 0
}

const versionOf = (database: DatabaseSync): number => integer(database, "PRAGMA user_version")

const hasTables = (database: DatabaseSync): boolean => integer(database, "SELECT count(*) FROM sqlite_master") > 0

/** Locks the file, and stores the version in a new one. Returns the version. */
const lock = (database: DatabaseSync): number => {
  database.exec("BEGIN EXCLUSIVE")
  const found = versionOf(database)
  if (found !== 0 || hasTables(database)) return found
  // Another process may acquire the lock between the two transactions. Then the second one fails.
  database.exec(`PRAGMA user_version = ${version}; COMMIT; BEGIN EXCLUSIVE`)
  return versionOf(database)
}

/**
 * Locks a directory for this process until the scope closes.
 *
 * The lock is a transaction of SQLite, which is a lock of the operating system on a file. The system releases it when
 * the process ends, however it ends. So a process that was killed can be restarted immediately, also in a container,
 * where each process has the id 1. A suspended process keeps the lock. A lock that expires without a heartbeat would be
 * taken over from a suspended process, and two processes would write to one database, which destroys it.
 *
 * Locks of SQLite belong to the process and the file. No other code of this process may open the file, and it must not
 * be deleted while a process uses the directory.
 */
export const acquire = Effect.fnUntraced(function*(
  directory: string
): Effect.fn.Return<
  void,
  DataDirectoryLockedError | DatabaseOpenError | LockFormatError,
  FileSystem.FileSystem | Path.Path | Scope.Scope
> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = path.join(directory, "revox.lock.db")
  const ownerFile = path.join(directory, "revox.lock")
  const sqlite = Sqlite.load()
  if (sqlite === undefined) {
    const problem = "this runtime has no module node:sqlite, which locks the directory: use Node.js 22.19 or newer"
    return yield* new DatabaseOpenError({ problem })
  }
  const failed = (problem: string) => new DatabaseOpenError({ problem: `cannot lock ${file}: ${problem}` })

  const database = yield* Effect.acquireRelease(
    Effect.try({
      // Waiting would block the event loop.
      try: () => new sqlite.DatabaseSync(file, { timeout: 0 }),
      catch: (error) => failed(describe(error))
    }),
    (database) => Effect.sync(() => database.close())
  )
  const locked = Result.try(() => lock(database))
  if (Result.isFailure(locked)) {
    if (isBusy(locked.failure)) {
      const owner = yield* fs.readFileString(ownerFile).pipe(Effect.flatMap(readOwner), Effect.option)
      return yield* new DataDirectoryLockedError(owner._tag === "Some" ? owner.value : {})
    }
    if (isNoDatabase(locked.failure)) return yield* new LockFormatError({ file })
    return yield* failed(describe(locked.failure))
  }
  if (locked.success !== version) return yield* new LockFormatError({ file, version: locked.success })

  yield* Effect.acquireRelease(
    Effect.flatMap(
      Effect.orDie(writeOwner({ pid, host: hostname() })),
      (owner) => fs.writeFileString(ownerFile, owner, { mode: 0o600 })
    ).pipe(Effect.mapError((error) => failed(describe(error)))),
    () => Effect.ignore(fs.remove(ownerFile, { force: true }))
  )
})
