import { CampaignExports, CampaignRuns, EngineHistory, ExportRecord } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { pass, pollUntil } from "../simulation/world.ts"
import { id, request, type Scene, scene, startAndAwait } from "./utils/simulated.ts"

const exportRequest = (campaignId: string): CampaignExports.ExportRequest => ({
  campaignId,
  destination: { name: "shelf" },
  maxPollInterval: "5 seconds"
})

/** Number of requests that the engine stores. */
const messages = ({ storage }: Scene) => storage.driver.requests.size

describe("EngineHistory", () => {
  it.effect("keeps a live export small, and does not run its steps again", () =>
    scene((world) =>
      world.run(Effect.gen(function*() {
        const { count, simulator } = world
        const campaignId = yield* simulator.addCampaign({ rows: 7, duration: "70 minutes" })
        const exports = yield* CampaignExports.CampaignExports
        const clear = yield* EngineHistory.make
        const { id } = yield* exports.start(exportRequest(campaignId))
        yield* Effect.sleep("60 minutes")
        const polls = yield* count("campaigns.retrieve")
        assert.isAbove(polls, 280)
        const before = messages(world)
        assert.isAbove(yield* clear, 0)
        const after = messages(world)
        assert.isBelow(after, before / 2)
        // The next polls are new ones. Deleted segments do not poll again.
        yield* Effect.sleep("20 seconds")
        assert.isAtMost(yield* count("campaigns.retrieve"), polls + 6)
        yield* pollUntil(exports.get(id), ExportRecord.isTerminal)
        assert.strictEqual((yield* exports.result(id)).rows, 7)
      })), { historyInterval: "100 days" }))

  it.effect("deletes the segments of an ended export, and keeps its result", () =>
    scene((world) =>
      world.run(Effect.gen(function*() {
        const campaignId = yield* world.simulator.addCampaign({ rows: 7, duration: "10 minutes" })
        const exports = yield* CampaignExports.CampaignExports
        const clear = yield* EngineHistory.make
        const { id } = yield* exports.start(exportRequest(campaignId))
        yield* pollUntil(exports.get(id), ExportRecord.isTerminal)
        yield* Effect.sleep("1 minute")
        yield* clear
        assert.isBelow(messages(world), 12)
        assert.strictEqual((yield* exports.result(id)).rows, 7)
        assert.strictEqual(yield* clear, 0)
      })), { historyInterval: "100 days" }))

  it.effect("keeps a live run, which creates nothing again, and deletes an ended one", () =>
    scene((world) =>
      Effect.gen(function*() {
        yield* world.run(Effect.gen(function*() {
          const runs = yield* CampaignRuns.CampaignRuns
          const clear = yield* EngineHistory.make
          yield* runs.start(request("draft"))
          yield* Effect.sleep("5 minutes")
          yield* clear
          yield* Effect.sleep("1 minute")
        }))
        // Another process replays the run.
        yield* world.run(startAndAwait("draft"))
        assert.strictEqual(yield* world.count("campaigns.create"), 1)
        yield* pass(60_000)
        yield* world.run(Effect.gen(function*() {
          const clear = yield* EngineHistory.make
          assert.isAbove(yield* clear, 0)
          const runs = yield* CampaignRuns.CampaignRuns
          assert.strictEqual((yield* runs.start(request("draft"))).status, "complete")
          assert.strictEqual((yield* runs.result(id)).rows, 3)
        }))
        assert.strictEqual(yield* world.count("campaigns.create"), 1)
      }), { historyInterval: "100 days" }))
})
