import { CampaignCompletion } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Clock, type Duration, Effect, Exit, Fiber, Schedule, Stream } from "effect"
import { TestClock } from "effect/testing"
import { campaign, done, id, mockPolls, start, withFinishedRows, withoutJitter } from "./utils/polls.ts"

const schedule = Schedule.spaced("1 minute")

describe("CampaignCompletion with concurrent waits", () => {
  it.effect("sends the requests of one wait for a hundred waits", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([...Array.from({ length: 9 }, () => campaign()), done])
      yield* Effect.gen(function*() {
        const waiter = CampaignCompletion.awaitCompletion(id)
        const watcher = Stream.runDrain(CampaignCompletion.watch(id))
        const fiber = yield* start(
          Effect.all(Array.from({ length: 100 }, (_, index) => index % 2 === 0 ? waiter : watcher), {
            concurrency: "unbounded"
          })
        )
        yield* TestClock.adjust("1 hour")
        assert.lengthOf(yield* Fiber.join(fiber), 100)
      }).pipe(withoutJitter, Effect.provide(service.layer))
      assert.lengthOf(yield* service.times, 10)
    }))

  it.effect("ends each wait by its own options, and stops polling when the last one ends", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([campaign(), campaign(), campaign({ status: "paused" })])
      yield* Effect.gen(function*() {
        const wait = (options: CampaignCompletion.Options) =>
          start(CampaignCompletion.awaitCompletion(id, { schedule, ...options }))
        const long = yield* wait({ timeout: "10 minutes" })
        const short = yield* wait({ timeout: "30 seconds" })
        const strict = yield* wait({ onPaused: "fail" })
        const interrupted = yield* wait({})
        yield* TestClock.adjust("90 seconds")
        yield* Fiber.interrupt(interrupted)
        const error = yield* Effect.flip(Fiber.join(short))
        assert.strictEqual(error.reason._tag, "CompletionTimeoutError")
        assert.isUndefined(strict.pollUnsafe())
        yield* TestClock.adjust("30 seconds")
        assert.strictEqual((yield* Effect.flip(Fiber.join(strict))).reason._tag, "CampaignPausedError")
        yield* TestClock.adjust("1 minute")
        assert.isUndefined(long.pollUnsafe())
        yield* Fiber.interrupt(long)
        yield* TestClock.adjust("1 hour")
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 60, 120, 180])
    }))

  it.effect("continues when the first wait is interrupted during a request", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([campaign(), campaign(), done], 10_000)
      yield* Effect.gen(function*() {
        const first = yield* start(CampaignCompletion.awaitCompletion(id, { schedule }))
        const second = yield* start(CampaignCompletion.awaitCompletion(id, { schedule }))
        yield* TestClock.adjust("75 seconds")
        yield* Fiber.interrupt(first)
        yield* TestClock.adjust("5 minutes")
        assert.deepStrictEqual(yield* Fiber.join(second), done)
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 70, 140])
    }))

  it.effect("passes the latest poll to a wait that joins later, which does not fail on earlier polls", () =>
    Effect.gen(function*() {
      const paused = campaign({ status: "paused" })
      const service = yield* mockPolls([paused, withFinishedRows(1), done])
      yield* Effect.gen(function*() {
        const first = yield* start(CampaignCompletion.awaitCompletion(id, { schedule }))
        yield* TestClock.adjust("30 seconds")
        const late = yield* start(CampaignCompletion.awaitCompletion(id, { schedule, onPaused: "fail" }))
        const watching = yield* start(Stream.runCollect(CampaignCompletion.watch(id, { schedule })))
        yield* TestClock.adjust("5 minutes")
        assert.deepStrictEqual(yield* Fiber.join(late), done)
        const snapshots = yield* Fiber.join(watching)
        assert.deepStrictEqual(snapshots.map((snapshot) => snapshot.campaign), [paused, withFinishedRows(1), done])
        yield* Fiber.join(first)
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 60, 120])
    }))

  it.effect("does not share a poll between schedules, between clients, or after its end", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([campaign(), campaign(), done])
      const other = yield* mockPolls([done])
      yield* Effect.gen(function*() {
        const first = yield* start(CampaignCompletion.awaitCompletion(id, { schedule }))
        const second = yield* start(CampaignCompletion.awaitCompletion(id, { schedule: Schedule.spaced("2 minutes") }))
        const third = yield* CampaignCompletion.awaitCompletion(id, { schedule }).pipe(
          Effect.provide(other.layer),
          start
        )
        yield* TestClock.adjust("10 minutes")
        yield* Effect.all([Fiber.join(first), Fiber.join(second), Fiber.join(third)])
        yield* CampaignCompletion.awaitCompletion(id, { schedule })
      }).pipe(Effect.provide(service.layer))
      assert.deepStrictEqual(yield* service.times, [0, 0, 60, 120, 600])
      assert.deepStrictEqual(yield* other.times, [0])
    }))

  it.effect("starts a new poll after a schedule that ended", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([campaign(), campaign(), done])
      const schedule = Schedule.recurs(0)
      yield* Effect.gen(function*() {
        const first = yield* start(CampaignCompletion.awaitCompletion(id, { schedule }))
        assert.strictEqual((yield* Effect.flip(Fiber.join(first))).reason._tag, "PollingEndedError")
        yield* Effect.flip(CampaignCompletion.awaitCompletion(id, { schedule }))
        assert.deepStrictEqual(yield* CampaignCompletion.awaitCompletion(id, { schedule }), done)
      }).pipe(Effect.provide(service.layer))
      assert.lengthOf(yield* service.times, 3)
    }))

  it.effect("fails all waits when the schedule dies", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([campaign()])
      const schedule = Schedule.forever.pipe(Schedule.modifyDelay(() => Effect.die("broken")))
      const exits = yield* Effect.all(
        Array.from({ length: 2 }, () => Effect.exit(CampaignCompletion.awaitCompletion(id, { schedule }))),
        { concurrency: 2 }
      ).pipe(Effect.provide(service.layer))
      for (const exit of exits) assert.isTrue(Exit.isFailure(exit) && Cause.squash(exit.cause) === "broken")
    }))

  it.effect("starts no timer for a wait that the latest poll completes", () =>
    Effect.gen(function*() {
      const clock = yield* Clock.Clock
      let asleep = 0
      const counting: Clock.Clock = Object.create(clock, {
        sleep: {
          value: (duration: Duration.Duration) =>
            Effect.suspend(() => {
              asleep += 1
              return Effect.ensuring(clock.sleep(duration), Effect.sync(() => asleep -= 1))
            })
        }
      })
      const service = yield* mockPolls([done])
      yield* Effect.gen(function*() {
        const extracted = yield* start(CampaignCompletion.awaitCompletion(id, { schedule, until: "extracted" }))
        // The polling loop, and the timeout of the wait for the extraction.
        assert.strictEqual(asleep, 2)
        yield* CampaignCompletion.awaitCompletion(id, { schedule })
        assert.strictEqual(asleep, 2)
        yield* Fiber.interrupt(extracted)
        assert.strictEqual(asleep, 0)
      }).pipe(Effect.provide(service.layer), Effect.provideService(Clock.Clock, counting))
    }))
})
