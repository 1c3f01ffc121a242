import { RevoxClient, RevoxError } from "@effect-revox/client"
import { CampaignCompletion, CompletionError, CompletionPolling } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Result, Schedule, Schema, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"
import { campaign, done, failure, id, mockPolls, start, unavailable, withFinishedRows } from "./utils/polls.ts"
import { simulated } from "./utils/simulated.ts"

const everyMinute = Schedule.spaced("1 minute")

const limited = failure(
  new RevoxError.RateLimitError({
    message: "429. Too many requests: send fewer, or wait.",
    status: 429,
    attempts: 3,
    delivery: "rejected",
    isRetryable: true
  })
)

/** Values that JavaScript and configuration can pass despite the types. */
const untyped = (options: object): CampaignCompletion.Options => options

const time = "expected a duration longer than zero, such as \"30 seconds\", got"

describe("options of waits", () => {
  it.effect.each<readonly [string, CampaignCompletion.Options, string]>([
    ["timeout", { timeout: -1 }, `${time} -1.`],
    ["timeout", { timeout: NaN }, `${time} NaN.`],
    ["timeout", { timeout: 0 }, `${time} 0.`],
    ["timeout", untyped({ timeout: "2 hurs" }), `${time} a string.`],
    ["stallTimeout", { stallTimeout: "-5 minutes" }, `${time} a string.`],
    ["until", untyped({ until: "done" }), "expected \"completed\" or \"extracted\", got a string."],
    ["onPaused", untyped({ onPaused: true }), "expected \"wait\" or \"fail\", got true."],
    ["onDraft", untyped({ onDraft: "stop" }), "expected \"wait\" or \"fail\", got a string."],
    ["interval", untyped({ interval: 3 }), "there is no such option."]
  ])("fail for an invalid %s before a poll: %j", ([option, options, problem]) =>
    Effect.gen(function*() {
      const polls = yield* mockPolls([done])
      const waits = [
        CampaignCompletion.awaitCompletion(id, options),
        Stream.runDrain(CampaignCompletion.watch(id, options))
      ]
      for (const wait of waits) {
        const error = yield* wait.pipe(Effect.flip, Effect.provide(polls.layer))
        assert.strictEqual(error.message, `Campaign campaign-1: Invalid option ${option}: ${problem}`)
      }
      assert.deepStrictEqual(yield* polls.times, [])
    }))
})

describe("overrides of waits", () => {
  it.effect("apply to each wait, although the waits poll the same campaign", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const campaignId = yield* simulator.addCampaign({ status: "draft" })
      const wait = CampaignCompletion.awaitCompletion(campaignId, { onDraft: "fail" })
      const tagged = (tag: string) =>
        RevoxClient.withTransformClient(
          Effect.flip(CampaignCompletion.awaitCompletion(campaignId, { timeout: "3 seconds" })),
          HttpClient.mapRequest(HttpClientRequest.setHeader("x-tag", tag))
        )
      yield* Effect.all([tagged("a"), tagged("b"), Effect.flip(wait)], { concurrency: "unbounded" }).pipe(
        Effect.forkChild,
        Effect.flatMap((fiber) => Effect.andThen(TestClock.adjust("3 seconds"), Fiber.join(fiber)))
      )
      const tags = (yield* simulator.requests).map(({ headers }) => headers["x-tag"])
      assert.sameMembers(tags, ["a", "b", undefined])
    }).pipe(Effect.provide(simulated())))

  it.effect("are shared by the waits inside of them", () =>
    Effect.gen(function*() {
      const polls = yield* mockPolls([withFinishedRows(1), done])
      const wait = CampaignCompletion.awaitCompletion(id, { schedule: everyMinute })
      const fiber = yield* start(
        Effect.all([wait, wait], { concurrency: "unbounded" }).pipe(
          RevoxClient.withTimeout("1 second"),
          Effect.provide(polls.layer)
        )
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* polls.times, [0, 60])
    }))
})

describe("a clock that is set back", () => {
  /** Runs an effect whose wall clock loses an hour after each reading, while its monotonic clock is that of the test. */
  const onUnsteadyClock = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.flatMap(Clock.Clock, (clock) => {
      let readings = 0
      const lost = () => 3_600_000 * readings++
      return Effect.provideService(effect, Clock.Clock, {
        ...clock,
        sleep: (duration) => clock.sleep(duration),
        currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() - lost(),
        currentTimeMillis: Effect.sync(() => clock.currentTimeMillisUnsafe() - lost()),
        currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe(),
        currentTimeNanos: clock.currentTimeNanos,
        monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
        monotonicTimeNanos: clock.monotonicTimeNanos
      })
    })

  it.effect("does not hide a cancellation", () =>
    Effect.gen(function*() {
      const polls = yield* mockPolls([withFinishedRows(1), withFinishedRows(2), campaign({ is_cancelled: true })])
      const fiber = yield* start(
        onUnsteadyClock(CampaignCompletion.awaitCompletion(id, { schedule: everyMinute })).pipe(
          Effect.flip,
          Effect.provide(polls.layer)
        )
      )
      yield* TestClock.adjust("2 minutes")
      const error = yield* Fiber.join(fiber)
      assert.strictEqual(error._tag === "CompletionError" && error.reason._tag, "CampaignCancelledError")
    }))

  it.effect("does not prolong a stall", () =>
    Effect.gen(function*() {
      const polls = yield* mockPolls([withFinishedRows(1)])
      const fiber = yield* start(
        onUnsteadyClock(CampaignCompletion.awaitCompletion(id, { schedule: everyMinute, stallTimeout: "3 minutes" }))
          .pipe(
            Effect.flip,
            Effect.provide(polls.layer)
          )
      )
      yield* TestClock.adjust("3 minutes")
      const error = yield* Fiber.join(fiber)
      assert(error._tag === "CompletionError" && error.reason._tag === "CampaignStalledError")
      assert.strictEqual(Duration.toMillis(error.reason.stalledFor), 180_000)
    }))

  it("does not prolong a stall of stored states", () => {
    const options = { ...CompletionPolling.defaultOptions, stallTimeout: Duration.minutes(3) }
    const polled = Result.succeed(withFinishedRows(1))
    const hour = 3_600_000
    const first = CompletionPolling.evaluate(options, CompletionPolling.initial(2 * hour), polled, 2 * hour)
    const setBack = CompletionPolling.evaluate(options, first.state, polled, hour)
    const later = CompletionPolling.evaluate(options, setBack.state, polled, hour + 180_000)
    assert.deepStrictEqual([first._tag, setBack._tag, later._tag], ["Wait", "Wait", "Failed"])
  })
})

describe("the last failure", () => {
  const waitFor = (results: Parameters<typeof mockPolls>[0], options: CampaignCompletion.Options) =>
    Effect.gen(function*() {
      const polls = yield* mockPolls(results)
      const fiber = yield* start(
        CampaignCompletion.awaitCompletion(id, options).pipe(Effect.flip, Effect.provide(polls.layer))
      )
      yield* TestClock.adjust("4 minutes")
      const error = yield* Fiber.join(fiber)
      assert(error._tag === "CompletionError")
      return error
    })

  it.effect("is part of a timeout without a successful poll", () =>
    Effect.gen(function*() {
      const error = yield* waitFor([limited], { schedule: everyMinute, timeout: "3 minutes" })
      assert(error.reason._tag === "CompletionTimeoutError")
      assert.strictEqual(error.reason.lastFailure?.reason._tag, "RateLimitError")
      assert.strictEqual(
        error.message,
        "Campaign campaign-1: not completed within 3m: no poll succeeded. " +
          "The last poll failed: Campaigns.retrieve: 429. Too many requests: send fewer, or wait."
      )
      const codec = Schema.toCodecJson(CompletionError.CompletionError)
      const json = yield* Schema.encodeEffect(codec)(error)
      const decoded = yield* Schema.decodeUnknownEffect(codec)(JSON.parse(JSON.stringify(json)))
      assert.strictEqual(decoded.message, error.message)
    }))

  it.effect("is not part of a timeout after a successful poll", () =>
    Effect.gen(function*() {
      const error = yield* waitFor([unavailable, withFinishedRows(1)], { schedule: everyMinute, timeout: "3 minutes" })
      assert.strictEqual(error.message, "Campaign campaign-1: not completed within 3m: its status is running")
    }))

  it.effect("is part of the end of a schedule", () =>
    Effect.gen(function*() {
      const schedule = everyMinute.pipe(Schedule.upTo({ times: 1 }))
      const error = yield* waitFor([withFinishedRows(1), unavailable], { schedule })
      assert(error.reason._tag === "PollingEndedError")
      assert.strictEqual(error.reason.lastFailure?.reason._tag, "InternalServerError")
      assert.strictEqual(error.reason.lastCampaign?.status, "running")
    }))
})
