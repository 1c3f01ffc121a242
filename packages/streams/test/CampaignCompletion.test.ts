import { RevoxError } from "@effect-revox/client"
import { type Campaign, OpenEnum } from "@effect-revox/schema"
import { CampaignCompletion, type CompletionError } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Result, Schedule, Schema } from "effect"
import { TestClock } from "effect/testing"
import {
  campaign,
  done,
  failure,
  id,
  mockPolls,
  start,
  unavailable,
  withFinishedRows,
  withoutJitter
} from "./utils/polls.ts"
import { inTime, simulated } from "./utils/simulated.ts"

const everyMinute = Schedule.spaced("1 minute")

/** Waits with one poll per minute, and returns the reason of the failure and the minutes of the polls. */
const failureAfter = Effect.fnUntraced(function*(
  all: Parameters<typeof mockPolls>[0],
  options: CampaignCompletion.Options = {}
) {
  const service = yield* mockPolls(all)
  const error = yield* CampaignCompletion.awaitCompletion(id, { schedule: everyMinute, ...options }).pipe(
    Effect.flip,
    Effect.provide(service.layer),
    inTime
  )
  const reason: RevoxError.Reason | CompletionError.Reason = error.reason
  const times = yield* service.times
  return { reason, minutes: times.map((time) => (time - (times[0] ?? 0)) / 60) }
})

/** Waits with one poll per minute, and returns the minute at which the wait succeeds. */
const minutesToSuccess = Effect.fnUntraced(function*(
  all: Parameters<typeof mockPolls>[0],
  options: CampaignCompletion.Options = {}
) {
  const service = yield* mockPolls(all)
  yield* CampaignCompletion.awaitCompletion(id, { schedule: everyMinute, ...options }).pipe(
    Effect.provide(service.layer),
    inTime
  )
  return (yield* service.times).length - 1
})

describe("CampaignCompletion", () => {
  describe("awaitCompletion", () => {
    it.effect("polls immediately, then after 5 seconds, with delays that grow by half up to 45 seconds", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([...Array.from({ length: 9 }, () => campaign({})), done])
        const fiber = yield* CampaignCompletion.awaitCompletion(id).pipe(
          withoutJitter,
          Effect.provide(service.layer),
          start
        )
        assert.deepStrictEqual(yield* service.times, [0])
        yield* TestClock.adjust("4999 millis")
        assert.lengthOf(yield* service.times, 1)
        yield* TestClock.adjust("1 milli")
        assert.deepStrictEqual(yield* service.times, [0, 5])
        yield* TestClock.adjust("30 minutes")
        const times = yield* service.times
        const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0))
        assert.deepStrictEqual(
          delays.map((delay) => Math.round(delay * 1000)),
          [5000, 7500, 11250, 16875, 25313, 37969, 45000, 45000, 45000]
        )
        assert.deepStrictEqual(yield* Fiber.join(fiber), done)
      }))

    it.effect("polls on a custom schedule", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([campaign({}), campaign({}), campaign({}), done])
        const fiber = yield* CampaignCompletion.awaitCompletion(id, { schedule: Schedule.spaced("10 seconds") }).pipe(
          Effect.provide(service.layer),
          start
        )
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* service.times, [0, 10, 20, 30])
        assert.strictEqual((yield* Fiber.join(fiber)).status, "completed")
      }))

    it.effect("polls once if the campaign is completed already", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([done])
        assert.deepStrictEqual(yield* Effect.provide(CampaignCompletion.awaitCompletion(id), service.layer), done)
        assert.deepStrictEqual(yield* service.times, [0])
      }))

    it.effect("fails on a cancelled campaign", () =>
      Effect.gen(function*() {
        const cancelled = campaign({ is_cancelled: true })
        const service = yield* mockPolls([cancelled])
        const error = yield* CampaignCompletion.awaitCompletion(id).pipe(Effect.flip, Effect.provide(service.layer))
        if (error._tag !== "CompletionError") return assert.fail(error._tag)
        assert(error.reason._tag === "CampaignCancelledError")
        assert.deepStrictEqual(error.reason.lastCampaign, cancelled)
      }))

    it.effect("fails after the timeout with the campaign at the last poll, and stops polling", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([withFinishedRows(1), withFinishedRows(2)])
        const fiber = yield* CampaignCompletion.awaitCompletion(id, {
          schedule: Schedule.spaced("1 minute"),
          timeout: "90 seconds"
        }).pipe(Effect.flip, Effect.provide(service.layer), start)
        yield* TestClock.adjust("89 seconds")
        assert.isUndefined(fiber.pollUnsafe())
        yield* TestClock.adjust("1 second")
        const error = yield* Fiber.join(fiber)
        if (error._tag !== "CompletionError" || error.reason._tag !== "CompletionTimeoutError") {
          return assert.fail(error.message)
        }
        assert.deepStrictEqual(error.reason.timeout, Duration.seconds(90))
        assert.deepStrictEqual(error.reason.lastCampaign, withFinishedRows(2))
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* service.times, [0, 60])
      }))

    it.effect("waits for days with an infinite timeout", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([campaign({}), campaign({}), campaign({}), done])
        const fiber = yield* CampaignCompletion.awaitCompletion(id, {
          schedule: Schedule.spaced("1 day"),
          timeout: Infinity
        }).pipe(Effect.provide(service.layer), start)
        yield* TestClock.adjust("3 days")
        assert.strictEqual((yield* Fiber.join(fiber)).status, "completed")
      }))

    it.effect("fails when the schedule ends before the campaign", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([campaign({})])
        const error = yield* CampaignCompletion.awaitCompletion(id, { schedule: Schedule.recurs(2) }).pipe(
          Effect.flip,
          Effect.provide(service.layer)
        )
        assert.strictEqual(error._tag === "CompletionError" && error.reason._tag, "PollingEndedError")
        assert.lengthOf(yield* service.times, 3)
      }))

    it.effect("sends no request after an interruption", () =>
      Effect.gen(function*() {
        const service = yield* mockPolls([campaign({})])
        const fiber = yield* CampaignCompletion.awaitCompletion(id).pipe(
          Effect.provide(service.layer),
          start
        )
        yield* TestClock.adjust("12 seconds")
        const before = yield* service.times
        yield* Fiber.interrupt(fiber)
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* service.times, before)
      }))

    it.effect("fails on a cancelled campaign with any status and any condition", () =>
      Effect.gen(function*() {
        for (const status of ["draft", "running", "paused", "completed"] as const) {
          const { minutes, reason } = yield* failureAfter([campaign(), campaign({ is_cancelled: true, status })], {
            until: "extracted"
          })
          assert.strictEqual(reason._tag, "CampaignCancelledError")
          assert.deepStrictEqual(minutes, [0, 1])
        }
      }))

    it.effect("waits through pauses and drafts, or fails on them, as the options specify", () =>
      Effect.gen(function*() {
        const paused = campaign({ status: "paused" })
        const draft = campaign({ status: "draft" })
        assert.strictEqual(yield* minutesToSuccess([draft, campaign(), paused, campaign(), done]), 4)
        assert.strictEqual(
          (yield* failureAfter([campaign(), paused], { onPaused: "fail" })).reason._tag,
          "CampaignPausedError"
        )
        assert.strictEqual((yield* failureAfter([draft], { onDraft: "fail" })).reason._tag, "CampaignDraftError")
        assert.strictEqual(yield* minutesToSuccess([draft, done], { onPaused: "fail" }), 1)
        assert.strictEqual(yield* minutesToSuccess([paused, done], { onDraft: "fail" }), 1)
      }))

    it.effect("waits through an unrecognized status", () =>
      Effect.gen(function*() {
        const unknown = campaign({ status: yield* Schema.decodeEffect(OpenEnum.Unrecognized)("archiving") })
        assert.strictEqual(yield* minutesToSuccess([unknown, unknown, done], { onPaused: "fail", onDraft: "fail" }), 2)
      }))

    it.effect("fails when no row changes within the stall timeout while the campaign is running", () =>
      Effect.gen(function*() {
        const options = { stallTimeout: "3 minutes" } as const
        const { minutes, reason } = yield* failureAfter(
          [withFinishedRows(0), withFinishedRows(1), withFinishedRows(1)],
          options
        )
        if (reason._tag !== "CampaignStalledError") return assert.fail(reason._tag)
        assert.deepStrictEqual(minutes, [0, 1, 2, 3, 4])
        assert.deepStrictEqual(reason.lastCampaign, withFinishedRows(1))
        assert.strictEqual(Duration.toMinutes(reason.stalledFor), 3)
        // Rows do not change during a pause or an extraction, and without `row_stats` a stall cannot be detected.
        const paused: Campaign.Campaign = { ...withFinishedRows(1), status: "paused" }
        assert.strictEqual(
          yield* minutesToSuccess(
            [withFinishedRows(1), paused, paused, paused, paused, withFinishedRows(1), done],
            options
          ),
          6
        )
        const extracting: Campaign.Campaign = {
          ...withFinishedRows(1),
          status: "completed",
          structured_output_extraction: "running"
        }
        const extracted: Campaign.Campaign = { ...extracting, structured_output_extraction: "completed" }
        const tail = [extracting, extracting, extracting, extracting, extracted]
        assert.strictEqual(
          yield* minutesToSuccess([withFinishedRows(1), ...tail], { ...options, until: "extracted" }),
          5
        )
        assert.strictEqual(yield* minutesToSuccess([...Array.from({ length: 5 }, () => campaign()), done], options), 5)
      }))

    it.effect("tolerates five retryable failures in a row, and resets the count after each success", () =>
      Effect.gen(function*() {
        const five = Array.from({ length: 5 }, () => unavailable)
        assert.strictEqual(yield* minutesToSuccess([...five, campaign(), ...five, campaign(), ...five, done]), 17)
        const { minutes, reason } = yield* failureAfter([campaign(), ...five, unavailable])
        assert.strictEqual(reason._tag, "InternalServerError")
        assert.lengthOf(minutes, 7)
      }))

    it.effect("ends immediately with a failure that is not retryable", () =>
      Effect.gen(function*() {
        const response = { message: "no", attempts: 1, delivery: "rejected", isRetryable: false } as const
        const reasons: ReadonlyArray<RevoxError.Reason> = [
          new RevoxError.AuthenticationError({ ...response, status: 401 }),
          new RevoxError.PermissionDeniedError({ ...response, status: 403 }),
          new RevoxError.NotFoundError({ ...response, status: 404 }),
          new RevoxError.UnprocessableEntityError({ ...response, status: 422 }),
          new RevoxError.InvalidRequestError({ message: "no" })
        ]
        for (const expected of reasons) {
          const { minutes, reason } = yield* failureAfter([campaign(), failure(expected)])
          assert.strictEqual(reason, expected)
          assert.lengthOf(minutes, 2)
        }
      }))

    it.effect("waits for the delay that the server requests", () =>
      Effect.gen(function*() {
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
        const service = yield* mockPolls([limited, campaign(), done])
        yield* CampaignCompletion.awaitCompletion(id, { schedule: everyMinute }).pipe(
          Effect.provide(service.layer),
          inTime
        )
        assert.deepStrictEqual(yield* service.times, [0, 300, 360])
      }))

    it.effect.each([Duration.days(20_000_000), Duration.infinity])(
      "polls again after a day when the server requests a delay of %s",
      (retryAfter) =>
        Effect.gen(function*() {
          const wrong = failure(
            new RevoxError.InternalServerError({
              message: "busy",
              status: 503,
              attempts: 1,
              delivery: "unknown",
              isRetryable: true,
              retryAfter
            })
          )
          const service = yield* mockPolls([wrong, done])
          const waiting = yield* Effect.forkChild(
            CampaignCompletion.awaitCompletion(id, { timeout: Infinity }).pipe(Effect.provide(service.layer))
          )
          yield* TestClock.adjust("1 day")
          yield* Fiber.join(waiting)
          assert.deepStrictEqual(yield* service.times, [0, 86_400])
        })
    )

    it.effect("passes the result of each poll to a custom schedule", () =>
      Effect.gen(function*() {
        const slowWhilePaused = Schedule.forever.pipe(
          Schedule.setInputType<Result.Result<Campaign.Campaign, RevoxError.RevoxError>>(),
          Schedule.modifyDelay(({ input }) =>
            Effect.succeed(Result.isSuccess(input) && input.success.status === "paused" ? "1 hour" : "1 second")
          )
        )
        const service = yield* mockPolls([campaign(), campaign({ status: "paused" }), unavailable, done])
        yield* CampaignCompletion.awaitCompletion(id, { schedule: slowWhilePaused, timeout: Infinity }).pipe(
          Effect.provide(service.layer),
          inTime
        )
        assert.deepStrictEqual(yield* service.times, [0, 1, 3601, 3602])
      }))

    it.effect("waits for the extraction of a simulated campaign, unless it has nothing to extract", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 20, duration: "5 minutes", extraction: "10 minutes" })
        const plain = yield* simulator.addCampaign({ rows: 20, duration: "5 minutes", extraction: "none" })
        const wait = (id: string) =>
          CampaignCompletion.awaitCompletion(id, { until: "extracted", schedule: everyMinute })
        const [extracted, nothing] = yield* inTime(Effect.all([wait(id), wait(plain)], { concurrency: 2 }))
        assert.strictEqual(extracted.structured_output_extraction, "completed")
        assert.strictEqual(nothing.status, "completed")
        const requests = yield* simulator.requests
        assert.lengthOf(requests.filter((request) => request.params["id"] === id), 16)
        assert.lengthOf(requests.filter((request) => request.params["id"] === plain), 6)
      }).pipe(Effect.provide(simulated())))
  })
})
