import { Campaigns } from "@effect-revox/client"
import { ExportJob, FileDestination } from "@effect-revox/workflow"
import type { CsvStyle } from "@effect-revox/streams/ExportOptions"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { row } from "./utils/memory.ts"

const services = Layer.merge(
  NodeServices.layer,
  Layer.mock(Campaigns.Campaigns, { getRows: () => Effect.succeed({ rows: [row(0), row(1), row(2)], total: 3 }) })
)

const setup = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.realPath(yield* fs.makeTempDirectoryScoped())
  const destination = yield* FileDestination.ndjson
  const taskOf = (target: string) =>
    Effect.map(
      ExportJob.ExportJob.makeEffect({ campaignId: "spring", destination: { name: "ndjson", target } }),
      (job) => ({ id: "export-1", job })
    )
  return { fs, directory, destination, taskOf }
})

describe.skipIf(process.platform === "win32")("FileDestination", () => {
  it.effect("validates a target without creating its directory", () =>
    Effect.gen(function*() {
      const { destination, directory, fs } = yield* setup
      const { validate } = destination
      assert.isDefined(validate)
      yield* validate({ name: "ndjson", target: `${directory}/new/rows.ndjson` })
      assert.deepStrictEqual(yield* fs.readDirectory(directory), [])
      for (const target of ["rows.ndjson", directory, ""]) {
        const { message, reason } = yield* Effect.flip(validate({ name: "ndjson", target }))
        assert.strictEqual(reason._tag, "InvalidTargetError", message)
      }
    }).pipe(Effect.provide(services)))

  it.effect("rejects a directory, a FIFO and open files, which cannot be published atomically", () =>
    Effect.gen(function*() {
      const { destination, directory, fs, taskOf } = yield* setup
      const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
      yield* spawner.string(ChildProcess.make("mkfifo", [`${directory}/fifo`]))
      const targets = [
        [directory, "is a directory"],
        [`${directory}/fifo`, "is not a regular file"],
        ["/dev/fd/1", "is not a regular file"],
        ["/proc/self/fd/1", "is not a regular file"]
      ] as const
      for (const [target, problem] of targets) {
        const error = yield* Effect.flip(destination.prepare(yield* taskOf(target)))
        assert.strictEqual(error._tag === "DestinationError" && error.reason._tag, "InvalidTargetError")
        assert.include(error.message, `${target} ${problem}: use the path of a file.`)
      }
      assert.deepStrictEqual(yield* fs.readDirectory(directory), ["fifo"])
    }).pipe(Effect.provide(services)))

  it.effect("creates files that only their owner can read, and keeps the mode of the file behind a link", () =>
    Effect.gen(function*() {
      const { destination, directory, fs, taskOf } = yield* setup
      const run = Effect.fnUntraced(function*(target: string) {
        const task = yield* taskOf(target)
        yield* destination.prepare(task)
        assert.isTrue((yield* destination.writeNext(task, 10)).isComplete)
        yield* destination.publish(task)
      })
      const file = `${directory}/new/rows.ndjson`
      yield* run(file)
      assert.strictEqual((yield* fs.stat(file)).mode & 0o777, 0o600)
      yield* fs.chmod(file, 0o640)
      yield* fs.symlink(file, `${directory}/link`)
      yield* run(`${directory}/link`)
      assert.strictEqual((yield* fs.stat(file)).mode & 0o777, 0o640)
      assert.strictEqual(yield* fs.readLink(`${directory}/link`), file)
      assert.deepStrictEqual(yield* fs.readDirectory(`${directory}/new`), ["rows.ndjson"])
    }).pipe(Effect.provide(services)))

  it.effect("keeps an existing file until the rows are published, and when they are rolled back before", () =>
    Effect.gen(function*() {
      const { destination, directory, fs, taskOf } = yield* setup
      const file = `${directory}/rows.ndjson`
      const task = yield* taskOf(file)
      yield* fs.writeFileString(file, "before")
      yield* destination.prepare(task)
      assert.isTrue((yield* destination.writeNext(task, 10)).isComplete)
      assert.strictEqual(yield* fs.readFileString(file), "before")
      yield* destination.rollback(task)
      assert.strictEqual(yield* fs.readFileString(file), "before")
      assert.deepStrictEqual(yield* fs.readDirectory(directory), ["rows.ndjson"])

      assert.isTrue((yield* destination.writeNext(task, 10)).isComplete)
      const { location } = yield* destination.publish(task)
      assert.match(location, /rows\.ndjson \(\d+ bytes\)$/)
      assert.lengthOf((yield* fs.readFileString(file)).trimEnd().split("\n"), 3)
      assert.deepStrictEqual(yield* destination.publish(task), { location })
      assert.deepStrictEqual(yield* fs.readDirectory(directory), ["rows.ndjson"])

      yield* fs.remove(file)
      const error = yield* Effect.flip(destination.publish(task))
      assert.include(error.message, "on a directory that all runners share")
      assert.isFalse(error.isRetryable)
    }).pipe(Effect.provide(services)))

  it.effect("deletes the temporary files in the directory of the file to which a link points", () =>
    Effect.gen(function*() {
      const { destination, directory, fs, taskOf } = yield* setup
      yield* fs.makeDirectory(`${directory}/real`)
      yield* fs.symlink(`${directory}/real/rows.ndjson`, `${directory}/link`)
      for (const suffix of [".part", ".part.json", ".part.json.tmp"]) {
        yield* fs.writeFileString(`${directory}/real/rows.ndjson${suffix}`, "left")
      }
      yield* destination.rollback(yield* taskOf(`${directory}/link`))
      assert.deepStrictEqual(yield* fs.readDirectory(`${directory}/real`), [])
      // Nothing can be left in a directory that does not exist.
      yield* destination.rollback(yield* taskOf(`${directory}/missing/rows.ndjson`))
    }).pipe(Effect.provide(services)))

  it.effect.each<readonly [string, CsvStyle]>([
    ["delimiter", { delimiter: "||" }],
    ["newline", JSON.parse("{\"newline\":\"\\r\"}")],
    ["quote", JSON.parse("{\"quote\":\"'\"}")]
  ])(
    "rejects an invalid style of CSV before a campaign is waited for: %s",
    ([option, style]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(FileDestination.csv(style))
        assert.deepInclude(error, { _tag: "InvalidOptionError", option })
      }).pipe(Effect.provide(services))
  )

  it.effect("names the cause of a failed file operation", () =>
    Effect.gen(function*() {
      const { destination, directory, fs, taskOf } = yield* setup
      yield* fs.writeFileString(`${directory}/file`, "")
      const task = yield* taskOf(`${directory}/file/rows.ndjson`)
      for (const step of [destination.prepare(task), destination.writeNext(task, 10)]) {
        const error = yield* Effect.flip(step)
        assert.strictEqual(error._tag === "DestinationError" && error.reason._tag, "WriteError")
        assert.isTrue(error.isRetryable)
        assert.match(
          error.message,
          /Cannot write .*\/file\/rows\.ndjson: (a part of the path is not a directory|the file already exists)/
        )
      }
    }).pipe(Effect.provide(services)))
})
