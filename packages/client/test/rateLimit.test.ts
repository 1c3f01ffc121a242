import { RevoxClient } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { limited } from "./utils/rateLimited.ts"
import { inMemory, retrieve, start, times } from "./utils/simulated.ts"

const inject = (...faults: ReadonlyArray<Fault.Fault>) =>
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.inject(...faults))

const calls = (count: number) => Effect.all(Array.from({ length: count }, () => retrieve), { concurrency: "unbounded" })

/** Fails a call with 429s only, and returns the reason and the number of requests. */
const refused = Effect.fnUntraced(function*(fault: Fault.Fault) {
  yield* inject(Fault.always(fault))
  const before = (yield* times).length
  const fiber = yield* start(Effect.flip(retrieve))
  yield* TestClock.adjust("1 hour")
  const { reason } = yield* Fiber.join(fiber)
  if (reason._tag !== "RateLimitError") return assert.fail(reason._tag)
  const sent = (yield* times).length - before
  assert.strictEqual(reason.attempts, sent)
  assert.isTrue(reason.isRetryable)
  return sent
})

describe("a pause after a 429", () => {
  it.effect("holds all requests of the client, and then releases them one by one, faster each time", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit({ retryAfter: "2 seconds" }))
      const first = yield* start(retrieve)
      const siblings = yield* start(calls(7))
      yield* TestClock.adjust("1999 millis")
      assert.deepStrictEqual(yield* times, [0])
      yield* TestClock.adjust("4 seconds")
      yield* Fiber.join(first)
      yield* Fiber.join(siblings)
      const sent = (yield* times).slice(1)
      assert.lengthOf(sent, 8)
      const gaps = sent.slice(1).map((time, index) => time - (sent[index] ?? 0))
      assert.isAtLeast(sent[0] ?? 0, 2000)
      for (const [index, gap] of gaps.entries()) {
        assert.approximately(gap, 1000 * 0.7 ** (index + 1), 1)
      }
    }).pipe(Effect.provide(inMemory())))

  it.effect("lasts half a second without a Retry-After, and twice as long after each further 429", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit().pipe(Fault.times(6)))
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      const sent = yield* times
      const gaps = sent.slice(1).map((time, index) => time - (sent[index] ?? 0))
      for (const [index, least] of [500, 1000, 2000, 4000, 8000, 8000].entries()) {
        assert.isAtLeast(gaps[index] ?? 0, least)
        assert.isAtMost(gaps[index] ?? 0, least + 100)
      }
    }).pipe(Effect.provide(inMemory())))

  it.effect("costs no retries", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit({ retryAfter: "1 second" }).pipe(Fault.times(50)))
      const fiber = yield* start(calls(50))
      yield* TestClock.adjust("1 hour")
      assert.lengthOf(yield* Fiber.join(fiber), 50)
    }).pipe(Effect.provide(inMemory({ maxRetries: 1 }))))

  it.effect("is forgotten after five minutes without a 429", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit())
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("5 minutes")
      yield* Fiber.join(fiber)
      yield* retrieve
      const before = (yield* times).length
      yield* calls(20)
      assert.lengthOf(yield* times, before + 20)
    }).pipe(Effect.provide(inMemory())))
})

describe("a call that receives only 429s", () => {
  it.effect("fails after 10 of them", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* refused(Fault.rateLimit()), 10)
    }).pipe(Effect.provide(inMemory())))

  it.effect("fails when its pauses would exceed five minutes", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* refused(Fault.rateLimit({ retryAfter: "55 seconds" })), 6)
    }).pipe(Effect.provide(inMemory())))

  it.effect("sends one request with maxRetries: 0", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* refused(Fault.rateLimit({ retryAfter: "1 second" })), 1)
    }).pipe(Effect.provide(inMemory({ maxRetries: 0 }))))

  it.effect("sends one request inside withMaxRetries(0)", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* RevoxClient.withMaxRetries(refused(Fault.rateLimit()), 0), 1)
    }).pipe(Effect.provide(inMemory())))
})

describe("a server that accepts few requests a second", () => {
  it.effect.each([1, 2, 10] as const)(
    "of %i a second: 40 calls at once all succeed, with few refusals",
    (perSecond) =>
      Effect.gen(function*() {
        const fiber = yield* start(calls(40))
        for (let minute = 0; minute < 5; minute++) yield* TestClock.adjust("1 minute")
        assert.lengthOf(yield* Fiber.join(fiber), 40)
        const accepted = yield* times
        assert.lengthOf(accepted, 40)
      }).pipe(Effect.provide(inMemory({ transformClient: limited(perSecond) })))
  )
})
