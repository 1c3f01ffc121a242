import { CampaignExport } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Ref } from "effect"
import { TestClock } from "effect/testing"
import * as FileLock from "../src/internal/fileLock.ts"
import { crash, type Disk, emptyDisk, layer, text } from "./utils/crashingFileSystem.ts"
import { inTime, simulated } from "./utils/simulated.ts"

const path = "a.lock"

const put = (disk: Disk, name: string, content: string) => {
  const bytes = new TextEncoder().encode(content)
  disk.files.set(name, { bytes, synced: bytes.length })
}

/** Acquires the lock, and returns how long that takes in seconds. */
const acquired = (disk: Disk) =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeMillis
    yield* Effect.scoped(FileLock.acquire(path))
    return ((yield* Clock.currentTimeMillis) - start) / 1000
  }).pipe(Effect.provide(layer(disk)))

/** The lock of a process that was killed. */
const ofKilled = Effect.fnUntraced(function*(disk: Disk) {
  const left = yield* Effect.scoped(Effect.andThen(FileLock.acquire(path), Effect.sync(() => text(disk, path)))).pipe(
    Effect.provide(layer(disk))
  )
  put(disk, path, left ?? "")
})

describe("fileLock", () => {
  it.effect("is held until its scope closes, and leaves nothing", () =>
    Effect.gen(function*() {
      const disk = emptyDisk()
      yield* Effect.gen(function*() {
        const lock = yield* FileLock.acquire(path)
        assert.isTrue(yield* lock.isHeld)
        const error = yield* Effect.flip(Effect.scoped(FileLock.acquire(path)))
        assert.deepInclude(error, { _tag: "LockHeld", pid: 1 })
        assert.isTrue(yield* lock.isHeld)
      }).pipe(Effect.scoped, Effect.provide(layer(disk)))
      assert.deepStrictEqual([...disk.files.keys()], [])
      assert.strictEqual(yield* acquired(disk), 0)
    }))

  it.effect("is taken over at once from a process that has ended, even if its id is used again", () =>
    Effect.gen(function*() {
      const disk = emptyDisk()
      yield* ofKilled(disk)
      disk.startedAt += 1
      assert.strictEqual(yield* acquired(disk), 0)
      assert.deepStrictEqual([...disk.files.keys()], [])
    }))

  it.effect.each(["", "{\"token\":", "{\"token\":\"elsewhere\"}"])(
    "is taken over from an unknown process after 10 seconds without a renewal: %j",
    (content) =>
      Effect.gen(function*() {
        const disk = emptyDisk()
        put(disk, path, content)
        assert.isAtLeast(yield* inTime(acquired(disk)), 10)
        assert.deepStrictEqual([...disk.files.keys()], [])
      })
  )

  it.effect("is not taken over from a process of another container that renews it", () =>
    Effect.gen(function*() {
      const disk = emptyDisk()
      yield* ofKilled(disk)
      put(disk, path, (text(disk, path) ?? "").replace("pid:[1]", "pid:[2]"))
      const renewal = Effect.sync(() => disk.modified.set(path, (disk.modified.get(path) ?? 0) + 1))
      yield* Effect.forkChild(Effect.forever(Effect.delay(renewal, "3 seconds")))
      const error = yield* Effect.flip(inTime(acquired(disk)))
      assert.deepInclude(error, { _tag: "LockHeld", pid: undefined })
      assert.isDefined(text(disk, path))
    }))

  it.effect("is renewed every second, unless it was taken over", () =>
    Effect.gen(function*() {
      const disk = emptyDisk()
      yield* Effect.gen(function*() {
        const lock = yield* FileLock.acquire(path)
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual(disk.modified.get(path), 5)
        put(disk, path, "{\"token\":\"other\"}")
        yield* TestClock.adjust("5 seconds")
        assert.isFalse(yield* lock.isHeld)
        assert.strictEqual(disk.modified.get(path), 5)
      }).pipe(Effect.scoped, Effect.provide(layer(disk)))
      assert.strictEqual(text(disk, path), "{\"token\":\"other\"}")
    }))

  it.effect("stops an export that lost it, without a change of the checkpoint", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 500, status: "completed" })
      const disk = emptyDisk()
      const pages = yield* Ref.make(0)
      const sidecar = yield* Ref.make<string | undefined>(undefined)
      const exit = yield* CampaignExport.toNdjsonFile(id, "rows.out", {
        checkpointEvery: 1,
        onPage: () =>
          Effect.gen(function*() {
            if ((yield* Ref.updateAndGet(pages, (count) => count + 1)) !== 3) return
            put(disk, "rows.out.part.lock", "{\"token\":\"other\"}")
            yield* Ref.set(sidecar, text(disk, "rows.out.part.json"))
          })
      }).pipe(Effect.flip, Effect.provide(layer(disk)))
      assert.include(exit.message, "Another export is writing rows.out")
      assert.strictEqual(text(disk, "rows.out.part.json"), yield* Ref.get(sidecar))
      assert.strictEqual(text(disk, "rows.out.part.lock"), "{\"token\":\"other\"}")
      assert.isDefined(text(disk, "rows.out.part"))
      assert.isUndefined(text(disk, "rows.out"))
    }).pipe(Effect.provide(simulated())))

  it.effect("lets an export resume at once after its process was killed", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 500, status: "completed" })
      const disk = emptyDisk()
      const attempt = CampaignExport.toNdjsonFile(id, "rows.out", { checkpointEvery: 1 }).pipe(
        Effect.provide(layer(disk))
      )
      yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(3)))
      yield* Effect.flip(attempt)
      yield* ofKilled(disk)
      disk.files.set("rows.out.part.lock", disk.files.get(path) ?? { bytes: new Uint8Array(0), synced: 0 })
      disk.files.delete(path)
      const again = yield* Effect.exit(attempt)
      assert.isTrue(Exit.isFailure(again), "its process is still running")
      crash(disk, 1)
      assert.isTrue((yield* attempt).resumed)
      assert.deepStrictEqual([...disk.files.keys()], ["rows.out"])
    }).pipe(Effect.provide(simulated())))
})
