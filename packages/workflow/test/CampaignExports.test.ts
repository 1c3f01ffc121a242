import { RevoxError } from "@effect-revox/client"
import { CampaignExports, CampaignExportWorkflow, ExportStore } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { WorkflowEngine } from "effect/workflow"
import {
  ActivityReads,
  campaign,
  done,
  exports,
  failure,
  inTime,
  pass,
  service,
  Shelf,
  unavailable
} from "./utils/memory.ts"

const job = { campaignId: "spring", destination: { name: "shelf" } }

const hours = (count: number) => count * 3600

/** Starts an export and waits for its result. */
const runExport = Effect.fnUntraced(function*(request: CampaignExports.ExportRequest = job) {
  const exports = yield* CampaignExports.CampaignExports
  const { id } = yield* exports.start(request)
  return yield* exports.result(id)
})

const record = (id: string) => CampaignExports.CampaignExports.use((exports) => exports.get(id))

describe("CampaignExports", () => {
  describe("start", () => {
    it.effect("polls the campaign with growing pauses until it completes, and exports all rows", () =>
      Effect.gen(function*() {
        const api = yield* service((second) => second < hours(2) ? campaign() : done, 1234)
        yield* Effect.gen(function*() {
          const summary = yield* inTime(runExport({ ...job, maxPollInterval: "5 minutes" }))
          assert.strictEqual(summary.rows, 1234)
          const { visible } = yield* Shelf
          assert.lengthOf(visible.get("spring") ?? [], 1234)
        }).pipe(Effect.provide(exports(api.layer)))
        const polls = yield* api.polls
        const pauses = polls.slice(1).map((second, index) => second - (polls[index] ?? 0))
        assert.deepStrictEqual(pauses.slice(0, 4), [5, 7.5, 11.25, 16.875])
        assert.closeTo(Math.max(...pauses), 300, 5)
      }))

    it.effect("does not replay more steps per poll after a day of polling", () =>
      Effect.gen(function*() {
        const api = yield* service((second) => second < hours(24) ? campaign() : done)
        yield* Effect.gen(function*() {
          yield* inTime(runExport(), "2 minutes")
          const polls = (yield* api.polls).length
          assert.isAbove(polls, 280)
          // Each wake-up replays half a segment on average, and the parent segment once per sixteen steps.
          assert.isBelow((yield* ActivityReads).count / polls, 12)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("returns the same export for equal requests, and a new generation with `force`", () =>
      Effect.gen(function*() {
        const api = yield* service((second) => second < hours(1) ? campaign() : done, 10)
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const filter = { statuses: ["completed", "errored"], result: "all" } as const
          const twice = yield* Effect.all([service.start({ ...job, filter }), service.start({ ...job, filter })], {
            concurrency: "unbounded"
          })
          const other = yield* service.start({ ...job, filter: { statuses: ["errored", "completed"] } })
          assert.deepStrictEqual(new Set([...twice, other].map(({ id }) => id)).size, 1)
          assert.notStrictEqual((yield* service.start({ ...job, filter: {} })).id, other.id)
          yield* inTime(service.result(other.id))
          assert.strictEqual((yield* service.start({ ...job, filter })).status, "complete")
          const again = yield* service.start({ ...job, filter }, { force: true })
          assert.strictEqual(again.job.generation, 1)
          yield* inTime(service.result(again.id))
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("starts a new generation after a failure", () =>
      Effect.gen(function*() {
        let isCancelled = true
        const api = yield* service(() => ({ ...done, is_cancelled: isCancelled }), 10)
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const first = yield* service.start(job)
          const error = yield* Effect.flip(inTime(service.result(first.id)))
          assert.strictEqual(error.reason._tag, "CampaignCancelledError")
          isCancelled = false
          const second = yield* service.start(job)
          assert.notStrictEqual(second.id, first.id)
          assert.strictEqual((yield* inTime(service.result(second.id))).rows, 10)
          assert.strictEqual((yield* record(first.id)).status, "failed")
          assert.lengthOf(yield* service.list(), 2)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("rejects a second export to a target that is in use", () =>
      Effect.gen(function*() {
        const api = yield* service(() => campaign())
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const destination = { name: "shelf", target: "a" }
          const first = yield* service.start({ ...job, destination })
          const error = yield* Effect.flip(service.start({ ...job, campaignId: "autumn", destination }))
          assert.strictEqual(error.reason._tag, "TargetInUseError")
          assert.isTrue(error.isRetryable)
          assert.include(error.message, first.id)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect.each<[string, { readonly name: string; readonly target?: string }, string]>([
      ["an unknown destination", { name: "moon" }, "UnknownDestinationError"],
      ["an invalid target", { name: "shelf", target: "nowhere" }, "InvalidTargetError"]
    ])("fails for %s before it waits for the campaign", ([_, destination, tag]) =>
      Effect.gen(function*() {
        const api = yield* service(() => campaign())
        yield* Effect.gen(function*() {
          const error = yield* Effect.flip(inTime(runExport({ ...job, destination })))
          assert.strictEqual(error.reason._tag, tag)
          assert.lengthOf(yield* api.polls, 0)
          const [entry] = yield* CampaignExports.CampaignExports.use((exports) => exports.list())
          assert.strictEqual(entry?.status, "failed")
          assert.strictEqual(entry?.failure?.error, tag)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("fails for a target that became invalid during the wait", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done)
        const destination = { name: "shelf", target: "gone" }
        const error = yield* Effect.flip(inTime(runExport({ ...job, destination }))).pipe(
          Effect.provide(exports(api.layer))
        )
        assert.strictEqual(error.reason._tag, "InvalidTargetError")
        assert.lengthOf(yield* api.polls, 1)
      }))
  })

  describe("timeout", () => {
    it.effect("fails the export after the timeout, and not before", () =>
      Effect.gen(function*() {
        const api = yield* service(() => campaign())
        const error = yield* Effect.flip(inTime(runExport({ ...job, timeout: "1 hour" }))).pipe(
          Effect.provide(exports(api.layer))
        )
        assert.strictEqual(error.reason._tag, "CompletionTimeoutError")
        assert.closeTo((yield* api.polls).at(-1) ?? 0, hours(1) + 1, 1)
      }))
  })

  describe("failures", () => {
    it.effect("retries transient failures without losing rows", () =>
      Effect.gen(function*() {
        let outage = 20
        const api = yield* service(() => done, 500, (page) =>
          page === 3 && outage-- > 0 ? Effect.fail(unavailable) : Effect.void)
        const summary = yield* inTime(runExport()).pipe(Effect.provide(exports(api.layer)))
        assert.strictEqual(summary.rows, 500)
      }))

    it.effect("waits for a destination that cannot be prepared yet, and records why", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done, 350)
        yield* Effect.gen(function*() {
          const exports = yield* CampaignExports.CampaignExports
          const { id } = yield* exports.start({ ...job, destination: { name: "shelf", target: "full" } })
          yield* pass(30)
          assert.strictEqual((yield* record(id)).failure?.error, "WriteError")
          assert.strictEqual((yield* inTime(exports.result(id))).rows, 350)
          assert.isNull((yield* record(id)).failure)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("repeats publishing that fails, and keeps the rows", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done, 350)
        yield* Effect.gen(function*() {
          const exports = yield* CampaignExports.CampaignExports
          const { id } = yield* exports.start({ ...job, destination: { name: "shelf", target: "busy" } })
          yield* pass(60)
          const { failure, status } = yield* record(id)
          assert.strictEqual(status, "exporting")
          assert.strictEqual(failure?.error, "WriteError")
          const summary = yield* inTime(exports.result(id), "10 seconds")
          assert.deepStrictEqual(summary, { campaignId: "spring", rows: 350, pages: 4, location: "the shelf" })
          assert.lengthOf((yield* Shelf).rolledBack, 0)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("fails although its partial output cannot be deleted", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done, 350)
        yield* Effect.gen(function*() {
          const request = { ...job, destination: { name: "shelf", target: "stuck" }, maxConsecutiveFailures: 2 }
          const error = yield* Effect.flip(inTime(runExport(request)))
          assert.strictEqual(error.reason._tag, "WriteError")
          const [failed] = yield* CampaignExports.CampaignExports.use((exports) => exports.list())
          assert.strictEqual(failed?.status, "failed")
          assert.include(failed?.failure?.message, "the disk is full")
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect.each([Duration.days(20_000_000), Duration.infinity])(
      "polls and reads again after a day when the server requests a delay of %s",
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
          let isFirst = true
          const api = yield* service((second) => second < hours(1) ? wrong : done, 5, () => {
            const first = isFirst
            isFirst = false
            return first ? Effect.fail(wrong) : Effect.void
          })
          const summary = yield* inTime(runExport(), "1 hour").pipe(Effect.provide(exports(api.layer)))
          assert.strictEqual(summary.rows, 5)
        })
    )

    it.effect("fails on the first permanent failure, and rolls back", () =>
      Effect.gen(function*() {
        const forbidden = failure(
          new RevoxError.PermissionDeniedError({
            message: "no",
            status: 403,
            attempts: 1,
            delivery: "rejected",
            isRetryable: false
          })
        )
        const api = yield* service(() => done, 500, (page) => page === 3 ? Effect.fail(forbidden) : Effect.void)
        yield* Effect.gen(function*() {
          const error = yield* Effect.flip(inTime(runExport()))
          assert.strictEqual(error.reason._tag, "PermissionDeniedError")
          const { hidden, rolledBack, visible } = yield* Shelf
          assert.lengthOf(rolledBack, 1)
          assert.strictEqual(hidden.size + visible.size, 0)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("fails after too many consecutive transient failures", () =>
      Effect.gen(function*() {
        const api = yield* service(() => unavailable)
        const error = yield* Effect.flip(inTime(runExport({ ...job, maxConsecutiveFailures: 3 }))).pipe(
          Effect.provide(exports(api.layer))
        )
        assert.strictEqual(error.reason._tag, "InternalServerError")
        assert.lengthOf(yield* api.polls, 4)
      }))
  })

  describe("cancel", () => {
    it.effect("ends a waiting export immediately", () =>
      Effect.gen(function*() {
        const api = yield* service(() => campaign())
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const { id } = yield* service.start(job)
          yield* pass(hours(3), 10)
          assert.strictEqual((yield* record(id)).status, "waiting")
          yield* service.cancel(id)
          yield* pass(5)
          assert.strictEqual((yield* record(id)).status, "cancelled")
          const error = yield* Effect.flip(inTime(service.result(id)))
          assert.strictEqual(error.reason._tag, "ExportCancelledError")
          const polls = (yield* api.polls).length
          yield* pass(hours(3), 10)
          assert.lengthOf(yield* api.polls, polls)
          // The cancelled export does not change, and the next start creates a new generation.
          assert.strictEqual((yield* service.cancel(id)).status, "cancelled")
          assert.strictEqual((yield* service.start(job)).job.generation, 1)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("ends a queued export", () =>
      Effect.gen(function*() {
        const api = yield* service(() => campaign())
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const { id } = yield* service.start(job)
          yield* service.cancel(id)
          yield* pass(10)
          assert.strictEqual((yield* record(id)).status, "cancelled")
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("ends an export whose destination cannot be prepared, or rolled back", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done)
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const { id } = yield* service.start({ ...job, destination: { name: "shelf", target: "stuck" } })
          yield* pass(60)
          assert.strictEqual((yield* record(id)).status, "exporting")
          yield* service.cancel(id)
          yield* pass(30)
          assert.strictEqual((yield* record(id)).status, "cancelled")
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("ends an export between two pages, and rolls back", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done, 1_000_000, () => Effect.sleep("1 second"))
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const { id } = yield* service.start(job)
          yield* pass(60)
          const before = yield* record(id)
          assert.strictEqual(before.status, "exporting")
          yield* service.cancel(id)
          yield* pass(20)
          assert.strictEqual((yield* record(id)).status, "cancelled")
          const { hidden, visible } = yield* Shelf
          yield* pass(300, 10)
          assert.strictEqual(hidden.size + visible.size, 0)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("is too late when the process was killed after it had published the rows", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done, 350)
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const { id } = yield* service.start({ ...job, destination: { name: "shelf", target: "slow" } })
          yield* pass(30)
          const { rolledBack, visible } = yield* Shelf
          assert.lengthOf(visible.get("spring") ?? [], 350)
          assert.strictEqual((yield* record(id)).status, "exporting")
          // Ends the step before its result is stored.
          const engine = yield* WorkflowEngine.WorkflowEngine
          yield* inTime(engine.interruptUnsafe(CampaignExportWorkflow.CampaignExportWorkflow, id))
          const summary = yield* inTime(service.result(id))
          assert.deepStrictEqual(summary, { campaignId: "spring", rows: 350, pages: 4, location: "slow" })
          assert.strictEqual((yield* record(id)).status, "complete")
          assert.lengthOf(rolledBack, 0)
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("is noticed by the next step when the process that requested it was killed", () =>
      Effect.gen(function*() {
        const api = yield* service(() => campaign())
        yield* Effect.gen(function*() {
          const service = yield* CampaignExports.CampaignExports
          const { id } = yield* service.start(job)
          yield* pass(hours(1), 10)
          yield* ExportStore.ExportStore.use((store) => store.requestCancel(id))
          yield* pass(360, 10)
          assert.strictEqual((yield* record(id)).status, "cancelled")
        }).pipe(Effect.provide(exports(api.layer)))
      }))

    it.effect("fails for an unknown id", () =>
      Effect.gen(function*() {
        const api = yield* service(() => done)
        const error = yield* CampaignExports.CampaignExports.use((exports) => exports.cancel("x")).pipe(
          Effect.flip,
          Effect.provide(exports(api.layer))
        )
        assert.strictEqual(error.reason._tag, "UnknownExportError")
      }))
  })
})
