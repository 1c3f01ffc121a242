import { CampaignExport } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Option, Ref, Schema } from "effect"
import { crash, type Disk, emptyDisk, layer, text } from "./utils/crashingFileSystem.ts"
import { inTime, requestedPages, simulated } from "./utils/simulated.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const path = "rows.out"

const to = (
  format: "ndjson" | "csv",
  id: string,
  options: { readonly pageSize: number; readonly checkpointEvery: number; readonly publish?: boolean }
) =>
  format === "csv"
    ? CampaignExport.toCsvFile(id, path, { ...options, bom: true })
    : CampaignExport.toNdjsonFile(id, path, options)

const Counted = Schema.fromJsonString(Schema.Struct({ bytes: Schema.Natural }))

/** Checks that the disk contains at least the bytes that the sidecar counts. */
const assertCounted = Effect.fnUntraced(function*(disk: Disk) {
  const sidecar = text(disk, `${path}.part.json`)
  if (sidecar === undefined) return
  const { bytes } = yield* Schema.decodeEffect(Counted)(sidecar)
  const part = disk.files.get(`${path}.part`) ?? disk.files.get(path)
  assert.isAtLeast(part?.bytes.length ?? 0, bytes)
})

/** The file of an export without interruptions. */
const uninterrupted = Effect.fnUntraced(function*(format: "ndjson" | "csv", id: string) {
  const disk = emptyDisk()
  yield* Effect.provide(to(format, id, { pageSize: 100, checkpointEvery: 3 }), layer(disk))
  assert.deepStrictEqual([...disk.files.keys()], [path])
  return text(disk, path)
})

describe("CampaignExport to a file", () => {
  it.effect.prop(
    "writes the same file after any number of crashes at any byte, with unsynced data lost",
    {
      format: Schema.Literals(["ndjson", "csv"]),
      rows: int(0, 40),
      pageSize: int(1, 20),
      checkpointEvery: int(1, 4),
      publish: Schema.Boolean,
      crashes: Schema.Array(
        Schema.Struct({
          after: int(0, 60_000),
          kept: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
        })
      )
        .check(Schema.isMinLength(1), Schema.isMaxLength(5))
    },
    ({ checkpointEvery, crashes, format, pageSize, publish, rows }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows, status: "completed" })
        const expected = yield* uninterrupted(format, id)
        const disk = emptyDisk()
        const written = to(format, id, { pageSize, checkpointEvery, publish })
        const attempt = Effect.provide(
          publish ? written : Effect.tap(written, ({ bytes }) =>
            Effect.gen(function*() {
              const published = yield* CampaignExport.publish(id, path)
              assert.deepStrictEqual(published, { path, bytes })
            })),
          layer(disk)
        )
        for (const { after, kept } of crashes) {
          disk.budget = after
          yield* inTime(Effect.exit(attempt))
          crash(disk, kept)
          // The file at `path` is complete or absent.
          assert.include([undefined, expected], text(disk, path))
          yield* assertCounted(disk)
        }
        disk.budget = Infinity
        const result = yield* inTime(attempt)
        assert.strictEqual(text(disk, path), expected)
        assert.strictEqual(result.audit.received, rows)
        assert.strictEqual(result.bytes, new TextEncoder().encode(expected).length)
        assert.deepStrictEqual([...disk.files.keys()], [path])
      }).pipe(Effect.provide(simulated())),
    { arbitrary: { runs: 50 } }
  )

  it.effect.each([0, 25])(
    "keeps the file at its path until a complete export of %i rows is published",
    (rows) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows, status: "completed" })
        const expected = yield* uninterrupted("ndjson", id)
        const disk = emptyDisk()
        yield* Effect.gen(function*() {
          const missing = yield* Effect.flip(CampaignExport.publish(id, path))
          assert.strictEqual(missing.reason._tag, "FileError")
          disk.files.set(path, { bytes: new TextEncoder().encode("before"), synced: 6 })
          const write = to("ndjson", id, { pageSize: 10, checkpointEvery: 1, publish: false })
          yield* write
          assert.strictEqual(text(disk, path), "before")
          const before = (yield* requestedPages()).length
          assert.isTrue((yield* write).resumed)
          assert.strictEqual((yield* requestedPages()).length, before)
          // A complete export of another campaign is not published.
          assert.strictEqual((yield* CampaignExport.publish("another", path)).bytes, 6)
          assert.strictEqual(text(disk, path), "before")
          yield* CampaignExport.publish(id, path)
          assert.strictEqual(text(disk, path), expected)
          assert.deepStrictEqual([...disk.files.keys()], [path])
          const again = yield* CampaignExport.publish(id, path)
          assert.strictEqual(again.bytes, new TextEncoder().encode(expected).length)
        }).pipe(Effect.provide(layer(disk)))
      }).pipe(Effect.provide(simulated()))
  )

  it.effect("writes the same file after a crash at any operation of a small export", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 3, status: "completed" })
      const expected = yield* uninterrupted("csv", id)
      let crashes = 0
      for (let budget = 0;; budget++) {
        const disk: Disk = { ...emptyDisk(), budget, perByte: 0 }
        const attempt = Effect.provide(to("csv", id, { pageSize: 2, checkpointEvery: 1 }), layer(disk))
        const exit = yield* Effect.exit(attempt)
        if (Exit.isSuccess(exit)) break
        crashes += 1
        crash(disk, 0.5)
        yield* assertCounted(disk)
        disk.budget = Infinity
        yield* inTime(attempt)
        assert.strictEqual(text(disk, path), expected)
      }
      assert.isAbove(crashes, 20)
    }).pipe(Effect.provide(simulated())))

  it.effect("resumes from the last checkpoint", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
      const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(7), Fault.always))
      const disk = emptyDisk()
      const attempt = CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 2, prefetch: 1 }).pipe(
        Effect.provide(layer(disk))
      )
      const error = yield* Effect.flip(attempt)
      assert.strictEqual(error._tag === "RevoxError" && error.reason._tag, "NotFoundError")
      assert.isUndefined(text(disk, path))
      yield* failing.remove
      const before = (yield* requestedPages()).length
      const seen = yield* Ref.make<ReadonlyArray<number>>([])
      const result = yield* CampaignExport.toNdjsonFile(id, path, {
        prefetch: 1,
        onPage: ({ received }) => Ref.update(seen, (all) => [...all, received])
      }).pipe(Effect.provide(layer(disk)))
      assert.deepStrictEqual(yield* Ref.get(seen), [700, 800, 900, 1000])
      assert.deepStrictEqual((yield* requestedPages()).slice(before), [6, 7, 8, 9, 10])
      assert.isTrue(result.resumed)
      assert.strictEqual(result.audit.received, 1000)
      const ids = text(disk, path)?.trimEnd().split("\n").map((line) => JSON.parse(line).id)
      assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows(id))])
    }).pipe(Effect.provide(simulated())))

  it.effect("truncates the file to the last checkpoint, even if no row follows", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
      const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(7), Fault.always))
      const disk = emptyDisk()
      const attempt = CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 4, prefetch: 1, integrity: "none" })
        .pipe(Effect.provide(layer(disk)))
      yield* Effect.flip(attempt)
      yield* failing.remove
      yield* simulator.editRows(id, { _tag: "Delete", at: 400, count: 600 })
      const result = yield* attempt
      assert.deepInclude(result.audit, { received: 400, totalDrift: 600 })
      assert.lengthOf(text(disk, path)?.trimEnd().split("\n") ?? [], 400)
    }).pipe(Effect.provide(simulated())))

  it.effect("starts over if the file is shorter than its checkpoint, or the sidecar is damaged", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
      const expected = yield* uninterrupted("ndjson", id)
      const damages: ReadonlyArray<(disk: Disk) => void> = [
        ({ files }) => files.set(`${path}.part`, { bytes: new Uint8Array(10), synced: 10 }),
        ({ files }) => files.delete(`${path}.part`),
        ({ files }) => files.set(`${path}.part.json`, { bytes: new Uint8Array(0), synced: 0 })
      ]
      for (const damage of damages) {
        const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(7)))
        const disk = emptyDisk()
        const attempt = CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 1 }).pipe(Effect.provide(layer(disk)))
        yield* Effect.flip(attempt)
        yield* failing.remove
        damage(disk)
        const result = yield* attempt
        assert.isFalse(result.resumed)
        assert.strictEqual(text(disk, path), expected)
      }
    }).pipe(Effect.provide(simulated())))

  it.effect.each([[1, "an older version"], [3, "a newer version"]] as const)(
    "keeps a checkpoint of format %d, and fails with advice",
    ([version, problem]) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 300, status: "completed" })
        const disk = emptyDisk()
        const attempt = CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 1 }).pipe(Effect.provide(layer(disk)))
        yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(2)))
        yield* Effect.flip(attempt)
        const sidecar = JSON.stringify({ ...JSON.parse(text(disk, `${path}.part.json`) ?? ""), version })
        const bytes = new TextEncoder().encode(sidecar)
        disk.files.set(`${path}.part.json`, { bytes, synced: bytes.length })
        const error = yield* Effect.flip(attempt)
        if (error._tag !== "ExportError") return assert.fail(error.message)
        assert.strictEqual(error.reason._tag, "CheckpointMismatchError")
        assert.include(error.message, `${path}.part.json was written by ${problem} of this package`)
        assert.include(error.message, `or remove it and ${path}.part to start over`)
        assert.strictEqual(text(disk, `${path}.part.json`), sidecar)
      }).pipe(Effect.provide(simulated()))
  )

  it.effect("resumes after an interruption", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({
        rows: 1000,
        status: "completed",
        faults: [Fault.slowHeaders("20 seconds")]
      })
      const disk = emptyDisk()
      const attempt = CampaignExport.toCsvFile(id, path, { checkpointEvery: 1 }).pipe(Effect.provide(layer(disk)))
      assert.isTrue(Option.isNone(yield* inTime(Effect.timeoutOption(attempt, "30 seconds"))))
      const result = yield* inTime(attempt)
      assert.isTrue(result.resumed)
      assert.strictEqual(result.audit.received, 1000)
      assert.strictEqual(text(disk, path)?.split("\r\n").length, 1002)
    }).pipe(Effect.provide(simulated())))

  it.effect("keeps an unfinished export of another campaign, filter or format", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 300, status: "completed" })
      const other = yield* simulator.addCampaign({ rows: 300, status: "completed" })
      const disk = emptyDisk()
      const run = <A, E>(effect: Effect.Effect<A, E, Effect.Services<ReturnType<typeof to>>>) =>
        Effect.provide(effect, layer(disk))
      const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(2)))
      yield* Effect.flip(run(CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 1 })))
      yield* failing.remove
      const left = text(disk, `${path}.part`)
      const campaign = yield* Effect.flip(run(CampaignExport.toNdjsonFile(other, path)))
      assert.strictEqual(campaign._tag === "ExportError" && campaign.reason._tag, "CheckpointMismatchError")
      assert.include(campaign.message, `Cannot resume the unfinished export ${path}.part: it belongs to campaign`)
      assert.include(campaign.message, `or remove ${path}.part and ${path}.part.json to start over`)
      const filter = yield* Effect.flip(run(CampaignExport.toNdjsonFile(id, path, { result: "human" })))
      assert.strictEqual(filter._tag === "ExportError" && filter.reason._tag, "CheckpointMismatchError")
      assert.include(filter.message, "created with a different filter: result")
      const format = yield* Effect.flip(run(CampaignExport.toCsvFile(id, path)))
      assert.strictEqual(format._tag === "ExportError" && format.reason._tag, "CheckpointMismatchError")
      assert.include(format.message, "it was written as ndjson, and the format is csv now.")
      assert.strictEqual(text(disk, `${path}.part`), left)
      yield* run(CampaignExport.toNdjsonFile(id, path))
      yield* run(CampaignExport.toCsvFile(id, path, { columns: [{ name: "id", value: (row) => row.id }] }))
      assert.strictEqual(text(disk, path)?.split("\r\n")[0], "id")
    }).pipe(Effect.provide(simulated())))
})
