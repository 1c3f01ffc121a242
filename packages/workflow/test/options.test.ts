import { Campaigns, type RevoxError } from "@effect-revox/client"
import {
  CampaignExports,
  CampaignRuns,
  type CampaignRunsError,
  EngineHistory,
  ExportStore,
  RunStore
} from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestRunner } from "effect/cluster"
import { SqlError } from "effect/sql"
import { WorkflowEngine } from "effect/workflow"
import { done, exports, service } from "./utils/memory.ts"

const job = { campaignId: "spring", destination: { name: "shelf" } }

/** A value as a caller without types passes it. */
const unchecked = (value: unknown) => JSON.parse(JSON.stringify(value))

type Runs = CampaignRuns.CampaignRuns["Service"]

type RunsError = CampaignRunsError.CampaignRunsError

/** The services of `CampaignExports` and `CampaignRuns`, with stores in memory. */
const services = Layer.mergeAll(
  Layer.mock(Campaigns.Campaigns, {}),
  ExportStore.layerMemory,
  RunStore.layerMemory,
  WorkflowEngine.layerMemory
)

const disconnected = Effect.fail(
  new SqlError.SqlError({
    reason: new SqlError.ConnectionError({
      cause: new Error("no host in postgres://user:secret@host/db"),
      message: "PgConnection: Failed to connect"
    })
  })
)

const failingStores = Layer.merge(
  Layer.mock(ExportStore.ExportStore, { list: () => disconnected }),
  Layer.mock(RunStore.RunStore, { list: () => disconnected })
)

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

  it.effect.each<[string, (runs: Runs) => Effect.Effect<unknown, RunsError | RevoxError.RevoxError>, string]>([
    ["limit of a list", (runs) => runs.list({ limit: 0 }), "limit"],
    ["option of a list", (runs) => runs.list(unchecked({ campaignId: "spring" })), "campaignId"],
    ["cancellation", (runs) => runs.cancel("a", unchecked({ adoptedCampaign: "yes" })), "adoptedCampaign"],
    ["adoption", (runs) => runs.adopt("a", "b", unchecked({ force: 1 })), "force"]
  ])("rejects an invalid %s of runs", ([_, operation, option]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(operation(yield* CampaignRuns.make))
      assert.deepInclude(error.reason, { _tag: "InvalidOptionError", option })
    }).pipe(Effect.provide(services)))

  it.effect.each([0, -1, NaN, Infinity])(
    "rejects an interval of %d of the deletion of messages",
    (interval) =>
      Effect.gen(function*() {
        const history = EngineHistory.layer({ interval }).pipe(
          Layer.provide([services, TestRunner.layer])
        )
        const error = yield* Effect.flip(Effect.provide(Effect.void, history))
        assert.deepInclude(error, { _tag: "InvalidOptionError", option: "interval" })
      })
  )
})

describe("StoreError", () => {
  it.effect("has the cause of a database error in operations of exports and of runs, and no password", () =>
    Effect.gen(function*() {
      const exports = yield* Effect.flip(Effect.flatMap(CampaignExports.make, (exports) => exports.list()))
      const runs = yield* Effect.flip(Effect.flatMap(CampaignRuns.make, (runs) => runs.list()))
      const problem = "failed to connect: no host in postgres://***@host/db"
      assert.deepInclude(exports.reason, { _tag: "StoreError", problem })
      assert.deepInclude(runs.reason, { _tag: "StoreError", problem })
    }).pipe(Effect.provide(Layer.mergeAll(services, failingStores))))
})
