import { Revox } from "@effect-revox/client"
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Schedule, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { rowsRequests } from "./utils/simulated.ts"

/** A client that is connected to the simulator over a real socket. */
const revox = (options?: { readonly apiKey: string }) =>
  Layer.unwrap(
    Effect.map(RevoxSimulator.RevoxSimulator, (simulator) =>
      Revox.layer({
        apiKey: options === undefined ? simulator.apiKey : Redacted.make(options.apiKey),
        baseUrl: simulator.baseUrl
      }))
  )

/** A real socket needs the live clock. */
const live = { excludeTestServices: true }

const every100Millis = Schedule.spaced("100 millis")

describe.each([
  ["undici", NodeHttpClient.layerUndici],
  ["fetch", FetchHttpClient.layer]
])("CampaignRows over a socket, with %s", (_, httpClient) => {
  layer(
    Layer.provideMerge(revox(), Layer.merge(SimulatorClock.layer({ maxPageSize: 200 }), httpClient)),
    live
  )(
    (it) => {
      it.effect("reads 1,037 rows in pages of 50, each once, in order, with 21 requests", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 1037, status: "completed" })
          const rows = yield* Stream.runCollect(CampaignRows.stream(id, { pageSize: 50 }))
          assert.deepStrictEqual(rows.map((row) => row.id), [...(yield* simulator.expectedRows(id))])
          assert.strictEqual(new Set(rows.map((row) => row.id)).size, 1037)
          assert.lengthOf(yield* rowsRequests(id), 21)
        }))

      it.effect("requests one page for ten rows", () =>
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

      it.effect("sends the filters", () =>
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

      it.effect("cancels requests in flight when the stream ends early", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({
            rows: 1000,
            status: "completed",
            faults: [2, 3, 4, 5].map((page) => Fault.stall().pipe(Fault.always, Fault.onPage(page)))
          })
          const rows = yield* CampaignRows.stream(id).pipe(Stream.take(150), Stream.runCollect)
          assert.lengthOf(rows, 150)
          const requests = yield* eventually(
            rowsRequests(id),
            (requests) => requests.every((request) => request.outcome !== "pending")
          )
          for (const { outcome, query } of requests) {
            assert.strictEqual(outcome, Number(query["page"]) < 2 ? "completed" : "aborted")
          }
        }))

      it.effect("waits until a running campaign is completed", () =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const id = yield* simulator.addCampaign({ rows: 20, duration: "10 minutes" })
          const fiber = yield* Effect.forkChild(CampaignCompletion.awaitCompletion(id, { schedule: every100Millis }))
          yield* eventually(
            simulator.requests,
            (requests) => requests.filter(({ params }) => params["id"] === id).length > 1
          )
          assert.isUndefined(fiber.pollUnsafe())
          yield* SimulatorClock.advance("10 minutes")
          const campaign = yield* Fiber.join(fiber)
          assert.strictEqual(campaign.status, "completed")
          assert.strictEqual(campaign.row_stats?.total, 20)
        }))
    }
  )

  layer(
    Layer.provideMerge(revox({ apiKey: "wrong" }), Layer.merge(RevoxSimulator.layer(), httpClient)),
    live
  )((it) => {
    it.effect("fails with AuthenticationError if the API key is invalid", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign()
        const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
        assert.strictEqual(error.reason._tag, "AuthenticationError")
        assert.lengthOf(yield* rowsRequests(id), 1)
      }))
  })
})
