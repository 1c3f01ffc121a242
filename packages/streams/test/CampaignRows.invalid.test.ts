import { CampaignRows } from "@effect-revox/streams"
import { Fault } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref, type Schema, Stream } from "effect"
import { completed, expected, idsOf, requestedPages, simulated } from "./utils/simulated.ts"

describe("CampaignRows with rows that do not fit", () => {
  const broken = [7, 130, 131]

  /** Takes the phone number out of three rows. */
  const spoil = Fault.mapJson((json) => {
    const spoiled = (row: Schema.Json) => {
      if (typeof row !== "object" || row === null || Array.isArray(row) || !("row_index" in row)) return row
      const { phone_number: _, ...rest } = row
      return broken.some((index) => index === row.row_index) ? rest : row
    }
    return typeof json === "object" && json !== null && "rows" in json && Array.isArray(json.rows)
      ? { ...json, rows: json.rows.map(spoiled) }
      : json
  })

  it.effect("fails by default, with what the client found", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, spoil)
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      assert.strictEqual(error.reason._tag, "InvalidResponseError")
    }).pipe(Effect.provide(simulated())))

  it.effect("leaves them out, and lets the others through", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, spoil)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id, { onInvalidRow: "skip", integrity: "strict" }))
      const all = yield* expected(id)
      assert.deepStrictEqual(
        idsOf(pages.flatMap((page) => page.rows)),
        all.filter((_, index) => !broken.includes(index))
      )
      assert.deepInclude(pages.at(-1)?.audit, { received: 300, invalid: 3, missing: 0 })
    }).pipe(Effect.provide(simulated())))

  it.effect("hands them to a dead letter queue, each once, with page, index, the row and what is wrong", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, spoil, Fault.repeatPage(1).pipe(Fault.onPage(2)))
      const letters = yield* Ref.make<ReadonlyArray<CampaignRows.InvalidRow>>([])
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, {
        onInvalidRow: (row) => Ref.update(letters, (all) => [...all, row]),
        integrity: "none"
      }))
      assert.lengthOf(rows, 297)
      const dead = yield* Ref.get(letters)
      assert.deepStrictEqual(dead.map(({ index, page }) => [page, index]), [[0, 7], [1, 30], [1, 31]])
      assert.propertyVal(dead[0]?.row, "row_index", 7)
      for (const { issue } of dead) assert.include(issue, "phone_number")
      // One page that did not fit was asked for again; from then on rows are read one by one.
      assert.isAtMost((yield* requestedPages()).length, 5)
    }).pipe(Effect.provide(simulated())))

  it.effect("counts each row without an id, also when two have the same content", () =>
    Effect.gen(function*() {
      const alike = Fault.mapJson((json) =>
        typeof json === "object" && json !== null && "rows" in json && Array.isArray(json.rows)
          ? { ...json, rows: json.rows.map((row, index) => index < 2 ? { phone_number: "+33612345678" } : row) }
          : json
      )
      const id = yield* completed(300, alike)
      const letters = yield* Ref.make<ReadonlyArray<CampaignRows.InvalidRow>>([])
      const pages = yield* Stream.runCollect(CampaignRows.pages(id, {
        onInvalidRow: (row) => Ref.update(letters, (all) => [...all, row]),
        integrity: "strict"
      }))
      assert.deepStrictEqual((yield* Ref.get(letters)).map(({ index, page }) => [page, index]), [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [2, 0],
        [2, 1]
      ])
      assert.deepInclude(pages.at(-1)?.audit, { received: 300, invalid: 6, duplicates: 0, missing: 0 })
    }).pipe(Effect.provide(simulated())))

  it.effect("fails when the handler does", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, spoil)
      const error = yield* CampaignRows.stream(id, { onInvalidRow: ({ index }) => Effect.fail(`full at ${index}`) })
        .pipe(
          Stream.runDrain,
          Effect.flip
        )
      assert.strictEqual(error, "full at 7")
    }).pipe(Effect.provide(simulated())))

  it.effect("fails on a page that is none, whatever becomes of bad rows", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, Fault.invalidJson().pipe(Fault.always))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { onInvalidRow: "skip" })))
      assert.strictEqual(error.reason._tag, "InvalidResponseError")
    }).pipe(Effect.provide(simulated())))
})
