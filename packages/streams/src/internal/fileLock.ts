import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

/** The interval at which an owner renews its lock, in milliseconds. */
const renewEvery = 1000

/** Number of missed renewals after which a lock has expired. */
const missedRenewals = 10

/** A running process. The start time distinguishes processes with the same id, and the namespace those of containers. */
class ProcessIdentity extends Schema.Opaque<ProcessIdentity>()(
  Schema.Struct({ boot: Schema.String, namespace: Schema.String, pid: Schema.Int, startedAt: Schema.String })
) {}

const Owner = Schema.fromJsonString(
  Schema.Struct({ token: Schema.String, process: Schema.optionalKey(ProcessIdentity) })
)
const readOwner = Schema.decodeEffect(Owner)
const writeOwner = Schema.encodeEffect(Owner)

/** The lock has another owner. `pid` is the id of its process, if that is known. */
export class LockHeld extends Data.TaggedError("LockHeld")<{ readonly pid: number | undefined }> {}

/** A lock that was acquired. */
interface FileLock {
  /** Whether this lock was not taken over, as happens when its process was suspended. Fails if its file was removed. */
  readonly isHeld: Effect.Effect<boolean, PlatformError>
}

/** The fields of a process in `/proc` after its name, which may contain spaces: its state, and its start time. */
const processFields = (stat: string) => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return { state: fields[0] ?? "", startedAt: fields[19] ?? "" }
}

/** The identity of this process, on platforms with `/proc`. */
const currentProcess = (fs: FileSystem.FileSystem): Effect.Effect<Option.Option<ProcessIdentity>> =>
  Effect.option(Effect.gen(function*() {
    const stat = yield* fs.readFileString("/proc/self/stat")
    return {
      boot: (yield* fs.readFileString("/proc/sys/kernel/random/boot_id")).trim(),
      namespace: yield* fs.readLink("/proc/self/ns/pid"),
      pid: Number.parseInt(stat, 10),
      startedAt: processFields(stat).startedAt
    }
  }))

/** Whether a process is running. `undefined` if it cannot be determined, as for processes of other containers. */
const isRunning = Effect.fnUntraced(function*(
  fs: FileSystem.FileSystem,
  self: ProcessIdentity,
  { boot, namespace, pid, startedAt }: ProcessIdentity
) {
  if (boot !== self.boot || namespace !== self.namespace) return undefined
  const stat = yield* fs.readFileString(`/proc/${pid}/stat`).pipe(
    Effect.catchReason("PlatformError", "NotFound", () => Effect.succeed("")),
    Effect.orElseSucceed(() => undefined)
  )
  if (stat === undefined) return undefined
  const found = processFields(stat)
  return found.startedAt === startedAt && found.state !== "Z"
})

/**
 * Acquires a lock until the scope closes: a file with a random token, which its owner renews every second.
 *
 * Fails with `LockHeld` if the owner is running. The lock of a process that has ended is taken over: immediately where
 * `/proc` shows that the process has ended, and otherwise after 10 seconds without a renewal. Only renewals that are
 * observed count, so the clocks of two machines need not agree.
 *
 * A process that was suspended may lose its lock. Check `isHeld` before an operation that others must not see.
 */
export const acquire = Effect.fnUntraced(function*(
  path: string
): Effect.fn.Return<FileLock, LockHeld | PlatformError, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const self = Option.getOrUndefined(yield* currentProcess(fs))
  const token = `${yield* Clock.currentTimeMillis}-${yield* Random.nextInt}`
  const content = yield* Effect.orDie(writeOwner({ token, ...(self === undefined ? {} : { process: self }) }))

  const isHeld = Effect.map(fs.readFileString(path), (found) => found === content)

  const create = Effect.scoped(Effect.gen(function*() {
    const file = yield* fs.open(path, { flag: "wx", mode: 0o600 })
    yield* Effect.onError(
      file.writeAll(new TextEncoder().encode(content)),
      () => Effect.ignore(fs.remove(path, { force: true }))
    )
  }))
  const release = Effect.ignore(
    Effect.flatMap(isHeld, (held) => held ? fs.remove(path, { force: true }) : Effect.void)
  )
  const acquired = Effect.acquireRelease(create, () => release).pipe(
    Effect.as(true),
    Effect.catchReason("PlatformError", "AlreadyExists", () => Effect.succeed(false))
  )

  /** The lock of another owner. `None` if it was released. */
  const observe = Effect.gen(function*() {
    const { mtime, type } = yield* fs.lstat(path)
    // Only a regular file is a lock. Reading a FIFO would block.
    if (type !== "File") {
      yield* fs.remove(path, { force: true })
      return Option.none()
    }
    const text = yield* fs.readFileString(path)
    return Option.some({ text, renewed: Option.getOrUndefined(mtime)?.getTime() })
  }).pipe(Effect.catchReason("PlatformError", "NotFound", () => Effect.succeedNone))

  /** Waits until the lock is released or expired, and returns its content. Fails if its owner is running. */
  const awaitExpiry = Effect.gen(function*() {
    const first = yield* observe
    if (Option.isNone(first)) return undefined
    const owner = Option.getOrUndefined(yield* Effect.option(readOwner(first.value.text)))?.process
    const running = owner === undefined || self === undefined ? undefined : yield* isRunning(fs, self, owner)
    if (running === true) return yield* new LockHeld({ pid: owner?.pid })
    if (running === false) return first.value.text
    for (let missed = 0; missed < missedRenewals; missed++) {
      yield* Effect.sleep(renewEvery)
      const next = yield* observe
      if (Option.isNone(next)) return undefined
      const { renewed, text } = next.value
      if (text !== first.value.text || renewed !== first.value.renewed) return yield* new LockHeld({ pid: undefined })
    }
    return first.value.text
  })

  const moved = `${path}.expired`
  /** Removes an expired lock, unless another process has replaced it in the meantime: that lock is restored. */
  const takeOver = Effect.fnUntraced(function*(expired: string) {
    yield* fs.rename(path, moved)
    if ((yield* fs.readFileString(moved)) !== expired) yield* Effect.ignore(fs.link(moved, path))
    yield* fs.remove(moved, { force: true })
  }, Effect.catchReason("PlatformError", "NotFound", () => Effect.void))

  while (!(yield* acquired)) {
    const expired = yield* awaitExpiry
    if (expired !== undefined) yield* takeOver(expired)
  }
  // An earlier process may have been killed while it took over a lock.
  yield* Effect.ignore(fs.remove(moved, { force: true }))
  const renew = Effect.gen(function*() {
    const now = (yield* Clock.currentTimeMillis) / 1000
    if (yield* isHeld) yield* fs.utimes(path, now, now)
  })
  yield* Effect.forkScoped(Effect.forever(Effect.delay(Effect.ignore(renew), renewEvery)))
  return { isHeld }
})
