import { Campaigns } from "@effect-revox/client"
import { Campaign, Ids, Timestamp } from "@effect-revox/schema"
import { CampaignCompletion } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Layer, Option, Random, Ref, Schedule, Stream } from "effect"
import { TestClock } from "effect/testing"

const id = Ids.CampaignId.make("campaign-1")

const campaign = (changes: Partial<Campaign.Campaign>): Campaign.Campaign => ({
  id,
  assistant_id: Ids.AssistantId.make("assistant-1"),
  created_at: Timestamp.Iso.make("2026-11-21T09:00:00Z"),
  is_cancelled: false,
  name: "November",
  organization_id: Ids.OrganizationId.make("organization-1"),
  status: "running",
  updated_at: null,
  ...changes
})

const settled = (completed: number) =>
  campaign({ row_stats: { calling: 0, completed, failed: 0, pending: 4 - completed, retry: 0, total: 4 } })

const done = campaign({ status: "completed" })

/** Campaigns that shows the given looks in turn, the last one for ever, and keeps the seconds at which it was asked. */
const looks = Effect.fnUntraced(function*(all: ReadonlyArray<Campaign.Campaign>) {
  const times = yield* Ref.make<ReadonlyArray<number>>([])
  const layer = Layer.mock(Campaigns.Campaigns, {
    retrieve: () =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const earlier = yield* Ref.getAndUpdate(times, (seconds) => [...seconds, now / 1000])
        return all[Math.min(earlier.length, all.length - 1)] ?? done
      })
  })
  return { layer, times: Ref.get(times) }
})

/** In the middle of the jitter, so that pauses are what the schedule says. */
const withoutJitter = Effect.provideService(Random.Random, {
  nextDoubleUnsafe: () => 0.5,
  nextIntUnsafe: () => 0
})

/** Forks, and lets the fiber come to its first sleep before the clock is moved. */
const start = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.tap(Effect.forkChild(effect), TestClock.adjust(0))

describe("CampaignCompletion", () => {
  describe("awaitCompletion", () => {
    it.effect("looks at once, then after 5 seconds, growing by half up to 45", () =>
      Effect.gen(function*() {
        const service = yield* looks([...Array.from({ length: 9 }, () => campaign({})), done])
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
        const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
        assert.deepStrictEqual(
          pauses.map((pause) => Math.round(pause * 1000)),
          [5000, 7500, 11250, 16875, 25313, 37969, 45000, 45000, 45000]
        )
        assert.deepStrictEqual(yield* Fiber.join(fiber), done)
      }))

    it.effect("looks when the caller's schedule says so", () =>
      Effect.gen(function*() {
        const service = yield* looks([campaign({}), campaign({}), campaign({}), done])
        const fiber = yield* CampaignCompletion.awaitCompletion(id, { schedule: Schedule.spaced("10 seconds") }).pipe(
          Effect.provide(service.layer),
          start
        )
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* service.times, [0, 10, 20, 30])
        assert.strictEqual((yield* Fiber.join(fiber)).status, "completed")
      }))

    it.effect("takes one look at a campaign that is completed already", () =>
      Effect.gen(function*() {
        const service = yield* looks([done])
        assert.deepStrictEqual(yield* Effect.provide(CampaignCompletion.awaitCompletion(id), service.layer), done)
        assert.deepStrictEqual(yield* service.times, [0])
      }))

    it.effect("fails on a cancelled campaign", () =>
      Effect.gen(function*() {
        const cancelled = campaign({ is_cancelled: true })
        const service = yield* looks([cancelled])
        const error = yield* CampaignCompletion.awaitCompletion(id).pipe(Effect.flip, Effect.provide(service.layer))
        if (error._tag !== "CompletionError") return assert.fail(error._tag)
        assert.strictEqual(error.reason._tag, "CampaignCancelledError")
        assert.deepStrictEqual(error.reason.lastSeen, cancelled)
      }))

    it.effect("fails after the timeout, with the campaign as it was last seen, and looks no more", () =>
      Effect.gen(function*() {
        const service = yield* looks([settled(1), settled(2)])
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
        assert.deepStrictEqual(error.reason.lastSeen, settled(2))
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* service.times, [0, 60])
      }))

    it.effect("waits for days when told to", () =>
      Effect.gen(function*() {
        const service = yield* looks([campaign({}), campaign({}), campaign({}), done])
        const fiber = yield* CampaignCompletion.awaitCompletion(id, {
          schedule: Schedule.spaced("1 day"),
          timeout: Infinity
        }).pipe(Effect.provide(service.layer), start)
        yield* TestClock.adjust("3 days")
        assert.strictEqual((yield* Fiber.join(fiber)).status, "completed")
      }))

    it.effect("does not take the end of a schedule for that of the campaign", () =>
      Effect.gen(function*() {
        const service = yield* looks([campaign({})])
        const error = yield* CampaignCompletion.awaitCompletion(id, { schedule: Schedule.recurs(2) }).pipe(
          Effect.flip,
          Effect.provide(service.layer)
        )
        assert.strictEqual(error._tag === "CompletionError" && error.reason._tag, "PollingEndedError")
        assert.lengthOf(yield* service.times, 3)
      }))

    it.effect("asks nothing more once interrupted", () =>
      Effect.gen(function*() {
        const service = yield* looks([campaign({})])
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
  })

  describe("watch", () => {
    it.effect("shows the first look and each change, and ends with the completed campaign", () =>
      Effect.gen(function*() {
        const service = yield* looks([settled(0), settled(0), settled(1), settled(1), settled(3), done])
        const fiber = yield* CampaignCompletion.watch(id, { schedule: Schedule.spaced("1 second") }).pipe(
          Stream.runCollect,
          Effect.provide(service.layer),
          start
        )
        yield* TestClock.adjust("1 minute")
        const snapshots = yield* Fiber.join(fiber)
        assert.deepStrictEqual(snapshots.map((snapshot) => snapshot.progress), [
          Option.some(0),
          Option.some(0.25),
          Option.some(0.75),
          Option.none()
        ])
        assert.deepStrictEqual(snapshots.at(-1)?.campaign, done)
        assert.lengthOf(yield* service.times, 6)
      }))
  })
})
