import type { PersistenceError } from "effect/cluster/ClusterError"
import * as Effect from "effect/Effect"
import type { ExportJob } from "../ExportJob.ts"
import type * as History from "./history.ts"
import { Segment, stepsPerSegment } from "./segment.ts"

const kinds = ["Watch", "Prepare", "Transfer", "Publish"] as const

const indices = Array.from({ length: stepsPerSegment }, (_, index) => index)

/** Deletes the messages of the segments of an export. */
export const make = (history: Effect.Success<typeof History.make>) => {
  // Completed segments without descendants, which later passes skip.
  const cleared = new Set<string>()

  // The id depends on the export and the path only.
  const idOf = (exportId: string, job: ExportJob, path: string, level: number) =>
    Segment.executionId({
      exportId,
      job,
      level,
      path,
      state: { _tag: "Transfer", failures: 0, rereads: 0, pause: 0, isTerminal: false }
    })

  /** Deletes a segment after its descendants, so that an interrupted pass can be repeated. */
  const clear = Effect.fnUntraced(function*(
    exportId: string,
    job: ExportJob,
    path: string,
    level: number
  ): Effect.fn.Return<number, PersistenceError> {
    const id = yield* idOf(exportId, job, path, level)
    if (!(yield* history.exists(Segment, id))) return 0
    const count = yield* clearDescendants(exportId, job, path, level)
    yield* history.clear(Segment, id)
    return count + 1
  })

  const clearDescendants = Effect.fnUntraced(function*(
    exportId: string,
    job: ExportJob,
    path: string,
    level: number
  ): Effect.fn.Return<number, PersistenceError> {
    if (level === 0) return 0
    let count = 0
    for (const index of indices) count += yield* clear(exportId, job, `${path}.${index}`, level - 1)
    return count
  })

  /** Deletes the descendants of a completed segment, and those of the completed children of another one. */
  const clearBelow = Effect.fnUntraced(function*(
    exportId: string,
    job: ExportJob,
    path: string,
    level: number
  ): Effect.fn.Return<number, PersistenceError> {
    if (level === 0) return 0
    const id = yield* idOf(exportId, job, path, level)
    if (cleared.has(id) || !(yield* history.exists(Segment, id))) return 0
    let count = 0
    if (yield* history.isComplete(Segment, id)) {
      count = yield* clearDescendants(exportId, job, path, level)
      cleared.add(id)
      return count
    }
    for (const index of indices) count += yield* clearBelow(exportId, job, `${path}.${index}`, level - 1)
    return count
  })

  /** The levels of the segments that the export runs itself, one after the other. */
  const levelsOf = Effect.fnUntraced(function*(exportId: string, job: ExportJob, kind: (typeof kinds)[number]) {
    const levels: Array<number> = []
    for (
      let level = 0;
      yield* history.exists(Segment, yield* idOf(exportId, job, `${kind}.${level}`, level));
      level++
    ) {
      levels.push(level)
    }
    return levels
  })

  return {
    /** Deletes the descendants of completed segments of an export that may still run. */
    clearCompleted: Effect.fnUntraced(function*(exportId: string, job: ExportJob) {
      let count = 0
      for (const kind of kinds) {
        for (const level of yield* levelsOf(exportId, job, kind)) {
          count += yield* clearBelow(exportId, job, `${kind}.${level}`, level)
        }
      }
      return count
    }),

    /** Deletes all segments of an export that has ended, the first one last. */
    clearAll: Effect.fnUntraced(function*(exportId: string, job: ExportJob) {
      let count = 0
      for (const kind of kinds) {
        for (const level of (yield* levelsOf(exportId, job, kind)).toReversed()) {
          count += yield* clear(exportId, job, `${kind}.${level}`, level)
        }
      }
      return count
    })
  }
}
