import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports, Embedded } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Clock, Duration, Effect, FileSystem, Layer, Path } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import { count, simulated, temporary } from "./utils/embedded.ts"
import { spawnRunner } from "./utils/processes.ts"

const services = Layer.merge(NodeServices.layer, simulated())

/** Runs an effect with a new embedded runner, which stops when the effect completes. */
const running = (directory: string) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.provide(effect, Layer.fresh(Embedded.layer({ directory, pollInterval: "100 millis", pagesPerStep: 5 })))

const options = { maxPollInterval: "200 millis" } as const

const until = (status: string, id: string) =>
  eventually(
    CampaignExports.CampaignExports.use((exports) => exports.get(id)),
    (record) => record.status === status
  )

/** The real clock, which tests can advance. */
const adjustableClock = Effect.map(Clock.Clock, (real) => {
  let ahead = 0
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => real.currentTimeMillisUnsafe() + ahead,
    currentTimeMillis: Effect.sync(() => real.currentTimeMillisUnsafe() + ahead),
    currentTimeNanosUnsafe: () => real.currentTimeNanosUnsafe() + BigInt(ahead) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => real.currentTimeNanosUnsafe() + BigInt(ahead) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: real.monotonicTimeNanos,
    sleep: (duration) => real.sleep(duration)
  }
  const advance = (duration: Duration.Input) =>
    Effect.sync(() => {
      ahead += Duration.toMillis(duration)
    })
  return { clock, advance }
})

layer(services, { excludeTestServices: true })("Embedded", (it) => {
  describe("layer", () => {
    it.effect(
      "resumes the waiting or running exports of an earlier process, and keeps completed ones",
      () =>
        Effect.gen(function*() {
          const { advance, clock } = yield* adjustableClock
          yield* Effect.gen(function*() {
            const simulator = yield* RevoxSimulator.RevoxSimulator
            const directory = yield* temporary
            const id = yield* simulator.addCampaign({ rows: 1500, duration: "30 minutes" })
            const job = { campaignId: id, destination: { name: "sql" }, ...options }

            const first = yield* running(directory)(Effect.gen(function*() {
              const exports = yield* CampaignExports.CampaignExports
              const { id } = yield* exports.start({ ...job, timeout: "1 hour" })
              return yield* until("waiting", id)
            }))
            // The campaign completes and the timeout passes while no process polls.
            yield* advance("2 hours")

            // The first pages arrive, then the server stalls while this process runs.
            const stall = yield* simulator.inject(
              Fault.stall().pipe(Fault.onEndpoint("campaigns.getRows"), Fault.always, Fault.after(6))
            )
            yield* running(directory)(Effect.gen(function*() {
              yield* eventually(stall.hitCount, (hits) => hits > 0)
              const second = yield* until("exporting", first.id)
              assert.strictEqual(second.job.generation, 0)
            }))
            yield* stall.remove

            yield* running(directory)(Effect.gen(function*() {
              const exports = yield* CampaignExports.CampaignExports
              assert.strictEqual((yield* exports.result(first.id)).rows, 1500)
              assert.strictEqual(yield* count("revox_rows"), 1500)
              assert.strictEqual(yield* count("revox_export_rows"), 1500)
              const again = yield* exports.start(job)
              assert.strictEqual(again.id, first.id)
              assert.strictEqual(again.status, "complete")
            }))
          }).pipe(Effect.provideService(Clock.Clock, clock))
        })
    )

    it.effect("rejects a directory that another process has locked, and a path that is a file", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const directory = yield* temporary
        const busy = yield* temporary
        const holder = yield* spawnRunner({ RUNNER_DIRECTORY: busy })
        yield* holder.printed("ready")
        const error = yield* Effect.flip(running(busy)(Effect.void))
        assert.strictEqual("reason" in error ? error.reason._tag : error._tag, "DataDirectoryLockedError")
        assert.include(error.message, "stop that process, or use another directory")

        const file = path.join(directory, "file")
        yield* fs.writeFileString(file, "")
        const other = yield* Effect.flip(running(file)(Effect.void))
        assert.strictEqual("reason" in other ? other.reason._tag : other._tag, "DatabaseOpenError")
        assert.include(other.message, "the file already exists")
      }))

    it.effect(
      "takes over the directory of a killed process, cancels an export, and exports to files",
      () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const path = yield* Path.Path
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const directory = yield* temporary
          // The id of the killed process belongs to another one now, and its PostgreSQL was starting.
          yield* fs.writeFileString(
            path.join(directory, "revox.lock"),
            JSON.stringify({ pid: process.ppid, host: "x" })
          )
          yield* fs.writeFileString(path.join(directory, "postgres", "postmaster.pid"), "")
          const running_ = yield* simulator.addCampaign({ rows: 10, duration: "1 hour" })
          const done = yield* simulator.addCampaign({ rows: 1150, status: "completed" })
          const file = path.join(directory, "out", "rows.ndjson")

          yield* running(directory)(Effect.gen(function*() {
            const exports = yield* CampaignExports.CampaignExports
            const waiting = yield* exports.start({ campaignId: running_, destination: { name: "sql" }, ...options })
            const toFile = yield* exports.start({ campaignId: done, destination: { name: "ndjson", target: file } })
            const busy = yield* Effect.flip(
              exports.start({ campaignId: running_, destination: { name: "ndjson", target: file } })
            )
            assert.strictEqual(busy.reason._tag, "TargetInUseError")
            assert.strictEqual((yield* exports.result(toFile.id)).rows, 1150)

            yield* until("waiting", waiting.id)
            yield* exports.cancel(waiting.id)
            const error = yield* Effect.flip(exports.result(waiting.id))
            assert.strictEqual(error.reason._tag, "ExportCancelledError")
            assert.strictEqual(yield* count("revox_rows"), 0)

            const nowhere = yield* exports.start({ campaignId: done, destination: { name: "csv", target: "rows.csv" } })
            const refused = yield* Effect.flip(exports.result(nowhere.id))
            assert.strictEqual(refused.reason._tag, "InvalidTargetError")
          }))
          const lines = (yield* fs.readFileString(file)).trimEnd().split("\n").map((line) => JSON.parse(line).id)
          assert.deepStrictEqual(lines, [...(yield* simulator.expectedRows(done))])
          assert.deepStrictEqual(yield* fs.readDirectory(path.dirname(file)), ["rows.ndjson"])
          assert.isFalse(yield* fs.exists(path.join(directory, "revox.lock")))
        })
    )
  })
})
