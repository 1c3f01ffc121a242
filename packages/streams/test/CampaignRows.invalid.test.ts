import { CampaignRows } from "@effect-revox/streams"
import { Fault } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref, type Schema, Stream } from "effect"
import { completed, expected, idsOf, requestedPages, simulated } from "./utils/simulated.ts"

describe("CampaignRows with invalid rows", () => {
  const invalidIndexes = [7, 130, 131]

  /** Removes the phone number from three rows. */
  const withoutPhoneNumbers = Fault.mapJson((json) => {
    const change = (row: Schema.Json) => {
      if (typeof row !== "object" || row === null || Array.isArray(row) || !("row_index" in row)) return row
      const { phone_number: _, ...rest } = row
      return invalidIndexes.some((index) => index === row.row_index) ? rest : row
    }
    return typeof json === "object" && json !== null && "rows" in json && Array.isArray(json.rows)
      ? { ...json, rows: json.rows.map(change) }
      : json
  })

  it.effect("fails by default with the error of the client", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, withoutPhoneNumbers)
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      assert.strictEqual(error.reason._tag, "InvalidResponseError")
    }).pipe(Effect.provide(simulated())))

  it.effect("skips invalid rows and emits the others", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, withoutPhoneNumbers)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id, { onInvalidRow: "skip", integrity: "strict" }))
      const all = yield* expected(id)
      assert.deepStrictEqual(
        idsOf(pages.flatMap((page) => page.rows)),
        all.filter((_, index) => !invalidIndexes.includes(index))
      )
      assert.deepInclude(pages.at(-1)?.audit, { received: 300, invalid: 3, missing: 0 })
    }).pipe(Effect.provide(simulated())))

  it.effect("passes each invalid row once to the handler, with its page, index, value and issue", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, withoutPhoneNumbers, Fault.repeatPage(1).pipe(Fault.onPage(2)))
      const deadLetters = yield* Ref.make<ReadonlyArray<CampaignRows.InvalidRow>>([])
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, {
        onInvalidRow: (row) => Ref.update(deadLetters, (all) => [...all, row]),
        integrity: "none"
      }))
      assert.lengthOf(rows, 297)
      const handled = yield* Ref.get(deadLetters)
      assert.deepStrictEqual(handled.map(({ index, page }) => [page, index]), [[0, 7], [1, 30], [1, 31]])
      assert.propertyVal(handled[0]?.row, "row_index", 7)
      for (const { issue } of handled) assert.include(issue, "phone_number")
      // The first page with an invalid row is requested twice. Later pages are decoded row by row. The last page is full.
      assert.isAtMost((yield* requestedPages()).length, 6)
    }).pipe(Effect.provide(simulated())))

  it.effect("counts each row without an id, even if two have the same content", () =>
    Effect.gen(function*() {
      const withoutIds = Fault.mapJson((json) =>
        typeof json === "object" && json !== null && "rows" in json && Array.isArray(json.rows)
          ? { ...json, rows: json.rows.map((row, index) => index < 2 ? { phone_number: "+33612345678" } : row) }
          : json
      )
      const id = yield* completed(300, withoutIds)
      const deadLetters = yield* Ref.make<ReadonlyArray<CampaignRows.InvalidRow>>([])
      const pages = yield* Stream.runCollect(CampaignRows.pages(id, {
        onInvalidRow: (row) => Ref.update(deadLetters, (all) => [...all, row]),
        integrity: "strict"
      }))
      assert.deepStrictEqual((yield* Ref.get(deadLetters)).map(({ index, page }) => [page, index]), [
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
      const id = yield* completed(300, withoutPhoneNumbers)
      const error = yield* CampaignRows.stream(id, { onInvalidRow: ({ index }) => Effect.fail(`full at ${index}`) })
        .pipe(
          Stream.runDrain,
          Effect.flip
        )
      assert.strictEqual(error, "full at 7")
    }).pipe(Effect.provide(simulated())))

  it.effect("fails on a body that is not a page, even if invalid rows are skipped", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, Fault.invalidJson().pipe(Fault.always))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { onInvalidRow: "skip" })))
      assert.strictEqual(error.reason._tag, "InvalidResponseError")
    }).pipe(Effect.provide(simulated())))
})
