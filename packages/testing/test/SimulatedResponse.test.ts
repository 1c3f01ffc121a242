import { Fault, SimulatedResponse } from "@effect-revox/testing"
import { itSimulated, itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { cast } from "effect/Function"
import { get, request } from "./utils/api.ts"

type Change = (response: SimulatedResponse.SimulatedResponse) => SimulatedResponse.SimulatedResponse

const cyclic: Record<string, unknown> = {}
cyclic["self"] = cyclic

const { bytes, deliver, error, json, mapJson, text } = SimulatedResponse

const status = "expected an HTTP status from 200 to 599, got"
const headerText = "expected the text of a header, without line breaks, got"

/** Responses with invalid arguments, and the message that the client receives. */
const invalid: ReadonlyArray<readonly [message: string, change: Change]> = [
  [`SimulatedResponse.json.status: ${status} 0.`, () => json(0, {})],
  [`SimulatedResponse.json.status: ${status} NaN.`, () => json(NaN, {})],
  ["SimulatedResponse.json.body: expected a JSON value, got undefined.", () => json(200, undefined)],
  ["SimulatedResponse.json.body: expected a JSON value, got 1.", () => json(200, 1n)],
  ["SimulatedResponse.json.body: expected a JSON value, got an object.", () => json(200, cyclic)],
  [`SimulatedResponse.text.status: ${status} 100.`, () => text(100, "text/plain", "")],
  [`SimulatedResponse.text.contentType: ${headerText} a string.`, () => text(200, "text/plain\r\nx: y", "")],
  ["SimulatedResponse.text.body: expected text, got an object.", () => text(200, "text/plain", cast({}))],
  ["SimulatedResponse.bytes.body: expected a Uint8Array, got a string.", () => bytes(200, "audio/ogg", cast("OggS"))],
  [
    "SimulatedResponse.error.form: expected \"error.message\" or \"message\" or \"error\" or \"problem+json\" or " +
    "\"text\" or \"html\" or \"empty\", got a string.",
    () => error(cast("xml"), 500, "Failed")
  ],
  ["SimulatedResponse.error.message: expected text, got null.", () => error("text", 500, cast(null))],
  ["SimulatedResponse.mapJson.f: expected a function, got an object.", (self) => mapJson(self, cast({}))],
  ["SimulatedResponse.mapJson.f(): expected a JSON value, got undefined.", (self) => mapJson(self, () => undefined)],
  ["SimulatedResponse.deliver.delivery: expected object, got null.", (self) => deliver(self, cast(null))],
  [
    "SimulatedResponse.deliver.delivery.headersDelay: expected a number of 0 or more, or Infinity, got -1.",
    (self) => deliver(self, { headersDelay: -1 })
  ],
  [
    "SimulatedResponse.deliver.delivery.chunks: expected an integer of 1 or more, got 0.",
    (self) => deliver(self, { chunks: 0 })
  ],
  [
    "SimulatedResponse.deliver.delivery.chunkDelay: expected a finite number of 0 or more, got Infinity.",
    (self) => deliver(self, { chunkDelay: Infinity })
  ],
  [
    "SimulatedResponse.deliver.delivery.interruption.at: expected \"headers\" or an integer of 0 or more, got -1.",
    (self) => deliver(self, { interruption: { at: -1, kind: "reset" } })
  ],
  [
    "SimulatedResponse.deliver.delivery.interruption.kind: expected \"reset\" or \"close\" or \"stall\", got a string.",
    (self) => deliver(self, { interruption: { at: 0, kind: cast("abort") } })
  ],
  ["SimulatedResponse.deliver.delivery.delay: there is no such option.", (self) => deliver(self, cast({ delay: 1 }))],
  // The first problem is kept.
  [`SimulatedResponse.json.status: ${status} 0.`, () => deliver(json(0, {}), { chunks: 0 })],
  // Responses that are written without a constructor.
  [`Effects.response.status: ${status} 999.`, (self) => ({ ...self, status: 999 })],
  [
    "Effects.response.headers: expected an object of header names and values, got an object.",
    (self) => ({ ...self, headers: { "x-a": "a\nb" } })
  ],
  ["Effects.response.body: expected a Uint8Array, got a string.", (self) => ({ ...self, body: cast("{}") })],
  [
    "Effects.response.delivery.chunks: expected an integer of 1 or more, got NaN.",
    (self) => ({ ...self, delivery: { ...self.delivery, chunks: NaN } })
  ]
]

const parse = (body: string): unknown => JSON.parse(body)

const faults = invalid.map(([_, response], index) =>
  Fault.make("mine", { response }).pipe(Fault.when((request) => request.index === index))
)

/** The simulator sends the message even if its errors have no body. */
const options = { campaigns: [{ id: "c" }], errorBody: "empty", faults } as const

const expected = invalid.map(([message]) => [500, { error: { message: `Invalid option ${message}` } }])

describe("SimulatedResponse", () => {
  itSimulated("sends the message of an invalid argument over a socket", options, (simulator) =>
    Effect.gen(function*() {
      const seen = yield* Effect.forEach(invalid, () => get("/campaigns/c"))
      assert.deepStrictEqual(seen.map(({ status, text }) => [status, parse(text)]), expected)
      assert.deepStrictEqual((yield* simulator.requests).map(({ status }) => status), invalid.map(() => 500))
      assert.strictEqual((yield* get("/campaigns/c")).status, 200)
    }))

  itSimulatedInMemory("sends the message of an invalid argument in memory", options, () =>
    Effect.gen(function*() {
      const seen = yield* Effect.forEach(
        invalid,
        () =>
          Effect.flatMap(request("/campaigns/c"), (response) =>
            Effect.all([Effect.succeed(response.status), response.json]))
      )
      assert.deepStrictEqual<unknown>(seen, expected)
    }))
})
