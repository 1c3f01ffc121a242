import { CampaignExport } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, FileSystem, Layer, Option, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { createServer, type Server } from "node:net"
import { requestedPages, simulated } from "./utils/simulated.ts"

const services = Layer.merge(simulated(), NodeServices.layer)

const isPosix = process.platform !== "win32"
const hasProc = process.platform === "linux"

const setup = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const directory = yield* fs.realPath(yield* fs.makeTempDirectoryScoped())
  const id = yield* simulator.addCampaign({ rows: 300, status: "completed" })
  const complete = yield* Stream.mkString(Stream.decodeText(CampaignExport.toNdjson(id)))
  return {
    fs,
    simulator,
    directory,
    id,
    complete,
    names: Effect.map(fs.readDirectory(directory), (names) => names.sort()),
    modeOf: (path: string) => Effect.map(fs.stat(path), ({ mode }) => mode & 0o777)
  }
})

/** Runs a program of the system. */
const run = Effect.fnUntraced(function*(command: string, ...args: ReadonlyArray<string>) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  return yield* spawner.string(ChildProcess.make(command, args))
})

/**
 * Opens a file, and returns its path among the descriptors of this process. An export that is wrong cannot replace files
 * there, as it could replace a device in `/dev`.
 */
const opened = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.open(path, { flag: "a" })
  // The file system does not reveal its descriptors.
  const descriptors = yield* fs.readDirectory("/proc/self/fd")
  const links = yield* Effect.forEach(descriptors, (name) => Effect.option(fs.readLink(`/proc/self/fd/${name}`)))
  return `/proc/self/fd/${descriptors[links.findIndex((link) => Option.contains(link, path))]}`
})

/** A socket at a path. */
const listening = (path: string) =>
  Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      const server = createServer().listen(path, () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  )

describe.skipIf(!isPosix)("CampaignExport to what is at a path", () => {
  it.effect("rejects a directory, a socket and an empty path before the first request", () =>
    Effect.gen(function*() {
      const { directory, id, names } = yield* setup
      const socket = `${directory}/socket`
      yield* listening(socket)
      const before = (yield* requestedPages()).length
      const problems = [
        [directory, "is a directory: use the path of a file"],
        [`${directory}/`, "is a directory: use the path of a file"],
        [socket, "is a socket: use the path of a file"],
        ["", "is no path: use the path of a file"]
      ] as const
      for (const [path, problem] of problems) {
        const error = yield* Effect.flip(CampaignExport.toNdjsonFile(id, path))
        assert.strictEqual(error._tag === "ExportError" && error.reason._tag, "InvalidTargetError")
        assert.include(error.message, problem)
      }
      assert.lengthOf(yield* requestedPages(), before)
      assert.deepStrictEqual(yield* names, ["socket"])
    }).pipe(Effect.provide(services)))

  it.effect("names the cause of a failed file operation", () =>
    Effect.gen(function*() {
      const { directory, fs, id } = yield* setup
      yield* fs.writeFileString(`${directory}/file`, "")
      const before = (yield* requestedPages()).length
      const missing = yield* Effect.flip(CampaignExport.toNdjsonFile(id, `${directory}/missing/rows.ndjson`))
      assert.strictEqual(missing._tag === "ExportError" && missing.reason._tag, "FileError")
      assert.include(missing.message, `Cannot write ${directory}/missing/rows.ndjson: no such file or directory.`)
      const inFile = yield* Effect.flip(CampaignExport.toNdjsonFile(id, `${directory}/file/rows.ndjson`))
      assert.include(inFile.message, "a part of the path is not a directory")
      assert.lengthOf(yield* requestedPages(), before)
    }).pipe(Effect.provide(services)))

  it.effect.skipIf(!hasProc)("names a full disk", () =>
    Effect.gen(function*() {
      const { id } = yield* setup
      const full = yield* opened("/dev/full")
      const error = yield* Effect.flip(CampaignExport.toNdjsonFile(id, full))
      assert.strictEqual(error._tag === "ExportError" && error.reason._tag, "FileError")
      assert.include(error.message, `Cannot write ${full}: the disk is full.`)
      assert.isTrue(error._tag === "ExportError" && error.isRetryable)
    }).pipe(Effect.provide(services)))

  it.live("writes to a FIFO, also one whose reader comes later, and keeps it", () =>
    Effect.gen(function*() {
      const { complete, directory, fs, id, names } = yield* setup
      const fifo = `${directory}/fifo`
      yield* run("mkfifo", fifo)
      const exporting = yield* Effect.forkChild(CampaignExport.toNdjsonFile(id, fifo))
      // The reader starts when the export waits for it.
      yield* Effect.repeat(requestedPages(id), { until: (pages) => pages.length > 3 })
      assert.strictEqual(yield* run("cat", fifo), complete)
      const result = yield* Fiber.join(exporting)
      assert.deepInclude(result, { path: fifo, bytes: new TextEncoder().encode(complete).length, resumed: false })
      assert.strictEqual((yield* fs.stat(fifo)).type, "FIFO")
      assert.deepStrictEqual(yield* names, ["fifo"])
    }).pipe(Effect.provide(services)))

  it.live("can be interrupted while it waits for the reader of a FIFO", () =>
    Effect.gen(function*() {
      const { directory, id } = yield* setup
      yield* run("mkfifo", `${directory}/fifo`)
      const exporting = yield* Effect.forkChild(CampaignExport.toNdjsonFile(id, `${directory}/fifo`))
      yield* Effect.repeat(requestedPages(id), { until: (pages) => pages.length > 3 })
      yield* Fiber.interrupt(exporting)
    }).pipe(Effect.provide(services)))

  it.effect.skipIf(!hasProc)("writes to a character device", () =>
    Effect.gen(function*() {
      const { fs, id } = yield* setup
      const device = yield* opened("/dev/null")
      const result = yield* CampaignExport.toNdjsonFile(id, device)
      assert.strictEqual(result.audit.received, 300)
      assert.isAbove(result.bytes, 0)
      assert.strictEqual((yield* fs.stat(device)).type, "CharacterDevice")
    }).pipe(Effect.provide(services)))

  it.effect.skipIf(!hasProc)("appends to a file that the process has opened", () =>
    Effect.gen(function*() {
      const { complete, directory, fs, id, names } = yield* setup
      const path = `${directory}/rows.ndjson`
      yield* fs.writeFileString(path, "before\n")
      yield* CampaignExport.toNdjsonFile(id, yield* opened(path))
      assert.strictEqual(yield* fs.readFileString(path), `before\n${complete}`)
      assert.deepStrictEqual(yield* names, ["rows.ndjson"])
    }).pipe(Effect.provide(services)))

  it.effect("replaces the file to which a symbolic link points, and keeps the link", () =>
    Effect.gen(function*() {
      const { complete, directory, fs, id } = yield* setup
      yield* fs.makeDirectory(`${directory}/real`)
      yield* fs.symlink("real/rows.ndjson", `${directory}/second`)
      yield* fs.symlink(`${directory}/second`, `${directory}/first`)
      for (const content of [undefined, "old"]) {
        // The first time, the link points to no file.
        if (content !== undefined) yield* fs.writeFileString(`${directory}/real/rows.ndjson`, content)
        yield* CampaignExport.toNdjsonFile(id, `${directory}/first`)
        assert.strictEqual(yield* fs.readLink(`${directory}/first`), `${directory}/second`)
        assert.strictEqual(yield* fs.readLink(`${directory}/second`), "real/rows.ndjson")
        assert.strictEqual(yield* fs.readFileString(`${directory}/real/rows.ndjson`), complete)
        assert.deepStrictEqual(yield* fs.readDirectory(`${directory}/real`), ["rows.ndjson"])
      }
      yield* fs.symlink(`${directory}/loop`, `${directory}/loop`)
      const error = yield* Effect.flip(CampaignExport.toNdjsonFile(id, `${directory}/loop`))
      assert.strictEqual(error._tag === "ExportError" && error.reason._tag, "InvalidTargetError")
    }).pipe(Effect.provide(services)))

  it.effect("creates files that only their owner can read, and keeps the mode of existing ones", () =>
    Effect.gen(function*() {
      const { directory, fs, id, modeOf, simulator } = yield* setup
      const created = `${directory}/created.ndjson`
      const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(2), Fault.always))
      yield* Effect.flip(CampaignExport.toNdjsonFile(id, created, { checkpointEvery: 1 }))
      for (const file of [`${created}.part`, `${created}.part.json`]) assert.strictEqual(yield* modeOf(file), 0o600)
      yield* failing.remove
      yield* CampaignExport.toNdjsonFile(id, created)
      assert.strictEqual(yield* modeOf(created), 0o600)
      for (const mode of [0o600, 0o640, 0o664]) {
        const existing = `${directory}/existing.ndjson`
        yield* fs.writeFileString(existing, "old")
        yield* fs.chmod(existing, mode)
        yield* CampaignExport.toNdjsonFile(id, existing)
        assert.strictEqual(yield* modeOf(existing), mode)
      }
    }).pipe(Effect.provide(services)))

  it.effect.each(["part", "part.json", "part.json.tmp", "part.lock"])(
    "does not write through a link that is planted at the temporary path %s",
    (suffix) =>
      Effect.gen(function*() {
        const { complete, directory, fs, id, names } = yield* setup
        yield* fs.writeFileString(`${directory}/victim`, "safe")
        yield* fs.symlink(`${directory}/victim`, `${directory}/rows.ndjson.${suffix}`)
        yield* CampaignExport.toNdjsonFile(id, `${directory}/rows.ndjson`, { checkpointEvery: 1 })
        assert.strictEqual(yield* fs.readFileString(`${directory}/victim`), "safe")
        assert.strictEqual(yield* fs.readFileString(`${directory}/rows.ndjson`), complete)
        assert.deepStrictEqual(yield* names, ["rows.ndjson", "victim"])
      }).pipe(Effect.provide(services))
  )

  it.live("is not blocked by FIFOs at its temporary paths", () =>
    Effect.gen(function*() {
      const { complete, directory, fs, id, names } = yield* setup
      for (const suffix of ["part", "part.json", "part.json.tmp", "part.lock"]) {
        yield* run("mkfifo", `${directory}/rows.ndjson.${suffix}`)
      }
      yield* CampaignExport.toNdjsonFile(id, `${directory}/rows.ndjson`, { checkpointEvery: 1 })
      assert.strictEqual(yield* fs.readFileString(`${directory}/rows.ndjson`), complete)
      assert.deepStrictEqual(yield* names, ["rows.ndjson"])
    }).pipe(Effect.provide(services)))

  it.effect("says that its files were removed, and not that another export is running", () =>
    Effect.gen(function*() {
      const { directory, fs, id } = yield* setup
      const target = `${directory}/removed/rows.ndjson`
      yield* fs.makeDirectory(`${directory}/removed`)
      const onPage = () => Effect.orDie(fs.remove(`${directory}/removed`, { recursive: true, force: true }))
      const error = yield* Effect.flip(CampaignExport.toNdjsonFile(id, target, { onPage }))
      assert.strictEqual(error._tag === "ExportError" && error.reason._tag, "FileError")
      assert.include(error.message, `${target}.part.lock was removed during the export`)
    }).pipe(Effect.provide(services)))

  it.effect("leaves nothing behind if it fails before its first checkpoint", () =>
    Effect.gen(function*() {
      const { directory, id, names, simulator } = yield* setup
      for (const page of [0, 1, 2]) {
        const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(page), Fault.always))
        yield* Effect.flip(CampaignExport.toCsvFile(id, `${directory}/rows.csv`))
        yield* failing.remove
        assert.deepStrictEqual(yield* names, [])
      }
    }).pipe(Effect.provide(services)))

  it.effect("leaves nothing behind if its first checkpoint cannot be stored", () =>
    Effect.gen(function*() {
      const { directory, fs, id, names } = yield* setup
      const path = `${directory}/rows.ndjson`
      // A directory cannot be replaced by the sidecar.
      const onPage = () => Effect.orDie(fs.makeDirectory(`${path}.part.json`))
      const error = yield* Effect.flip(CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 1, onPage }))
      assert.strictEqual(error._tag === "ExportError" && error.reason._tag, "FileError")
      assert.deepStrictEqual(yield* names, ["rows.ndjson.part.json"])
    }).pipe(Effect.provide(services)))

  it.effect("writes an empty file for a list without rows and without a total", () =>
    Effect.gen(function*() {
      const { directory, fs, names, simulator } = yield* setup
      const id = yield* simulator.addCampaign({
        rows: 0,
        status: "completed",
        faults: [Fault.mapJson(() => ({ rows: [] }))]
      })
      yield* CampaignExport.toNdjsonFile(id, `${directory}/rows.ndjson`)
      assert.deepStrictEqual(yield* names, ["rows.ndjson"])
      assert.strictEqual(yield* fs.readFileString(`${directory}/rows.ndjson`), "")
    }).pipe(Effect.provide(services)))

  it.effect("refuses a second export to the same path, and to a link to it", () =>
    Effect.gen(function*() {
      const { complete, directory, fs, id } = yield* setup
      const path = `${directory}/rows.ndjson`
      yield* fs.symlink(path, `${directory}/link`)
      const isRunning = yield* Deferred.make<void>()
      const mayContinue = yield* Deferred.make<void>()
      const first = yield* Effect.forkChild(
        CampaignExport.toNdjsonFile(id, path, {
          onPage: () => Effect.andThen(Deferred.succeed(isRunning, undefined), Deferred.await(mayContinue))
        })
      )
      yield* Deferred.await(isRunning)
      const before = (yield* requestedPages()).length
      for (const second of [path, `${directory}/link`]) {
        const error = yield* Effect.flip(CampaignExport.toNdjsonFile(id, second))
        assert.strictEqual(error._tag === "ExportError" && error.reason._tag, "TargetInUseError")
        assert.include(error.message, `is writing ${path}: wait until it ends, or use another path.`)
      }
      const discard = yield* Effect.flip(CampaignExport.discard(id, path))
      assert.strictEqual(discard.reason._tag, "TargetInUseError")
      assert.lengthOf(yield* requestedPages(), before)
      yield* Deferred.succeed(mayContinue, undefined)
      yield* Fiber.join(first)
      assert.strictEqual(yield* fs.readFileString(path), complete)
      assert.deepStrictEqual((yield* fs.readDirectory(directory)).sort(), ["link", "rows.ndjson"])
    }).pipe(Effect.provide(services)))

  it.effect("discards an unfinished export, and returns its rows and bytes", () =>
    Effect.gen(function*() {
      const { directory, fs, id, names, simulator } = yield* setup
      const path = `${directory}/rows.ndjson`
      assert.isTrue(Option.isNone(yield* CampaignExport.discard(id, path)))
      assert.isTrue(Option.isNone(yield* CampaignExport.discard(id, `${directory}/missing/rows.ndjson`)))
      const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(2), Fault.always))
      yield* Effect.flip(CampaignExport.toNdjsonFile(id, path, { checkpointEvery: 1, prefetch: 1 }))
      yield* failing.remove
      const bytes = Number((yield* fs.stat(`${path}.part`)).size)
      assert.deepStrictEqual(yield* CampaignExport.discard(id, path), Option.some({ rows: 200, bytes }))
      assert.deepStrictEqual(yield* names, [])
      assert.isFalse((yield* CampaignExport.toNdjsonFile(id, path)).resumed)
      assert.isTrue(Option.isNone(yield* CampaignExport.discard(id, path)))
      assert.deepStrictEqual(yield* names, ["rows.ndjson"])
    }).pipe(Effect.provide(services)))
})
