import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { advanceClock, itSimulated, itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Redacted from "effect/Redacted"
import { request } from "./utils/api.ts"

/** A program that does not depend on the simulator: it uses only configuration and context. */
const total = Effect.gen(function*() {
  const baseUrl = yield* Config.String("REVOX_BASE_URL")
  const key = yield* Config.Redacted("REVOX_API_KEY")
  const response = yield* HttpClient.get(`${baseUrl}/campaigns/c/rows`, {
    headers: { authorization: `Bearer ${Redacted.value(key)}` }
  })
  return response.status === 200 ? (yield* response.json) : response.status
})

const options: RevoxSimulator.Options = {
  apiKey: Redacted.make("k"),
  campaigns: [{ id: "c", rows: 7, status: "draft" }],
  faults: [Fault.status(503)]
}

describe("Vitest", () => {
  for (const [name, test] of [["simulated", itSimulated], ["simulatedInMemory", itSimulatedInMemory]] as const) {
    test(
      `${name} puts the simulator where a program looks for the service`,
      options,
      (simulator) =>
        Effect.gen(function*() {
          assert.strictEqual(yield* total, 503)
          assert.propertyVal(yield* total, "total", 7)
          assert.strictEqual((yield* simulator.requests).length, 2)
          assert.strictEqual(yield* RevoxSimulator.RevoxSimulator, simulator)
          assert.isNotEmpty(yield* Config.String("PATH"))
        })
    )
  }

  itSimulatedInMemory("advanceClock does not exceed the timeout of requests in flight", {
    campaigns: [{ id: "c", duration: "2 hours" }]
  }, (simulator) =>
    Effect.gen(function*() {
      const poll = Effect.timeout(request("/campaigns/c"), "1 minute")
      const polls = yield* Effect.forkChild(Effect.forever(Effect.andThen(poll, Effect.sleep("1 minute"))))
      yield* advanceClock("90 seconds")
      assert.strictEqual((yield* simulator.requests).length, 2)
      yield* advanceClock("2 hours", "1 minute")
      assert.isAtLeast((yield* simulator.requests).length, 120)
      assert.strictEqual(yield* Effect.clockWith((clock) => clock.currentTimeMillis), 7_290_000)
      assert.isUndefined(polls.pollUnsafe())
    }))
})
