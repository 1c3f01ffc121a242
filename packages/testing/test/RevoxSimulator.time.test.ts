import { Fault, type RevoxSimulator } from "@effect-revox/testing"
import { itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import * as HttpClient from "effect/http/HttpClient"
import { request, requestCampaign } from "./utils/api.ts"

const options = {
  timeStart: "first-request",
  campaigns: [{ id: "c", rows: 100, duration: "10 minutes" }],
  calls: [{ id: "call", attempts: ["human"], delay: "1 minute" }]
} as const satisfies RevoxSimulator.Options

/** Number of rows that are still pending. */
const pending = Effect.map(requestCampaign("c"), ({ row_stats }) => row_stats?.pending)

describe("timeStart: \"first-request\"", () => {
  itSimulatedInMemory("campaigns begin with the first request", options, (simulator) =>
    Effect.gen(function*() {
      yield* TestClock.adjust("5 hours")
      assert.strictEqual((yield* simulator.campaign("c")).row_stats?.pending, 100)
      assert.strictEqual(yield* pending, 100)
      yield* TestClock.adjust("5 minutes")
      const { row_stats, status } = yield* requestCampaign("c")
      assert.strictEqual(status, "running")
      assert.isBelow(row_stats?.pending ?? NaN, 60)
      yield* TestClock.adjust("5 minutes")
      assert.strictEqual((yield* requestCampaign("c")).status, "completed")
    }))

  itSimulatedInMemory("calls begin with the first request", options, (simulator) =>
    Effect.gen(function*() {
      yield* TestClock.adjust("5 hours")
      assert.strictEqual((yield* simulator.call("call")).calls_count, 0)
      yield* request("/campaigns")
      yield* TestClock.adjust("61 seconds")
      assert.strictEqual((yield* simulator.call("call")).calls_count, 1)
    }))

  itSimulatedInMemory(
    "campaigns that are added earlier or later have their complete duration",
    options,
    (simulator) =>
      Effect.gen(function*() {
        yield* TestClock.adjust("1 hour")
        const early = yield* simulator.addCampaign({ duration: "10 minutes" })
        yield* TestClock.adjust("1 hour")
        yield* request("/campaigns")
        yield* TestClock.adjust("9 minutes")
        const late = yield* simulator.addCampaign({ duration: "10 minutes" })
        assert.strictEqual((yield* simulator.campaign(early)).status, "running")
        yield* TestClock.adjust("1 minute")
        assert.strictEqual((yield* simulator.campaign(early)).status, "completed")
        assert.strictEqual((yield* simulator.campaign(late)).status, "running")
        yield* TestClock.adjust("9 minutes")
        assert.strictEqual((yield* simulator.campaign(late)).status, "completed")
      })
  )

  itSimulatedInMemory(
    "a request without the API key does not start the time",
    options,
    (simulator) =>
      Effect.gen(function*() {
        const url = `${simulator.baseUrl}/campaigns/c`
        assert.strictEqual((yield* HttpClient.get(url)).status, 401)
        assert.strictEqual((yield* HttpClient.get(url, { headers: { authorization: "Bearer wrong" } })).status, 401)
        yield* TestClock.adjust("1 hour")
        assert.strictEqual(yield* pending, 100)
      })
  )

  itSimulatedInMemory(
    "a request that a fault rejects starts the time",
    { ...options, faults: [Fault.status(503)] },
    () =>
      Effect.gen(function*() {
        assert.strictEqual((yield* request("/campaigns/c")).status, 503)
        yield* TestClock.adjust("1 hour")
        assert.strictEqual((yield* requestCampaign("c")).status, "completed")
      })
  )
})

describe("timeStart: \"now\"", () => {
  itSimulatedInMemory(
    "is the default: campaigns begin when the layer is built",
    { campaigns: options.campaigns },
    () =>
      Effect.gen(function*() {
        yield* TestClock.adjust("10 minutes")
        assert.strictEqual((yield* requestCampaign("c")).status, "completed")
      })
  )
})
