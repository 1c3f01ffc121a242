import type { CampaignRow } from "@effect-revox/schema"
import type { RowsCursor } from "@effect-revox/streams"
import { Destination, DestinationError } from "@effect-revox/workflow"
import { Clock, Context, Effect, Layer } from "effect"

/** Contents of the destination in memory: unpublished rows by export, and published rows by campaign. */
export class Shelf extends Context.Service<Shelf, {
  readonly hidden: Map<
    string,
    { rows: Map<string, CampaignRow.CampaignRow>; cursor: RowsCursor.RowsCursor | undefined }
  >
  readonly visible: Map<string, ReadonlyArray<string>>
  readonly rolledBack: Array<string>
}>()("test/Shelf") {
  static readonly layer = Layer.sync(Shelf, () => ({ hidden: new Map(), visible: new Map(), rolledBack: [] }))
}

const failed = (reason: DestinationError.Reason) =>
  Effect.fail(new DestinationError.DestinationError({ destination: "shelf", reason }))

export const shelf = Effect.map(Shelf, ({ hidden, rolledBack, visible }) => {
  const at = (id: string) => {
    const found = hidden.get(id) ?? { rows: new Map(), cursor: undefined }
    hidden.set(id, found)
    return found
  }
  const reject = (invalid: string, target: string) =>
    target === invalid
      ? failed(new DestinationError.InvalidTargetError({ problem: `the target ${invalid} is invalid` }))
      : Effect.void
  const diskFull = failed(new DestinationError.WriteError({ problem: "the disk is full", isRetryable: true }))
  /** The target `full` is writable after a minute, and `stuck` never. */
  const whileFull = Effect.fnUntraced(function*(target: string) {
    const isFull = target === "full" && (yield* Clock.currentTimeMillis) < 60_000
    if (isFull || target === "stuck") return yield* diskFull
  })
  return Destination.paged({
    validate: ({ target }) => reject("nowhere", target),
    prepare: ({ job: { destination } }) =>
      Effect.andThen(reject("gone", destination.target), whileFull(destination.target)),
    checkpoint: ({ id }) => Effect.sync(() => at(id).cursor),
    write: ({ id }, page) =>
      Effect.sync(() => {
        const place = at(id)
        for (const row of page.rows) place.rows.set(row.id, row)
        place.cursor = page.cursor
      }),
    reset: ({ id }) =>
      Effect.sync(() => {
        at(id).cursor = undefined
      }),
    /** The target `busy` can be published after an hour, and publishing to `slow` ends a minute after its effect. */
    publish: Effect.fnUntraced(function*({ id, job: { campaignId, destination: { target } } }) {
      if (target === "busy" && (yield* Clock.currentTimeMillis) < 3_600_000) return yield* diskFull
      visible.set(campaignId, [...at(id).rows.keys()])
      if (target === "slow") yield* Effect.sleep("1 minute")
      return { location: "the shelf" }
    }),
    rollback: ({ id, job }) =>
      Effect.andThen(
        whileFull(job.destination.target),
        Effect.sync(() => {
          hidden.delete(id)
          rolledBack.push(id)
        })
      )
  })
})
