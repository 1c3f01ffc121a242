import { RevoxError } from "@effect-revox/client"
import { CallCompletion, CallCompletionError } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, ManagedRuntime, Schedule, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { id, makeCall, mockCalls, unrecognized } from "./utils/callPolls.ts"
import { failure, start, unavailable, withoutJitter } from "./utils/polls.ts"
import { inTime, simulated } from "./utils/simulated.ts"

const everyMinute = Schedule.spaced("1 minute")

/** Waits with one poll per minute, and returns the error of the wait and the number of polls. */
const failureAfter = Effect.fnUntraced(function*(
  all: Parameters<typeof mockCalls>[0],
  options: CallCompletion.Options = {}
) {
  const service = yield* mockCalls(all)
  const error = yield* CallCompletion.awaitCompletion(id, { schedule: everyMinute, ...options }).pipe(
    Effect.flip,
    Effect.provide(service.layer),
    inTime
  )
  const reason: RevoxError.Reason | CallCompletionError.Reason = error.reason
  return { message: error.message, reason, polls: (yield* service.times).length }
})

describe("CallCompletion", () => {
  describe("awaitCompletion", () => {
    it.effect("polls immediately, then with delays that grow from 5 seconds to 5 minutes", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const done = make("completed")
        const scheduled = make("scheduled")
        const service = yield* mockCalls([scheduled, ...Array.from({ length: 13 }, () => scheduled), done])
        const fiber = yield* CallCompletion.awaitCompletion(id).pipe(
          withoutJitter,
          Effect.provide(service.layer),
          start
        )
        assert.deepStrictEqual(yield* service.times, [0])
        yield* TestClock.adjust("1 hour")
        assert.strictEqual(yield* Fiber.join(fiber), done)
        const times = yield* service.times
        const delays = times.slice(1).map((time, index) => Math.round(time - (times[index] ?? 0)))
        assert.deepStrictEqual(delays, [5, 8, 11, 17, 25, 38, 57, 85, 128, 192, 288, 300, 300, 300])
      }))

    it.effect("waits for any status that is not final, whatever the deprecated fields are", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const done = make("completed")
        const others = ["initializing", "queued_for_calling", "calling", "scheduled", unrecognized("ringing")] as const
        const [first, ...rest] = others.map((status) => make(status))
        const service = yield* mockCalls([first ?? done, ...rest, done])
        const call = yield* CallCompletion.awaitCompletion(id, { schedule: everyMinute }).pipe(
          Effect.provide(service.layer),
          inTime
        )
        assert.deepStrictEqual([call, (yield* service.times).length], [done, 6])
      }))

    it.effect("fails on a cancelled and on an errored call", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const cancelled = yield* failureAfter([make("calling"), make("cancelled")])
        assert(cancelled.reason._tag === "CallCancelledError")
        assert.deepStrictEqual([cancelled.reason.call.status, cancelled.polls], ["cancelled", 2])
        assert.strictEqual(cancelled.message, "Call call-1: the call was cancelled")
        const errored = yield* failureAfter([make("errored")])
        assert.strictEqual(errored.reason._tag, "CallErroredError")
        assert.strictEqual(errored.message, "Call call-1: the call is errored after 1 attempt, the last one with busy")
        const unknown = yield* failureAfter([make("errored", { calls_count: 0, last_call_attempt: null })])
        assert.strictEqual(unknown.message, "Call call-1: the call is errored after 0 attempts")
      }))

    it.effect("waits for 7 days by default, and fails with the last call and the last failure", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const service = yield* mockCalls([make("calling"), make("scheduled"), unavailable, make("scheduled")])
        const fiber = yield* CallCompletion.awaitCompletion(id, { schedule: Schedule.spaced("1 day") }).pipe(
          Effect.flip,
          Effect.provide(service.layer),
          start
        )
        yield* TestClock.adjust(Duration.subtract(Duration.days(7), Duration.millis(1)))
        assert.isUndefined(fiber.pollUnsafe())
        yield* TestClock.adjust("1 milli")
        const { reason } = yield* Fiber.join(fiber)
        assert(reason._tag === "CallTimeoutError")
        assert.deepStrictEqual([reason.lastCall?.status, reason.isRetryable], ["scheduled", true])
        assert.include(reason.message, "not completed within 7d: its status is scheduled")
        assert.lengthOf(yield* service.times, 7)
        const short = yield* failureAfter([unavailable], { timeout: "30 seconds" })
        assert.include(short.message, "no poll succeeded. The last poll failed:")
      }))

    it.effect("fails when the schedule ends before the call", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const { polls, reason } = yield* failureAfter([make("calling")], { schedule: Schedule.recurs(2) })
        assert.deepStrictEqual([reason._tag, polls], ["CallPollingEndedError", 3])
      }))

    it.effect("tolerates five retryable failures in a row, and ends with one that is not retryable", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const five = Array.from({ length: 5 }, () => unavailable)
        const service = yield* mockCalls([make("calling"), ...five, make("calling"), ...five, make("completed")])
        yield* CallCompletion.awaitCompletion(id, { schedule: everyMinute }).pipe(Effect.provide(service.layer), inTime)
        assert.lengthOf(yield* service.times, 13)
        const six = yield* failureAfter([make("calling"), ...five, unavailable])
        assert.deepStrictEqual([six.reason._tag, six.polls], ["InternalServerError", 7])
        const notFound = failure(
          new RevoxError.NotFoundError({
            message: "no",
            attempts: 1,
            delivery: "rejected",
            isRetryable: false,
            status: 404
          })
        )
        const unknown = yield* failureAfter([notFound])
        assert.deepStrictEqual([unknown.reason._tag, unknown.polls], ["NotFoundError", 1])
      }))

    it.effect.each<readonly [object, string]>([
      [{ timeout: 0 }, "Invalid option timeout: expected a duration longer than zero"],
      [{ timeout: "soon" }, "Invalid option timeout: expected a duration longer than zero"],
      [{ until: "extracted" }, "Invalid option until: there is no such option."]
    ])("rejects the options %j before it polls", ([options, message]) =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const failed = yield* failureAfter([make("completed")], options as CallCompletion.Options)
        assert.strictEqual(failed.polls, 0)
        assert.include(failed.message, message)
      }))

    it.effect("waits for a simulated call with retries over days", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCall({ attempts: ["busy", "no_answer", "human"], retryDelay: "20 hours" })
        const call = yield* inTime(CallCompletion.awaitCompletion(id, { schedule: Schedule.spaced("1 hour") }))
        assert.deepStrictEqual([call.status, call.calls_count], ["completed", 3])
      }).pipe(Effect.provide(simulated({ speed: 60 }))))
  })

  describe("concurrent waits", () => {
    it.effect("share the polls of one wait", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const service = yield* mockCalls([make("calling"), make("calling"), make("completed")])
        const fiber = yield* Effect.all(
          Array.from({ length: 100 }, (_, index) =>
            index % 2 === 0
              ? CallCompletion.awaitCompletion(id)
              : Stream.runDrain(CallCompletion.watch(id, { timeout: "1 hour" }))),
          { concurrency: "unbounded" }
        ).pipe(withoutJitter, Effect.provide(service.layer), start)
        yield* TestClock.adjust("1 minute")
        yield* Fiber.join(fiber)
        assert.lengthOf(yield* service.times, 3)
      }))
  })

  describe("watch", () => {
    it.effect("emits the first poll and each change, and ends with the completed call", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const [scheduled, calling, done] = [make("scheduled"), make("calling"), make("completed")]
        const service = yield* mockCalls([scheduled, { ...scheduled }, calling, unavailable, { ...calling }, done])
        const snapshots = yield* CallCompletion.watch(id, { schedule: Schedule.spaced("1 second") }).pipe(
          Stream.runCollect,
          Effect.provide(service.layer),
          inTime
        )
        assert.deepStrictEqual(snapshots.map(({ call }) => call), [scheduled, calling, done])
        assert.deepStrictEqual(snapshots.map(({ elapsed }) => Duration.toSeconds(elapsed)), [0, 2, 5])
      }))

    it.effect("fails when waiting fails", () =>
      Effect.gen(function*() {
        const make = yield* makeCall
        const service = yield* mockCalls([make("calling"), make("errored")])
        const error = yield* CallCompletion.watch(id).pipe(
          Stream.runDrain,
          Effect.flip,
          Effect.provide(service.layer),
          inTime
        )
        assert.strictEqual(error.reason._tag, "CallErroredError")
      }))
  })

  describe("toPromise", () => {
    it("resolves with the completed call, and rejects with the error of the wait", async () => {
      const layer = simulated({
        calls: [{ id: "a", attempts: ["human"], age: "1 day" }, { id: "b", attempts: ["busy"], age: "1 day" }]
      })
      await using runtime = ManagedRuntime.make(Layer.provideMerge(layer, TestClock.layer({ warningDelay: "1 day" })))
      assert.strictEqual((await CallCompletion.toPromise(runtime, "a")).status, "completed")
      const error: unknown = await CallCompletion.toPromise(runtime, "b").catch((error: unknown) => error)
      assert.instanceOf(error, CallCompletionError.CallCompletionError)
    })
  })
})

describe("CallCompletionError", () => {
  it.effect("is the same after encoding and decoding", () =>
    Effect.gen(function*() {
      const make = yield* makeCall
      const { reason } = yield* failureAfter([make("errored")])
      const error = new CallCompletionError.CallCompletionError({
        callId: id,
        reason: yield* Schema.decodeUnknownEffect(CallCompletionError.Reason)(
          JSON.parse(JSON.stringify(yield* Schema.encodeUnknownEffect(CallCompletionError.Reason)(reason)))
        )
      })
      assert.include(error.message, "the call is errored")
    }))
})
