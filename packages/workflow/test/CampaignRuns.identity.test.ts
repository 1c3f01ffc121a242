import { CampaignRuns, RunJob, RunRecord, RunStore } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { pollUntil } from "../simulation/world.ts"
import { awaitResult, contacts, failsWith, id, request, scene } from "./utils/simulated.ts"

const runs = CampaignRuns.CampaignRuns

const own = "https://api.example.com"
const other = "https://staging.example.com"

/** Stores a run of the other service, as a process does that is killed before it has sent a request. */
const stored = RunStore.RunStore.use((store) => {
  const { campaign, key, launch } = request()
  const run = RunJob.RunJob.make({ campaign, key, launch, export: { destination: { name: "shelf" }, baseUrl: own } })
  return store.insert(RunRecord.make(run, contacts.length, 0), contacts)
})

describe("a runner with another base URL than the run", () => {
  it.effect("sends nothing, says why, and a runner with the same base URL completes the run", () =>
    scene(Effect.fnUntraced(function*({ count, run, simulator, storage }) {
      const waiting = yield* run(
        Effect.andThen(stored, runs.use((service) => pollUntil(service.get(id), ({ failure }) => failure !== null))),
        other
      )
      assert.strictEqual(waiting.failure?.error, "OtherServiceError")
      assert.include(waiting.failure?.message, `it continues in a process that uses ${own}`)
      assert.strictEqual(yield* count("campaigns.create"), 0)
      const { campaignId } = yield* run(awaitResult, own)
      assert.lengthOf(storage.shelf.visible.get(campaignId) ?? [], 3)
      assert.lengthOf(yield* simulator.campaigns, 1)
    })))

  it.effect("does not cancel a campaign that it cannot access, and the other runner still can", () =>
    scene(Effect.fnUntraced(function*({ count, run }) {
      const started = yield* run(
        runs.use((service) =>
          Effect.andThen(
            service.start(request()),
            pollUntil(service.get(id), ({ campaignId }) => campaignId !== null)
          )
        ),
        `${own}/`
      )
      assert.strictEqual(started.job.export.baseUrl, own)
      const failed = yield* run(
        Effect.gen(function*() {
          const service = yield* runs
          yield* service.cancel(id)
          return yield* failsWith(awaitResult, "OtherServiceError")
        }),
        other
      )
      assert.include(failed.message, `Cancel the run again in a process that uses ${own}`)
      assert.strictEqual(yield* count("campaigns.cancel"), 0)
      yield* run(
        Effect.gen(function*() {
          const service = yield* runs
          yield* service.cancel(id)
          const error = yield* failsWith(awaitResult, "CampaignRunsError")
          assert.strictEqual(error.reason._tag, "RunCancelledError")
        }),
        own
      )
      assert.strictEqual(yield* count("campaigns.cancel"), 1)
    })))

  it.effect("rejects requests for the run", () =>
    scene(Effect.fnUntraced(function*({ run }) {
      yield* run(
        Effect.gen(function*() {
          yield* stored
          const service = yield* runs
          const operations = {
            pause: service.pause(id),
            resume: service.resume(id),
            adopt: service.adopt(id, "campaign-1"),
            sendAgain: service.sendAgain(id)
          }
          for (const [name, operation] of Object.entries(operations)) {
            const error = yield* failsWith(Effect.asVoid(operation), "CampaignRunsError")
            assert.deepInclude(error.reason, { _tag: "BaseUrlMismatchError", requested: own, running: other }, name)
          }
          const start = yield* failsWith(service.start(request()), "CampaignRunsError")
          assert.deepInclude(start.reason, { _tag: "RunKeyConflictError", fields: ["export.baseUrl"] })
        }),
        other
      )
    })))
})
