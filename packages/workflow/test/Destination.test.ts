import { Campaigns } from "@effect-revox/client"
import type { RowsCursor } from "@effect-revox/streams"
import { Destination, ExportJob } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { row } from "./utils/memory.ts"

describe("Destination", () => {
  describe("paged", () => {
    it.effect.each([1, 2, 10])(
      "completes with steps of %d pages when the server ignores the page and states no total",
      (
        limit
      ) =>
        Effect.gen(function*() {
          let cursor: RowsCursor.RowsCursor | undefined
          const written: Array<string> = []
          const destination = Destination.paged({
            prepare: () => Effect.void,
            checkpoint: () => Effect.sync(() => cursor),
            write: (_, page) =>
              Effect.sync(() => {
                cursor = page.cursor
                written.push(...page.rows.map(({ id }) => id))
              }),
            reset: () => Effect.void,
            publish: () => Effect.succeed({ location: "here" }),
            rollback: () => Effect.void
          })
          const job = yield* ExportJob.ExportJob.makeEffect({ campaignId: "spring", destination: { name: "memory" } })
          const progress = yield* destination.writeNext({ id: "export-1", job }, limit)
          assert.deepStrictEqual(progress, { isComplete: true, rows: 3, expected: undefined, pages: 1 })
          assert.deepStrictEqual(written, ["row-0", "row-1", "row-2"])
        }).pipe(Effect.provide(
          Layer.mock(Campaigns.Campaigns, { getRows: () => Effect.succeed({ rows: [row(0), row(1), row(2)] }) })
        ))
    )
  })
})
