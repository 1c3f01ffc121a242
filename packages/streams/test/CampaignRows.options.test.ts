import { Campaigns } from "@effect-revox/client"
import { CampaignRows, RowsCursor } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { completed, rowsRequests, simulated } from "./utils/simulated.ts"

describe("CampaignRows options", () => {
  const noRequests = Layer.mock(Campaigns.Campaigns, {})

  it.effect.each<[string, CampaignRows.Options]>([
    ["pageSize", { pageSize: 0 }],
    ["pageSize", { pageSize: 2.5 }],
    ["pageSize", { pageSize: Number.NaN }],
    ["prefetch", { prefetch: 0 }],
    ["prefetch", { prefetch: Infinity }],
    ["firstPage", { firstPage: -1 }],
    ["firstPage", { firstPage: 2 }],
    ["firstPage", { firstPage: 0.5 }]
  ])("rejects an invalid %s before any request is sent", ([option, options]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream("campaign-1", options)))
      if (error.reason._tag !== "InvalidOptionError") return assert.fail(error.message)
      assert.strictEqual(error.reason.option, option)
      assert.isFalse(error.isRetryable)
    }).pipe(Effect.provide(noRequests)))

  const cursorOf = Effect.fnUntraced(function*(id: string, options?: CampaignRows.Options) {
    const first = yield* CampaignRows.pages(id, options).pipe(Stream.runHead, Effect.flatMap(Effect.fromOption))
    return first.cursor
  })

  it.effect("rejects a cursor of another campaign or other options before any request is sent", () =>
    Effect.gen(function*() {
      const id = yield* completed(300)
      const other = yield* completed(300)
      const from = yield* cursorOf(id, { pageSize: 50, result: "human", statuses: ["errored", "completed"] })
      const before = (yield* rowsRequests()).length
      const matching = { from, result: "human", statuses: ["completed", "errored"] } as const
      const mismatches: ReadonlyArray<readonly [string, CampaignRows.Options]> = [
        [other, matching],
        [id, { from }],
        [id, { ...matching, result: "voicemail" }],
        [id, { ...matching, statuses: ["completed"] }],
        [id, { ...matching, query: "+33" }],
        [id, { ...matching, pageSize: 100 }],
        [id, { ...matching, firstPage: 1 }],
        [id, { ...matching, from: { ...from, position: 51 } }],
        [id, { ...matching, from: { ...from, position: -50 } }]
      ]
      for (const [campaign, options] of mismatches) {
        const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(campaign, options)))
        assert.strictEqual(error.reason._tag, "InvalidCursorError")
        if (options.query === "+33") assert.include(error.message, "created with a different filter: query.")
      }
      assert.lengthOf(yield* rowsRequests(), before)
      assert.isAtLeast(yield* Stream.runCount(CampaignRows.stream(id, matching)), 0)
      assert.isAbove((yield* rowsRequests()).length, before)
    }).pipe(Effect.provide(simulated())))

  it.effect.each<[string, unknown, string]>([
    ["an older version", { version: 1 }, "an older version of this package stored it (format 1, expected 2). Discard"],
    ["a newer version", { version: 3 }, "a newer version of this package stored it (format 3, expected 2). Update"],
    ["something else", { position: -1 }, "it is not a cursor."]
  ])("rejects a cursor of %s, with advice", ([_, changes, problem]) =>
    Effect.gen(function*() {
      const id = yield* completed(300)
      const stored = { ...(yield* cursorOf(id)), ...Object(changes) }
      const before = (yield* rowsRequests()).length
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { from: stored })))
      assert.strictEqual(error.reason._tag, "InvalidCursorError")
      assert.include(error.message, problem)
      assert.isFalse(error.isRetryable)
      assert.lengthOf(yield* rowsRequests(), before)
      assert.include((yield* Effect.flip(RowsCursor.decode(stored))).message, problem)
    }).pipe(Effect.provide(simulated())))

  it.effect("decodes cursors of format 2, with and without a total", () =>
    Effect.gen(function*() {
      const withoutTotal: unknown = JSON.parse(
        "{\"version\":2,\"campaignId\":\"spring\",\"filter\":{\"result\":\"human\",\"statuses\":[\"completed\"]}," +
          "\"firstPage\":0,\"pageSize\":100,\"effectiveSize\":50,\"position\":150,\"audit\":{\"received\":149," +
          "\"duplicates\":1,\"invalid\":2,\"shortPages\":0,\"pages\":3,\"requests\":4}}"
      )
      const withTotal: unknown = JSON.parse(
        "{\"version\":2,\"campaignId\":\"spring\",\"filter\":{},\"firstPage\":1,\"pageSize\":100,\"effectiveSize\":100," +
          "\"position\":100,\"audit\":{\"expected\":250,\"received\":100,\"missing\":150,\"duplicates\":0,\"totalDrift\":0," +
          "\"invalid\":0,\"shortPages\":0,\"pages\":1,\"requests\":1}}"
      )
      assert.deepStrictEqual<unknown>(yield* RowsCursor.decode(withoutTotal), withoutTotal)
      assert.deepStrictEqual<unknown>(yield* RowsCursor.decode(withTotal), withTotal)
    }))

  it.effect("decodes a cursor that was stored as JSON", () =>
    Effect.gen(function*() {
      const id = yield* completed(300)
      const cursor = yield* cursorOf(id, { statuses: ["completed"] })
      const stored: unknown = JSON.parse(JSON.stringify(cursor))
      assert.deepStrictEqual(yield* RowsCursor.decode(stored), cursor)
    }).pipe(Effect.provide(simulated())))
})
