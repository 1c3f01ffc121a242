import { Campaigns, Revox } from "@effect-revox/client"
import { type CampaignRow, Ids } from "@effect-revox/schema"
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Ref, Schedule, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"

/** The client of a program, talking to the simulator over a real socket. */
const revox = (options?: { readonly apiKey: string }) =>
  Layer.unwrap(
    Effect.map(RevoxSimulator.RevoxSimulator, (simulator) =>
      Revox.layer({
        apiKey: options === undefined ? simulator.apiKey : Redacted.make(options.apiKey),
        baseUrl: simulator.baseUrl
      }))
  )

const row: CampaignRow.CampaignRow = {
  id: Ids.RowId.make("row-1"),
  input_data: {},
  phone_number: "+33612345678",
  row_index: 0
}

/** A socket does not wait for a test clock. */
const live = { excludeTestServices: true }

const everyTenth = Schedule.spaced("100 millis")

const rowsRequests = Effect.fnUntraced(function*(id: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const requests = yield* simulator.requests
  return requests.filter((request) => request.endpoint === "rows" && request.campaignId === id)
})

describe.each([
  ["undici", NodeHttpClient.layerUndici],
  ["fetch", FetchHttpClient.layer]
])("CampaignRows over a socket, with %s", (_, httpClient) => {
  layer(
    Layer.provideMerge(revox(), Layer.merge(RevoxSimulator.layer({ speed: 3600, maxPageSize: 200 }), httpClient)),
    live
  )(
    (it) => {
      it.effect("reads 1,037 rows over pages of 50, each once, in order, with 21 requests", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 1037, status: "completed" })
          const rows = yield* Stream.runCollect(CampaignRows.stream(id, { pageSize: 50 }))
          assert.deepStrictEqual(rows.map((row) => row.id), [...(yield* simulator.expectedRows(id))])
          assert.strictEqual(new Set(rows.map((row) => row.id)).size, 1037)
          assert.lengthOf(yield* rowsRequests(id), 21)
        }))

      it.effect("asks for one page when ten rows are wanted", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
          const stream = CampaignRows.stream(id)
          assert.lengthOf(yield* rowsRequests(id), 0)
          assert.lengthOf(yield* Stream.runCollect(Stream.take(stream, 10)), 10)
          assert.lengthOf(yield* rowsRequests(id), 1)
        }))

      it.effect("reads all rows of a server that caps the page size", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 901, status: "completed" })
          const rows = yield* Stream.runCollect(CampaignRows.stream(id, { pageSize: 500 }))
          assert.deepStrictEqual(rows.map((row) => row.id), [...(yield* simulator.expectedRows(id))])
          assert.lengthOf(yield* rowsRequests(id), 5)
        }))

      it.effect("reads a campaign without rows", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 0, status: "completed" })
          assert.deepStrictEqual(yield* Stream.runCollect(CampaignRows.stream(id)), [])
        }))

      it.effect("passes the filters on", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 300, status: "completed" })
          const rows = yield* Stream.runCollect(CampaignRows.stream(id, { result: "human", statuses: ["completed"] }))
          assert.isAbove(rows.length, 0)
          assert.isBelow(rows.length, 300)
          for (const row of rows) {
            assert.strictEqual(row.call?.status, "completed")
            assert.strictEqual(row.call?.last_call_attempt?.result, "human")
          }
        }))

      it.effect("waits for a campaign that goes from running to completed", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 20, duration: "10 minutes" })
          const campaign = yield* CampaignCompletion.awaitCompletion(id, { schedule: everyTenth })
          assert.strictEqual(campaign.status, "completed")
          assert.strictEqual(campaign.row_stats?.total, 20)
        }))
    }
  )

  layer(
    Layer.provideMerge(revox({ apiKey: "wrong" }), Layer.merge(RevoxSimulator.layer(), httpClient)),
    live
  )((it) => {
    it.effect("fails with AuthenticationError when the key is wrong", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign()
        const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
        assert.strictEqual(error.reason._tag, "AuthenticationError")
      }))
  })
})

describe("CampaignRows", () => {
  it.effect("fetches the first page alone, then as many at a time as told", () =>
    Effect.gen(function*() {
      const inFlight = yield* Ref.make(0)
      const seen = yield* Ref.make<ReadonlyArray<number>>([])
      const campaigns = Layer.mock(Campaigns.Campaigns, {
        getRows: () =>
          Effect.gen(function*() {
            const now = yield* Ref.updateAndGet(inFlight, (count) => count + 1)
            yield* Ref.update(seen, (all) => [...all, now])
            yield* Effect.sleep("1 second")
            yield* Ref.update(inFlight, (count) => count - 1)
            return { page: 0, page_size: 1, rows: [row], total: 10 }
          })
      })
      const fiber = yield* CampaignRows.stream("campaign-1", { pageSize: 1, concurrency: 3 }).pipe(
        Stream.runCount,
        Effect.provide(campaigns),
        Effect.forkChild
      )
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(yield* Ref.get(seen), [1])
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Ref.get(seen), [1, 1, 2, 3])
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(yield* Fiber.join(fiber), 10)
      assert.strictEqual(Math.max(...(yield* Ref.get(seen))), 3)
    }))
})
