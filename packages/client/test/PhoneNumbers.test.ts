import { PhoneNumbers } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inMemory, start } from "./utils/simulated.ts"

const number = { id: "sales", phoneNumber: "+33184801234", label: "Sales" }

const simulated = inMemory({}, { phoneNumbers: [number, { id: "support", phoneNumber: "+15125550100" }] })

/** A simulator whose responses have a literal body. */
const withBody = (body: unknown) =>
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.inject(Fault.mapJson(() => body)))

describe("PhoneNumbers", () => {
  it.effect("lists the numbers until they are deleted", () =>
    Effect.gen(function*() {
      const phoneNumbers = yield* PhoneNumbers.PhoneNumbers
      assert.deepStrictEqual<ReadonlyArray<unknown>>(yield* phoneNumbers.list(), [
        { id: "sales", phone_number: "+33184801234", label: "Sales", inbound_assistant: null },
        { id: "support", phone_number: "+15125550100", label: null, inbound_assistant: null }
      ])
      yield* phoneNumbers.delete("sales")
      assert.deepStrictEqual((yield* phoneNumbers.list()).map(({ id }) => String(id)), ["support"])
      const error = yield* Effect.flip(phoneNumbers.delete("sales"))
      assert.deepStrictEqual([error.operation, error.reason._tag, error.delivery], [
        "PhoneNumbers.delete",
        "NotFoundError",
        "rejected"
      ])
    }).pipe(Effect.provide(simulated)))

  it.effect("changes the given fields only", () =>
    Effect.gen(function*() {
      const phoneNumbers = yield* PhoneNumbers.PhoneNumbers
      assert.strictEqual((yield* phoneNumbers.update("support", { label: "Night" })).label, "Night")
      yield* phoneNumbers.update("support", {})
      const labels = (yield* phoneNumbers.list()).map(({ label }) => label)
      assert.deepStrictEqual(labels, ["Sales", "Night"])
      assert.strictEqual((yield* phoneNumbers.update("sales", { label: null })).label, null)
      const error = yield* Effect.flip(phoneNumbers.update("none", { label: null }))
      assert.include(error.message, "not publicly documented")
    }).pipe(Effect.provide(simulated)))

  it.effect("keeps fields that the API does not document", () =>
    Effect.gen(function*() {
      const phone_numbers = [{ id: "1", country: "FR", inbound_assistant: null, capabilities: { sms: true } }, {
        id: "2"
      }]
      yield* withBody({ phone_numbers })
      assert.deepStrictEqual<unknown>(yield* PhoneNumbers.PhoneNumbers.use(({ list }) => list()), phone_numbers)
    }).pipe(Effect.provide(simulated)))

  it.effect.each<[unknown, string]>([
    [{ phone_numbers: [{ id: 1 }] }, `["phone_numbers"][0]["id"]`],
    [{ phone_numbers: [{ id: "1", inbound_assistant: { id: "a" } }] }, `["phone_numbers"][0]["inbound_assistant"]`],
    [{ numbers: [] }, `["phone_numbers"]`]
  ])("fails with the path of a mismatch: %j", ([body, path]) =>
    Effect.gen(function*() {
      yield* withBody(body)
      const { reason } = yield* Effect.flip(PhoneNumbers.PhoneNumbers.use(({ list }) => list()))
      assert.strictEqual(reason._tag, "InvalidResponseError")
      assert.include(reason.message, path)
    }).pipe(Effect.provide(simulated)))

  it.effect("deletes once when the first response is lost", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const phoneNumbers = yield* PhoneNumbers.PhoneNumbers
      yield* simulator.inject(Fault.reset())
      const fiber = yield* start(phoneNumbers.delete("sales"))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual((yield* simulator.requests).map(({ status }) => status), [204, 404])
    }).pipe(Effect.provide(simulated)))
})
