import { RequestPolicy, RevoxClient } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inMemory, retrieve, start, times } from "./utils/simulated.ts"

const inject = (...faults: ReadonlyArray<Fault.Fault>) =>
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.inject(...faults))

/** The time between the first and the second request, when the first response has the given headers. */
const pause = Effect.fnUntraced(function*(headers: Record<string, string>, status = 503) {
  yield* inject(Fault.status(status, { headers }))
  const fiber = yield* start(retrieve)
  yield* TestClock.adjust("5 minutes")
  yield* Fiber.join(fiber)
  const [_, second = Infinity] = yield* times
  return second
})

describe("timeouts", () => {
  it.effect("cover a body that arrives slowly after the headers", () =>
    Effect.gen(function*() {
      yield* inject(Fault.slowBody("10 minutes", 600))
      const fiber = yield* start(Effect.flip(retrieve))
      yield* TestClock.adjust("4999 millis")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 milli")
      const error = yield* Fiber.join(fiber)
      assert.strictEqual(error.reason._tag, "TimeoutError")
      assert.include(error.message, "5s")
    }).pipe(Effect.provide(inMemory({ timeout: "5 seconds", maxRetries: 0 }))))

  it.effect("are per attempt, and are retried", () =>
    Effect.gen(function*() {
      yield* inject(Fault.slowHeaders("1 hour").pipe(Fault.times(2)))
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* Fiber.join(fiber)).id, "spring")
      assert.lengthOf(yield* times, 3)
    }).pipe(Effect.provide(inMemory({ timeout: "10 seconds" }))))

  it.effect("can exceed 25 days, the maximum of JavaScript timers", () =>
    Effect.gen(function*() {
      yield* inject(Fault.slowHeaders("24 days"))
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("24 days")
      assert.strictEqual((yield* Fiber.join(fiber)).id, "spring")
    }).pipe(Effect.provide(inMemory({ timeout: "30 days", maxRetries: 0 }))))

  it.effect("can be disabled", () =>
    Effect.gen(function*() {
      yield* inject(Fault.slowHeaders("400 days"))
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("400 days")
      assert.strictEqual((yield* Fiber.join(fiber)).id, "spring")
    }).pipe(Effect.provide(inMemory({ timeout: Infinity, maxRetries: 0 }))))
})

describe("totalTimeout", () => {
  it.effect("covers attempts and the delays between them", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(503).pipe(Fault.always))
      const fiber = yield* start(Effect.flip(retrieve))
      yield* TestClock.adjust("10 seconds")
      const { reason } = yield* Fiber.join(fiber)
      if (reason._tag !== "TimeoutError") return assert.fail(reason._tag)
      assert.include(reason.message, "total timeout of 10s")
      // At about 0, 0.5, 1.5, 3.5 and 7.5 seconds, plus or minus the jitter.
      assert.strictEqual(reason.attempts, 5)
      yield* TestClock.adjust("1 hour")
      assert.lengthOf(yield* times, 5)
    }).pipe(Effect.provide(inMemory({ totalTimeout: "10 seconds", maxRetries: 50 }))))

  it.effect("covers a rate-limit pause that another request caused", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit({ retryAfter: "30 seconds" }))
      const sibling = yield* start(Effect.flip(retrieve))
      const fiber = yield* start(Effect.flip(retrieve))
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimeoutError")
      assert.strictEqual((yield* Fiber.join(sibling)).reason._tag, "TimeoutError")
      assert.lengthOf(yield* times, 1)
    }).pipe(Effect.provide(inMemory({ totalTimeout: "10 seconds" }))))
})

describe("Retry-After", () => {
  it.effect("is respected in seconds, as an HTTP date, and in retry-after-ms", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.UTC(2026, 10, 21))
      for (const as of ["seconds", "http-date", "retry-after-ms"] as const) {
        yield* inject(Fault.rateLimit({ retryAfter: "20 seconds", as }))
        const before = (yield* times).at(-1) ?? 0
        const fiber = yield* start(retrieve)
        yield* TestClock.adjust("19999 millis")
        assert.isUndefined(fiber.pollUnsafe(), as)
        yield* TestClock.adjust("1101 millis")
        yield* Fiber.join(fiber)
        assert.isAtLeast(((yield* times).at(-1) ?? 0) - before, 20_000)
      }
    }).pipe(Effect.provide(inMemory())))

  it.effect("of more than a minute causes no delay, and is reported in the error", () =>
    Effect.gen(function*() {
      for (const retryAfter of ["61 seconds", "1 day", "60 days", "10000000 days"] as const) {
        yield* inject(Fault.rateLimit({ retryAfter }))
        const fiber = yield* start(Effect.flip(retrieve))
        // At most the rate-limit pause that the previous request caused.
        yield* TestClock.adjust("61 seconds")
        const error = yield* Fiber.join(fiber)
        assert.strictEqual(error.reason._tag, "RateLimitError")
        assert.deepStrictEqual(error.retryAfter, Duration.fromInputUnsafe(retryAfter))
      }
      assert.lengthOf(yield* times, 4)
    }).pipe(Effect.provide(inMemory())))

  it.effect.each(
    [
      ["0", 600],
      ["-5", 600],
      ["soon", 600],
      ["", 600],
      ["Sat, 01 Jan 2000 00:00:00 GMT", 600],
      ["NaN", 600],
      ["Infinity", 600]
    ] as const
  )("of %j is ignored, and the client chooses the delay", ([header, most]) =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.UTC(2026, 10, 21))
      const millis = yield* pause({ "retry-after": header })
      assert.isAtLeast(millis, 400)
      assert.isAtMost(millis, most)
    }).pipe(Effect.provide(inMemory())))

  it.effect("is a lower bound of the delay with jitter", () =>
    Effect.gen(function*() {
      for (let run = 0; run < 20; run++) {
        yield* inject(Fault.rateLimit({ retryAfter: "1 second" }))
        const before = (yield* times).length
        const fiber = yield* start(retrieve)
        yield* TestClock.adjust("999 millis")
        assert.lengthOf(yield* times, before + 1)
        yield* TestClock.adjust("1 minute")
        yield* Fiber.join(fiber)
      }
    }).pipe(Effect.provide(inMemory())))

  it.effect.each<readonly [Record<string, string>, number]>([
    [{ "retry-after": "1.5" }, 1500],
    [{ "retry-after": "3, 30" }, 30_000],
    [{ "retry-after": "30", "retry-after-ms": "2500" }, 30_000],
    [{ "retry-after": "2", "retry-after-ms": "2500" }, 2500],
    [{ "retry-after": "soon, 4" }, 4000],
    // The clock of this server is a year behind.
    [{ date: "Fri, 21 Nov 2025 00:00:00 GMT", "retry-after": "Fri, 21 Nov 2025 00:00:20 GMT" }, 20_000],
    [{ "retry-after": "Sat, 21 Nov 2026 00:00:05 GMT, 7" }, 7000],
    [{ "retry-after": "7, Sat, 21 Nov 2026 00:00:09 GMT" }, 9000]
  ])("of %j is the longest of the requested delays", ([headers, expected]) =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.UTC(2026, 10, 21))
      const millis = yield* pause(headers)
      assert.isAtLeast(millis, expected)
      assert.isAtMost(millis, expected + 600)
    }).pipe(Effect.provide(inMemory())))

  it.effect("is not prolonged by a clock that is set back", () =>
    Effect.gen(function*() {
      const clock = yield* Clock.Clock
      let lost = 0
      const unsteady: Clock.Clock = {
        sleep: (duration) => clock.sleep(duration),
        currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() - lost,
        currentTimeMillis: Effect.sync(() => clock.currentTimeMillisUnsafe() - lost),
        currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe(),
        currentTimeNanos: clock.currentTimeNanos,
        monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
        monotonicTimeNanos: clock.monotonicTimeNanos
      }
      yield* inject(Fault.rateLimit({ retryAfter: "1 second" }))
      const fiber = yield* start(Effect.provideService(retrieve, Clock.Clock, unsteady))
      lost = 3_600_000
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* Fiber.join(fiber)).id, "spring")
    }).pipe(Effect.provide(inMemory())))
})

describe("a rate limit and a pause", () => {
  it.effect("send no more than the burst of the limit in the second after the pause", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit({ retryAfter: "10 seconds" }))
      const all = Effect.all(Array.from({ length: 40 }, () => retrieve), { concurrency: "unbounded" })
      const fiber = yield* start(Effect.exit(all))
      for (let second = 0; second < 30; second++) yield* TestClock.adjust("1 second")
      yield* Fiber.join(fiber)
      const sent = yield* times
      const busiest = Math.max(
        ...sent.map((time) => sent.filter((other) => other >= time && other < time + 1000).length)
      )
      // A token bucket allows its size at once, and refills at the limit meanwhile.
      assert.isAtMost(busiest, 10)
    }).pipe(
      Effect.provide(inMemory({ rateLimit: RequestPolicy.rateLimit({ limit: 5, window: "1 second" }) }))
    ))
})

describe("x-should-retry", () => {
  it.effect("true makes a client retry a status that it does not retry by default", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(404, { headers: { "x-should-retry": "true" } }))
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(fiber)).id, "spring")
    }).pipe(Effect.provide(inMemory())))

  it.effect("false keeps a client from retrying a status that it retries by default", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(503, { headers: { "x-should-retry": "false" } }).pipe(Fault.always))
      const error = yield* Effect.flip(retrieve)
      assert.isFalse(error.isRetryable)
      assert.lengthOf(yield* times, 1)
    }).pipe(Effect.provide(inMemory())))
})

describe("interruption", () => {
  it.effect("is not retried as a transient failure", () =>
    Effect.gen(function*() {
      yield* inject(Fault.slowHeaders("10 seconds").pipe(Fault.always))
      const fiber = yield* start(retrieve)
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 hour")
      assert.lengthOf(yield* times, 1)
    }).pipe(Effect.provide(inMemory())))

  it.effect("ends the delay between two attempts, and a rate-limit pause", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit({ retryAfter: "50 seconds" }))
      const pausing = yield* start(retrieve)
      const waiting = yield* start(retrieve)
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(pausing)
      yield* Fiber.interrupt(waiting)
      yield* TestClock.adjust("1 hour")
      assert.lengthOf(yield* times, 1)
    }).pipe(Effect.provide(inMemory())))
})

describe("retry storms", () => {
  it.effect("are limited by a budget that all calls of a client share", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(503).pipe(Fault.always))
      const fiber = yield* start(
        Effect.forEach(Array.from({ length: 100 }), () => Effect.flip(retrieve), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      // One request for each call, and 20 retries instead of 200.
      assert.lengthOf(yield* times, 120)

      yield* RevoxSimulator.RevoxSimulator.use((simulator) => simulator.clearFaults)
      yield* Effect.forEach(Array.from({ length: 10 }), () => retrieve)
      yield* inject(Fault.status(503).pipe(Fault.always))
      const again = yield* start(Effect.forEach(Array.from({ length: 10 }), () => Effect.flip(retrieve)))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(again)
      // Ten successful calls have earned two retries.
      assert.lengthOf(yield* times, 120 + 10 + 12)
    }).pipe(Effect.provide(inMemory())))
})

describe("overrides", () => {
  it.effect("apply inside an effect, and can be nested", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(503).pipe(Fault.always))
      const fiber = yield* start(
        Effect.all([
          Effect.flip(retrieve),
          retrieve.pipe(Effect.flip, RevoxClient.withMaxRetries(0)),
          RevoxClient.withMaxRetries(RevoxClient.withMaxRetries(Effect.flip(retrieve), 1), 5)
        ])
      )
      yield* TestClock.adjust("1 minute")
      const attempts = (yield* Fiber.join(fiber)).map(({ reason }) => ("attempts" in reason ? reason.attempts : 0))
      assert.deepStrictEqual(attempts, [3, 1, 2])
    }).pipe(Effect.provide(inMemory())))

  it.effect("apply to the timeout and the total timeout", () =>
    Effect.gen(function*() {
      yield* inject(Fault.slowHeaders("1 hour").pipe(Fault.always))
      const timeout = yield* start(
        retrieve.pipe(RevoxClient.withTimeout("1 second"), RevoxClient.withMaxRetries(0), Effect.flip)
      )
      const deadline = yield* start(RevoxClient.withTotalTimeout(Effect.flip(retrieve), "2 seconds"))
      yield* TestClock.adjust("2 seconds")
      assert.include((yield* Fiber.join(timeout)).message, "within 1s")
      assert.include((yield* Fiber.join(deadline)).message, "total timeout of 2s")
    }).pipe(Effect.provide(inMemory())))

  it.effect("fail with a typed error if they are invalid, without a request", () =>
    Effect.gen(function*() {
      const errors = yield* Effect.all([
        retrieve.pipe(RevoxClient.withMaxRetries(-1), Effect.flip),
        retrieve.pipe(RevoxClient.withMaxRetries(1.5), Effect.flip),
        retrieve.pipe(RevoxClient.withTimeout(0), Effect.flip),
        retrieve.pipe(RevoxClient.withTotalTimeout("-1 seconds"), Effect.flip)
      ])
      assert.deepStrictEqual(errors.map(({ reason }) => reason._tag), Array(4).fill("InvalidOptionError"))
      assert.include(errors[0].message, "maxRetries: expected an integer of 0 or more, got -1.")
      assert.include(errors[2].message, "Invalid option timeout: ")
      assert.deepStrictEqual(yield* times, [])
    }).pipe(Effect.provide(inMemory())))
})

describe("maxConcurrentRequests", () => {
  it.effect("limits the requests in flight, not counting delayed retries", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.slowHeaders("1 second").pipe(Fault.always))
      const fiber = yield* start(
        Effect.forEach(Array.from({ length: 9 }), () => retrieve, { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("3 seconds")
      assert.lengthOf(yield* Fiber.join(fiber), 9)
      assert.strictEqual(Math.max(...(yield* simulator.requests).map((request) => request.inFlight)), 3)
    }).pipe(Effect.provide(inMemory({ maxConcurrentRequests: 3 }))))
})

describe("rateLimit", () => {
  it.effect("spreads requests over time, retries included", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(503))
      const fiber = yield* start(
        Effect.forEach(Array.from({ length: 20 }), () => retrieve, { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      const sent = yield* times
      assert.lengthOf(sent, 21)
      // Ten at once, then one every 100 milliseconds.
      assert.lengthOf(sent.filter((millis) => millis === 0), 10)
      for (let second = 0; second < 3; second++) {
        const inWindow = sent.filter((millis) => millis > second * 1000 && millis <= (second + 1) * 1000)
        assert.isAtMost(inWindow.length, 10)
      }
    }).pipe(Effect.provide(inMemory({ rateLimit: RequestPolicy.rateLimit({ limit: 10, window: "1 second" }) }))))
})

describe("circuitBreaker", () => {
  it.effect("sends no requests while it is open, reports the remaining time, and then sends one", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(503).pipe(Fault.times(3)))
      yield* Effect.forEach(Array.from({ length: 3 }), () => Effect.flip(retrieve))
      const error = yield* Effect.flip(retrieve)
      assert.strictEqual(error.reason._tag, "CircuitOpenError")
      assert.deepStrictEqual(error.retryAfter, Duration.seconds(30))
      assert.lengthOf(yield* times, 3)
      yield* TestClock.adjust("30 seconds")
      assert.strictEqual((yield* retrieve).id, "spring")
    }).pipe(
      Effect.provide(
        inMemory({
          maxRetries: 0,
          circuitBreaker: RequestPolicy.circuitBreaker({ failureThreshold: 3, resetTimeout: "30 seconds" })
        })
      )
    ))

  it.effect("opens after calls that exceed their total timeout while the server does not respond", () =>
    Effect.gen(function*() {
      yield* inject(Fault.stall().pipe(Fault.always))
      for (const _ of [1, 2]) {
        const fiber = yield* start(Effect.flip(retrieve))
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimeoutError")
      }
      assert.strictEqual((yield* Effect.flip(retrieve)).reason._tag, "CircuitOpenError")
      assert.lengthOf(yield* times, 2)
    }).pipe(
      Effect.provide(
        inMemory({
          totalTimeout: "5 seconds",
          circuitBreaker: RequestPolicy.circuitBreaker({ failureThreshold: 2, resetTimeout: "30 seconds" })
        })
      )
    ))

  it.effect("does not open after calls that exceed their total timeout in a rate-limit pause", () =>
    Effect.gen(function*() {
      yield* inject(Fault.rateLimit({ retryAfter: "50 seconds" }))
      for (const _ of [1, 2, 3]) {
        const fiber = yield* start(Effect.flip(retrieve))
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimeoutError")
      }
    }).pipe(
      Effect.provide(
        inMemory({
          totalTimeout: "5 seconds",
          circuitBreaker: RequestPolicy.circuitBreaker({ failureThreshold: 2, resetTimeout: "30 seconds" })
        })
      )
    ))

  it.effect("does not open after 4xx responses", () =>
    Effect.gen(function*() {
      yield* inject(Fault.status(404).pipe(Fault.times(10)))
      const errors = yield* Effect.forEach(Array.from({ length: 10 }), () => Effect.flip(retrieve))
      assert.isFalse(errors.some(({ reason }) => reason._tag === "CircuitOpenError"))
    }).pipe(
      Effect.provide(
        inMemory({
          maxRetries: 0,
          circuitBreaker: RequestPolicy.circuitBreaker({ failureThreshold: 2, resetTimeout: "30 seconds" })
        })
      )
    ))
})
