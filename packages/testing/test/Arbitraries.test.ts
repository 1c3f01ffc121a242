import { Campaign, CampaignRow, CampaignRowsPage, QueryString, RowsQuery, Timestamp } from "@effect-revox/schema"
import { Arbitraries } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Option, Schema } from "effect"

const Appointment = CampaignRow.typed({
  inputData: Schema.Struct({ visits: Schema.FiniteFromString }),
  structuredOutput: Schema.Struct({ confirmed: Schema.Boolean, day: Timestamp.Timestamp })
})

const schemas: ReadonlyArray<readonly [name: string, schema: Schema.Codec<unknown, unknown>]> = [
  ["a campaign", Campaign.CampaignEnvelope],
  ["a page of rows", CampaignRowsPage.CampaignRowsPage],
  ["a typed row", Appointment],
  ["a raw row", CampaignRow.Raw],
  ["a query", RowsQuery.RowsQuery]
]

const options = { arbitrary: { runs: 40, seed: 1 } }

describe("Arbitraries", () => {
  describe.each(schemas)("make for %s", (_, schema) => {
    it.effect.prop("generates values that pass the schema and survive JSON", {
      value: Arbitraries.make(schema)
    }, ({ value }) =>
      Effect.gen(function*() {
        const encoded = yield* Schema.encodeEffect(schema)(value)
        const decoded = yield* Schema.decodeEffect(schema)(JSON.parse(JSON.stringify(encoded)))
        assert.deepStrictEqual(decoded, value)
        assert.deepStrictEqual(yield* Schema.encodeEffect(schema)(decoded), encoded)
      }), options)
  })

  it.effect("generates only dates or null for timestamps", () =>
    Effect.gen(function*() {
      const rows = yield* Arbitrary.sampleEffect(Arbitraries.make(Appointment), { count: 100, seed: 1 })
      const campaigns = yield* Arbitrary.sampleEffect(Arbitraries.make(Campaign.Campaign), { count: 100, seed: 1 })
      const timestamps = [
        ...campaigns.flatMap(({ created_at, scheduled_at }) => [created_at, scheduled_at]),
        ...rows.flatMap(({ call }) => [
          call?.created_at,
          call?.assistant?.updated_at,
          ...(call?.call_attempts ?? []).flatMap((attempt) => [attempt.ended_at, attempt.structured_output?.day])
        ])
      ].filter((timestamp) => timestamp !== undefined)
      const dates = timestamps.filter((timestamp) => Option.isSome(Timestamp.toDateTime(timestamp)))
      assert.sameMembers([...new Set(timestamps.filter((timestamp) => !dates.includes(timestamp)))], [null])
      assert.isAbove(dates.length, 100)
      assert.isTrue(campaigns.some((campaign) => !("scheduled_at" in campaign)))
    }))

  it.effect.prop(
    "generates queries that survive a URL",
    { query: Arbitraries.make(RowsQuery.RowsQuery) },
    ({ query }) =>
      Effect.gen(function*() {
        const params = yield* Schema.encodeEffect(QueryString.codec(RowsQuery.RowsQuery))(query)
        const { statuses: _, ...expected } = query
        const decoded = yield* Schema.decodeEffect(QueryString.codec(RowsQuery.RowsQuery))(
          Object.fromEntries(new URLSearchParams(Object.entries(params)))
        )
        assert.deepStrictEqual(decoded, query.statuses?.length === 0 ? expected : query)
      })
  )
})
