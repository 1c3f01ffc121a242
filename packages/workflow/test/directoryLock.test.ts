import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Path, Stream } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { DatabaseSync } from "node:sqlite"
import { node } from "../../../scripts/internal/childProcess.ts"
import * as DirectoryLock from "../src/internal/directoryLock.ts"

const temporary = FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped({ prefix: "revox-lock-" }))

const acquire = (directory: string) => Effect.scoped(Effect.as(DirectoryLock.acquire(directory), "locked"))

/** Starts a process that locks a directory, and waits for its result. */
const holder = Effect.fnUntraced(function*(directory: string) {
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const file = yield* path.fromFileUrl(new URL("utils/lockHolder.ts", import.meta.url))
  const child = yield* spawner.spawn(node([file, directory], { extendEnv: true, stderr: "inherit" }))
  const result = yield* child.stdout.pipe(
    Stream.decodeText,
    Stream.splitLines,
    Stream.runHead,
    Effect.flatMap(Effect.fromOption)
  )
  const kill9 = child.kill({ killSignal: "SIGKILL" })
  return {
    pid: Number(child.pid),
    result,
    kill9,
    signal: (name: NodeJS.Signals) => process.kill(Number(child.pid), name)
  }
})

/** Writes the file that names the owner of the lock. */
const writeOwner = Effect.fnUntraced(function*(directory: string, owner: unknown) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* fs.writeFileString(path.join(directory, "revox.lock"), JSON.stringify(owner))
})

describe("directoryLock", () => {
  it.live("fails while another process has the lock, and succeeds as soon as that process is killed", () =>
    Effect.gen(function*() {
      const directory = yield* temporary
      const first = yield* holder(directory)
      assert.strictEqual(first.result, "locked")
      const error = yield* Effect.flip(acquire(directory))
      assert.deepInclude(error, { _tag: "DataDirectoryLockedError", pid: first.pid })
      assert.include(error.message, `process ${first.pid} on `)
      yield* first.kill9
      assert.strictEqual(yield* acquire(directory), "locked")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  // A container's process has the same id at each start, and the ids of other processes are used again.
  it.live.each<[string, number]>([
    ["this process", process.pid],
    ["another running process", process.ppid],
    ["the first process of a container", 1]
  ])("succeeds after a kill when the lock names %s", ([_, pid]) =>
    Effect.gen(function*() {
      const directory = yield* temporary
      const first = yield* holder(directory)
      yield* writeOwner(directory, { pid, host: "container" })
      yield* first.kill9
      const second = yield* holder(directory)
      assert.strictEqual(second.result, "locked")
      // The process that is running has it now, not the one that the file named.
      const error = yield* Effect.flip(acquire(directory))
      assert.deepInclude(error, { pid: second.pid })
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live("gives the lock to one of several processes that start at once", () =>
    Effect.gen(function*() {
      const directory = yield* temporary
      const holders = yield* Effect.all([holder(directory), holder(directory), holder(directory)], {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(holders.map(({ result }) => result).sort(), [
        "DataDirectoryLockedError",
        "DataDirectoryLockedError",
        "locked"
      ])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live("stays with a suspended process", () =>
    Effect.gen(function*() {
      const directory = yield* temporary
      const first = yield* holder(directory)
      first.signal("SIGSTOP")
      yield* Effect.sleep("2 seconds")
      assert.strictEqual((yield* Effect.flip(acquire(directory)))._tag, "DataDirectoryLockedError")
      first.signal("SIGCONT")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live("is exclusive within a process, and is released with its scope", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporary
      yield* Effect.scoped(Effect.gen(function*() {
        yield* DirectoryLock.acquire(directory)
        const error = yield* Effect.flip(acquire(directory))
        assert.deepInclude(error, { _tag: "DataDirectoryLockedError", pid: process.pid })
      }))
      assert.deepStrictEqual(yield* fs.readDirectory(directory), ["revox.lock.db"])
      assert.strictEqual(yield* acquire(directory), "locked")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live.each<[string, (file: string) => void, string]>([
    ["of a later version", (file) => {
      const database = new DatabaseSync(file)
      database.exec("PRAGMA user_version = 2")
      database.close()
    }, "has the unknown format 2"],
    ["that is another database", (file) => {
      const database = new DatabaseSync(file)
      database.exec("CREATE TABLE notes (id)")
      database.close()
    }, "has the unknown format 0"]
  ])("fails for a lock file %s, and says what to do", ([_, write, message]) =>
    Effect.gen(function*() {
      const path = yield* Path.Path
      const directory = yield* temporary
      write(path.join(directory, "revox.lock.db"))
      const error = yield* Effect.flip(acquire(directory))
      assert.strictEqual(error._tag, "LockFormatError")
      assert.include(error.message, message)
      assert.include(error.message, "upgrade")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live("fails for a file that is not a lock file", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = yield* temporary
      const file = path.join(directory, "revox.lock.db")
      yield* fs.writeFileString(file, "no database ".repeat(100))
      const error = yield* Effect.flip(acquire(directory))
      assert.strictEqual(error._tag, "LockFormatError")
      assert.include(error.message, `${file} is not a lock file`)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live("fails for a directory that cannot be locked, with the cause", () =>
    Effect.gen(function*() {
      const path = yield* Path.Path
      const error = yield* Effect.flip(acquire(path.join(yield* temporary, "missing")))
      assert.strictEqual(error._tag, "DatabaseOpenError")
      assert.include(error.message, "unable to open database file")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
