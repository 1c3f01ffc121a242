import { CampaignExports, EngineHistory, ExportStore, RunStore } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { ClusterWorkflowEngine, TestRunner } from "effect/cluster"
import { done, exports, service } from "./utils/memory.ts"

const job = { campaignId: "spring", destination: { name: "shelf" } }

/** A value as a caller without types passes it. */
const unchecked = (value: unknown) => JSON.parse(JSON.stringify(value))

describe("options", () => {
  it.effect.each<[string, unknown, string]>([
    ["a blank campaign id", { ...job, campaignId: " " }, "campaignId"],
    ["a page size of 0", { ...job, pageSize: 0 }, "pageSize"],
    ["a poll interval of 0", { ...job, maxPollInterval: "0 seconds" }, "maxPollInterval"],
    ["a campaign id with a NUL", { ...job, campaignId: "a\0" }, "campaignId"],
    ["a target with a NUL", { ...job, destination: { name: "shelf", target: "a\0" } }, "destination.target"],
    ["a query with a lone surrogate", { ...job, filter: { query: "\ud800" } }, "filter.query"],
    ["no request", null, "options"],
    ["an unknown filter", { ...job, filter: { status: "completed" } }, "filter.status"],
    ["a filter that is not an object", { ...job, filter: "completed" }, "filter"],
    ["an unknown status", { ...job, filter: { statuses: ["done"] } }, "filter.statuses.0"],
    ["an unknown option", { ...job, concurrency: 3 }, "concurrency"],
    ["an unknown option of the destination", { ...job, destination: { name: "shelf", path: "a" } }, "destination.path"],
    ["no destination", { campaignId: "spring" }, "destination"],
    ["a base URL that is no URL", { ...job, baseUrl: "example" }, "baseUrl"],
    ["a base URL with a password", { ...job, baseUrl: "https://user:secret@example.com" }, "baseUrl"],
    ["a generation", { ...job, generation: 3 }, "generation"]
  ])("rejects %s", ([_, request, option]) =>
    Effect.gen(function*() {
      const api = yield* service(() => done)
      const error = yield* Effect.flip(CampaignExports.job(unchecked(request)))
      assert.deepInclude(error.reason, { _tag: "InvalidOptionError", option })
      assert.notInclude(error.message, "secret")
      yield* Effect.gen(function*() {
        const exports = yield* CampaignExports.CampaignExports
        assert.deepStrictEqual(yield* Effect.flip(exports.start(unchecked(request))), error)
        assert.lengthOf(yield* exports.list(), 0)
      }).pipe(Effect.provide(exports(api.layer)))
      assert.lengthOf(yield* api.polls, 0)
    }))

  it.effect.each<[string, unknown, string]>([
    ["pages per step", { pagesPerStep: 0 }, "pagesPerStep"],
    ["concurrent exports", { maxConcurrentExports: 1.5 }, "maxConcurrentExports"],
    ["base URLs", { baseUrl: "example" }, "baseUrl"]
  ])("rejects a runner with invalid %s", ([_, options, option]) =>
    Effect.gen(function*() {
      const api = yield* service(() => done)
      const error = yield* Effect.flip(Effect.provide(Effect.void, exports(api.layer, unchecked(options))))
      assert.deepInclude(error, { _tag: "InvalidOptionError", option })
    }))

  it.effect.each([0, -1, NaN, Infinity])(
    "rejects an interval of %d between passes over the history",
    (interval) =>
      Effect.gen(function*() {
        const history = EngineHistory.layer({ interval }).pipe(
          Layer.provide([ExportStore.layerMemory, RunStore.layerMemory, ClusterWorkflowEngine.layer]),
          Layer.provide(TestRunner.layer)
        )
        const error = yield* Effect.flip(Effect.provide(Effect.void, history))
        assert.deepInclude(error, { _tag: "InvalidOptionError", option: "interval" })
      })
  )

  it.effect("rejects invalid options of starting and listing", () =>
    Effect.gen(function*() {
      const api = yield* service(() => done)
      yield* Effect.gen(function*() {
        const exports = yield* CampaignExports.CampaignExports
        const start = yield* Effect.flip(exports.start(job, unchecked({ force: "yes" })))
        assert.deepInclude(start.reason, { _tag: "InvalidOptionError", option: "force" })
        const list = yield* Effect.flip(exports.list({ limit: 0 }))
        assert.deepInclude(list.reason, { _tag: "InvalidOptionError", option: "limit" })
        const names = yield* Effect.flip(exports.list(unchecked({ campaign: "spring" })))
        assert.deepInclude(names.reason, { _tag: "InvalidOptionError", option: "campaign" })
      }).pipe(Effect.provide(exports(api.layer)))
    }))
})
