import { CampaignExports, CampaignExportWorkflow, ExportJob } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { campaign, done, exports, inTime, pass, service, Shelf } from "./utils/memory.ts"

const job = { campaignId: "demo", destination: { name: "shelf" } }
const baseUrl = "https://example.com/api"
const organizationId = "organization-1"

const use = CampaignExports.CampaignExports

/** The keys of stored exports, which must never change: an export would start again. */
describe("ExportJob", () => {
  it.effect("keeps the keys of exports without a base URL and an organization", () =>
    Effect.gen(function*() {
      const plain = yield* CampaignExports.job(job)
      const key = "[\"demo\",null,null,null,\"shelf\",\"\",\"completed\"]"
      assert.strictEqual(ExportJob.deduplicationKey(plain), key)
      assert.strictEqual(ExportJob.idempotencyKey(plain), `0:${key}`)
      const full = yield* CampaignExports.job({ ...job, baseUrl, organizationId })
      assert.strictEqual(
        ExportJob.deduplicationKey(full),
        `["demo",null,null,null,"shelf","","completed","${baseUrl}","${organizationId}"]`
      )
    }))
})

describe("identity", () => {
  it.effect("distinguishes services and organizations, and not spellings of a base URL", () =>
    Effect.gen(function*() {
      const api = yield* service(() => done, 10)
      yield* Effect.gen(function*() {
        const { list, result, start } = yield* use
        const first = yield* start({ ...job, baseUrl, organizationId })
        yield* inTime(result(first.id))
        const other = yield* start({ ...job, baseUrl: "https://example.org/api", organizationId })
        const stranger = yield* start({ ...job, baseUrl, organizationId: "organization-2" })
        assert.lengthOf(new Set([first.id, other.id, stranger.id]), 3)
        const same = yield* start({ ...job, baseUrl: "HTTPS://Example.com:443/api/", organizationId })
        assert.deepInclude(same, { id: first.id, status: "complete" })
        assert.lengthOf(yield* list(), 3)
      }).pipe(Effect.provide(exports(api.layer)))
    }))

  it.effect("resolves unfinished exports that were started without it, and not finished ones of unknown services", () =>
    Effect.gen(function*() {
      let current = campaign()
      const api = yield* service(() => current, 10)
      yield* Effect.gen(function*() {
        const { result, start } = yield* use
        const old = yield* start(job)
        yield* pass(30)
        assert.strictEqual((yield* start({ ...job, baseUrl, organizationId })).id, old.id)
        assert.strictEqual((yield* start({ ...job, baseUrl })).id, old.id)
        current = done
        yield* inTime(result(old.id))
        assert.notStrictEqual((yield* start({ ...job, baseUrl, organizationId })).id, old.id)
        // The requests without a base URL are the same export as before.
        assert.deepInclude(yield* start(job), { id: old.id, status: "complete" })
      }).pipe(Effect.provide(exports(api.layer)))
    }))

  it.effect("resolves exports of the same service that were started without an organization", () =>
    Effect.gen(function*() {
      const api = yield* service(() => done, 10)
      yield* Effect.gen(function*() {
        const { result, start } = yield* use
        const first = yield* start({ ...job, baseUrl })
        yield* inTime(result(first.id))
        assert.deepInclude(yield* start({ ...job, baseUrl, organizationId }), { id: first.id, status: "complete" })
      }).pipe(Effect.provide(exports(api.layer)))
    }))

  it.effect("is completed with the base URL of the runner, which rejects requests for another", () =>
    Effect.gen(function*() {
      const api = yield* service(() => done, 10)
      yield* Effect.gen(function*() {
        const { start } = yield* use
        assert.strictEqual((yield* start(job)).job.baseUrl, baseUrl)
        const error = yield* Effect.flip(start({ ...job, baseUrl: "https://example.org" }))
        assert.deepInclude(error.reason, { _tag: "BaseUrlMismatchError", running: baseUrl })
        assert.include(error.message, "https://example.org")
      }).pipe(Effect.provide(exports(api.layer, { baseUrl: `${baseUrl}/` })))
    }))
})

describe("a runner of another service", () => {
  it.effect("leaves an export alone, says why, and can cancel it", () =>
    Effect.gen(function*() {
      const api = yield* service(() => done, 10)
      yield* Effect.gen(function*() {
        const { cancel, get } = yield* use
        // Another process started it.
        const other = yield* CampaignExports.job({ ...job, baseUrl: "https://example.org" })
        const id = yield* CampaignExportWorkflow.CampaignExportWorkflow.execute(other, { discard: true })
        yield* pass(600, 10)
        const waiting = yield* get(id)
        assert.strictEqual(waiting.status, "queued")
        assert.strictEqual(waiting.failure?.error, "OtherServiceError")
        assert.include(waiting.failure?.message, "it continues in a process that uses https://example.org")
        assert.lengthOf(yield* api.polls, 0)
        yield* cancel(id)
        yield* pass(10)
        assert.strictEqual((yield* get(id)).status, "cancelled")
      }).pipe(Effect.provide(exports(api.layer, { baseUrl })))
    }))

  it.effect("does not poll or write the campaign of another organization", () =>
    Effect.gen(function*() {
      const api = yield* service(() => done, 10)
      yield* Effect.gen(function*() {
        const { cancel, get, start } = yield* use
        const { id } = yield* start({ ...job, baseUrl, organizationId: "organization-2" })
        yield* pass(600, 10)
        const waiting = yield* get(id)
        assert.strictEqual(waiting.status, "queued")
        assert.strictEqual(waiting.failure?.error, "OtherServiceError")
        assert.include(waiting.failure?.message, "belongs to organization-1")
        assert.lengthOf(yield* api.polls, 1)
        const { hidden, visible } = yield* Shelf
        assert.strictEqual(hidden.size + visible.size, 0)
        yield* cancel(id)
        yield* pass(10)
        assert.strictEqual((yield* get(id)).status, "cancelled")
      }).pipe(Effect.provide(exports(api.layer)))
    }))
})
