import * as Result from "effect/Result"
import process from "node:process"
import type * as sqlite from "node:sqlite"

type Sqlite = typeof sqlite

/**
 * Loads the SQLite of Node. `undefined` if the runtime has none. Node 22 warns that SQLite is experimental, for which
 * neither the program nor its user can do anything. So the warning is suppressed, and only while the module is loaded.
 */
export const load = (): Sqlite | undefined => {
  const { emitWarning } = process
  process.emitWarning = () => {}
  const loaded = Result.try((): Sqlite | undefined => process.getBuiltinModule("node:sqlite"))
  process.emitWarning = emitWarning
  return Result.getOrUndefined(loaded)
}
