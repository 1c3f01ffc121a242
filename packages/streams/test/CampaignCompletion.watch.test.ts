import { type Campaign, OpenEnum } from "@effect-revox/schema"
import { CampaignCompletion } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Option, Schedule, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { campaign, done, id, mockPolls, start, unavailable, withFinishedRows } from "./utils/polls.ts"
import { inTime } from "./utils/simulated.ts"

describe("CampaignCompletion.watch", () => {
  it.effect("emits the first poll and each change, and ends with the completed campaign", () =>
    Effect.gen(function*() {
      const finished: Campaign.Campaign = { ...withFinishedRows(4), status: "completed" }
      const service = yield* mockPolls([
        withFinishedRows(0),
        withFinishedRows(0),
        withFinishedRows(1),
        unavailable,
        withFinishedRows(1),
        withFinishedRows(3),
        finished
      ])
      const fiber = yield* CampaignCompletion.watch(id, { schedule: Schedule.spaced("1 second") }).pipe(
        Stream.runCollect,
        Effect.provide(service.layer),
        start
      )
      yield* TestClock.adjust("1 minute")
      const snapshots = yield* Fiber.join(fiber)
      assert.deepStrictEqual(snapshots.map((snapshot) => snapshot.progress), [0, 0.25, 0.75, 1].map(Option.some))
      assert.deepStrictEqual(snapshots.map((snapshot) => Duration.toSeconds(snapshot.elapsed)), [0, 2, 5, 6])
      assert.deepStrictEqual(snapshots.map((snapshot) => snapshot.rate), [
        Option.none(),
        Option.some(1 / 2),
        Option.some(3 / 5),
        Option.some(4 / 6)
      ])
      assert.deepStrictEqual(
        snapshots.map((snapshot) => Option.map(snapshot.timeLeft, (left) => Math.round(Duration.toMillis(left)))),
        [Option.none(), Option.some(6000), Option.some(1667), Option.some(0)]
      )
      assert.deepStrictEqual(snapshots.at(-1)?.campaign, finished)
      assert.lengthOf(yield* service.times, 7)
    }))

  it.effect("emits an unrecognized status", () =>
    Effect.gen(function*() {
      const status = yield* Schema.decodeEffect(OpenEnum.Unrecognized)("archiving")
      const service = yield* mockPolls([campaign({ status }), done])
      const snapshots = yield* CampaignCompletion.watch(id).pipe(
        Stream.runCollect,
        Effect.provide(service.layer),
        inTime
      )
      assert.deepStrictEqual(snapshots.map((snapshot) => snapshot.campaign.status), [status, "completed"])
    }))

  it.effect("fails when waiting fails", () =>
    Effect.gen(function*() {
      const service = yield* mockPolls([campaign(), campaign({ is_cancelled: true })])
      const error = yield* CampaignCompletion.watch(id).pipe(
        Stream.runDrain,
        Effect.flip,
        Effect.provide(service.layer),
        inTime
      )
      assert.strictEqual(error.reason._tag, "CampaignCancelledError")
    }))
})
