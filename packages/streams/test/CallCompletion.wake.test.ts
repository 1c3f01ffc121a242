import { RevoxError } from "@effect-revox/client"
import { CallCompletion } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Schedule } from "effect"
import { TestClock } from "effect/testing"
import { id, makeCall, mockCalls } from "./utils/callPolls.ts"
import { failure, start } from "./utils/polls.ts"

const schedule = Schedule.spaced("1 hour")

describe("CallCompletion.wake", () => {
  it.effect("polls now, for all waits with any schedule, and only the given call", () =>
    Effect.gen(function*() {
      const make = yield* makeCall
      const service = yield* mockCalls([make("calling"), make("calling"), make("calling"), make("completed")])
      yield* Effect.gen(function*() {
        const first = yield* start(CallCompletion.awaitCompletion(id, { schedule }))
        const second = yield* start(CallCompletion.awaitCompletion(id, { schedule: Schedule.spaced("2 hours") }))
        const other = yield* start(CallCompletion.awaitCompletion("call-2", { schedule }))
        yield* TestClock.adjust("10 minutes")
        yield* CallCompletion.wake(id)
        yield* TestClock.adjust(0)
        yield* Fiber.join(first)
        yield* Fiber.join(second)
        assert.isUndefined(other.pollUnsafe())
        yield* Fiber.interrupt(other)
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 0, 0, 600, 600])
    }))

  it.effect("continues with the schedule if the call has not ended", () =>
    Effect.gen(function*() {
      const make = yield* makeCall
      const service = yield* mockCalls([make("calling"), make("calling"), make("completed")])
      yield* Effect.gen(function*() {
        const wait = yield* start(CallCompletion.awaitCompletion(id, { schedule }))
        yield* TestClock.adjust("10 minutes")
        yield* CallCompletion.wake(id)
        yield* TestClock.adjust("59 minutes")
        assert.isUndefined(wait.pollUnsafe())
        yield* TestClock.adjust("1 minute")
        yield* Fiber.join(wait)
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 600, 4200])
    }))

  it.effect("polls once more after a poll in flight", () =>
    Effect.gen(function*() {
      const make = yield* makeCall
      const service = yield* mockCalls([make("calling"), make("completed")], 10_000)
      yield* Effect.gen(function*() {
        const wait = yield* start(CallCompletion.awaitCompletion(id, { schedule }))
        yield* TestClock.adjust("5 seconds")
        yield* CallCompletion.wake(id)
        yield* CallCompletion.wake(id)
        yield* TestClock.adjust("15 seconds")
        yield* Fiber.join(wait)
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 10])
    }))

  it.effect("respects the delay that the server requested", () =>
    Effect.gen(function*() {
      const make = yield* makeCall
      const limited = failure(
        new RevoxError.RateLimitError({
          message: "slow down",
          status: 429,
          attempts: 1,
          delivery: "rejected",
          isRetryable: true,
          retryAfter: Duration.minutes(5)
        })
      )
      const service = yield* mockCalls([limited, make("completed")])
      yield* Effect.gen(function*() {
        const wait = yield* start(CallCompletion.awaitCompletion(id, { schedule }))
        yield* TestClock.adjust("1 minute")
        yield* CallCompletion.wake(id)
        yield* TestClock.adjust("4 minutes")
        yield* Fiber.join(wait)
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 300])
    }))

  it.effect("does nothing without a wait, and after the last one ended", () =>
    Effect.gen(function*() {
      const make = yield* makeCall
      const service = yield* mockCalls([make("calling")])
      yield* Effect.gen(function*() {
        yield* CallCompletion.wake(id)
        const wait = yield* start(CallCompletion.awaitCompletion(id, { schedule }))
        yield* Fiber.interrupt(wait)
        yield* CallCompletion.wake(id)
        yield* TestClock.adjust("1 day")
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0])
    }))
})
