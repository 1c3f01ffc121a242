import { Campaigns } from "@effect-revox/client"
import { type CampaignRow, Ids } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Array, Effect, Layer, Schema, Stream } from "effect"
import * as SeenRows from "../src/internal/seenRows.ts"
import { idsOf, inTime } from "./utils/simulated.ts"

/** Similar ids: short texts, UUIDs in upper and lower case, and texts with non-ASCII characters. */
const Id = Schema.Union([
  Schema.String.check(Schema.isPattern(/^[ab]{0,5}$/)),
  Schema.String.check(Schema.isPattern(/^[0-9A-Fa-f]{8}-0000-4000-8000-00000000000[01]$/)),
  Schema.String
])

/** Totals that a server may state. */
const Total = Schema.Literals([0, 5, 1000, 100_000, Number.MAX_SAFE_INTEGER])

describe("SeenRows", () => {
  it.effect.prop(
    "behaves like a set of strings",
    { ids: Schema.Array(Id).check(Schema.isMaxLength(60)), total: Total },
    ({ ids, total }) =>
      Effect.sync(() => {
        const seen = SeenRows.make()
        const set = new Set<string>()
        const half = Math.floor(ids.length / 2)
        for (const [index, id] of ids.entries()) {
          if (index === half) seen.reserve(total)
          assert.strictEqual(seen.has(id), set.has(id))
          assert.strictEqual(seen.add(id), !set.has(id))
          set.add(id)
          assert.isTrue(seen.has(id))
        }
      }),
    { arbitrary: { runs: 300 } }
  )

  it.effect("compares every digit of a UUID, and treats other texts as different ids", () =>
    Effect.sync(() => {
      const uuid = "01234567-89ab-cdef-0123-456789abcdef"
      // Characters that are not hexadecimal digits. The low byte of some equals that of a digit.
      const others = [..."0123456789abcdef", "g", "A", "-", " ", "é", "\u0130", "\u3061"]
      const alike = Array.dedupe(
        Array.makeBy(uuid.length, (at) => others.map((other) => `${uuid.slice(0, at)}${other}${uuid.slice(at + 1)}`))
          .flat()
      )
      const seen = SeenRows.make()
      assert.lengthOf(alike, 32 * 22 + 4 * 22 + 1)
      assert.deepStrictEqual(alike.filter((id) => !seen.add(id)), [])
      assert.deepStrictEqual(alike.filter((id) => !seen.has(id)), [])
      assert.deepStrictEqual(alike.filter(seen.add), [])
    }))

  it.effect("behaves like a set as it grows over many blocks and tables", () =>
    Effect.sync(() => {
      const seen = SeenRows.make()
      const ids = Array.makeBy(50_000, (index) =>
        index % 2 === 0
          ? `row_${index.toString(36)}`
          : `01234567-89ab-4cde-8f01-${index.toString(16).padStart(12, "0")}`)
      assert.strictEqual(ids.filter(seen.add).length, ids.length)
      assert.strictEqual(ids.filter(seen.add).length, 0)
      assert.isFalse(seen.has("row_"))
      assert.isFalse(seen.has("01234567-89ab-4cde-8f01-ffffffffffff"))
    }))
})

describe("CampaignRows and the ids of rows", () => {
  it.effect("treats rows as different whose ids differ in one character or in case", () =>
    Effect.gen(function*() {
      const ids = ["a", "A", "ä", "日本", "日木", "", "0".repeat(300), "00000000-0000-0000-0000-00000000000a"]
      const alike = [...ids, "00000000-0000-0000-0000-00000000000A", "00000000000000000000000000000000000a"]
      const row = (id: string): CampaignRow.CampaignRow => ({
        id: Ids.RowId.make(id),
        input_data: {},
        phone_number: "+33612345678",
        row_index: 0
      })
      const campaigns = Layer.mock(Campaigns.Campaigns, {
        getRows: () =>
          Effect.succeed({ page: 0, page_size: 100, rows: [...alike, ...alike].map(row), total: alike.length * 2 })
      })
      const rows = yield* Stream.runCollect(CampaignRows.stream("campaign-1", { integrity: "none" })).pipe(
        Effect.provide(campaigns),
        inTime
      )
      assert.deepStrictEqual(idsOf(rows), alike)
    }))
})
