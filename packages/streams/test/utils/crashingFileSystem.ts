import { ByteSize, Effect, FileSystem, Layer, Option, Path } from "effect"
import * as PlatformError from "effect/PlatformError"

/** A file on the disk: all bytes that were written, and the number of them that survive a crash. */
interface Content {
  readonly bytes: Uint8Array
  readonly synced: number
}

/** A disk. Its process is killed when the budget of operations and bytes is used up. */
export interface Disk {
  readonly files: Map<string, Content>
  budget: number
  /** The cost of a byte, in operations. */
  readonly perByte: 0 | 1
  /** The time at which the current process started. */
  startedAt: number
  /** The last modification times that were set, in seconds. */
  readonly modified: Map<string, number>
}

export const emptyDisk = (): Disk => ({
  files: new Map(),
  budget: Infinity,
  perByte: 1,
  startedAt: 1,
  modified: new Map()
})

/**
 * Drops data that was not synced, and starts another process. `kept` is the fraction that survives, between 0 and 1.
 */
export const crash = (disk: Disk, kept: number): void => {
  disk.startedAt += 1
  for (const [name, { bytes, synced }] of disk.files) {
    const length = synced + Math.floor((bytes.length - synced) * kept)
    disk.files.set(name, { bytes: bytes.slice(0, length), synced: length })
  }
}

export const text = (disk: Disk, name: string): string | undefined => {
  const content = disk.files.get(name)
  return content === undefined ? undefined : new TextDecoder("utf-8", { ignoreBOM: true }).decode(content.bytes)
}

/** The files of `/proc`. All processes have the id 1, as in containers. */
const proc = (disk: Disk): Readonly<Record<string, string>> => {
  const stat = `1 (a program) S ${"0 ".repeat(18)}${disk.startedAt} 0`
  return { "/proc/self/stat": stat, "/proc/1/stat": stat, "/proc/sys/kernel/random/boot_id": "boot\n" }
}

const notFound = (method: string, path: string) =>
  PlatformError.systemError({ _tag: "NotFound", module: "FileSystem", method, pathOrDescriptor: path })

/** Spends budget, and returns the part that was left. Later operations have no effect once the budget is used up. */
const spend = (disk: Disk, cost: number): Effect.Effect<number> =>
  Effect.suspend(() => {
    const affordable = Math.min(cost, disk.budget)
    disk.budget -= cost
    return Effect.succeed(Math.max(0, affordable))
  })

const killed = Effect.die("killed")

const makeFile = (disk: Disk, name: string): FileSystem.File => {
  let position = 0
  const content = () => disk.files.get(name) ?? { bytes: new Uint8Array(0), synced: 0 }
  const writeAll = Effect.fnUntraced(function*(chunk: Uint8Array) {
    const cost = disk.perByte * chunk.length + 1
    const spent = yield* spend(disk, cost)
    const part = spent === cost ? chunk : chunk.subarray(0, spent)
    const { bytes, synced } = content()
    const next = new Uint8Array(Math.max(bytes.length, position + part.length))
    next.set(bytes)
    next.set(part, position)
    disk.files.set(name, { bytes: next, synced: Math.min(synced, position) })
    position += part.length
    if (spent < cost) return yield* killed
  })
  const step = (change: () => void) =>
    Effect.flatMap(spend(disk, 1), (spent) => spent < 1 ? killed : Effect.sync(change))
  const unused = Effect.die("not used by exports")
  return {
    [FileSystem.FileTypeId]: FileSystem.FileTypeId,
    stat: unused,
    seek: (offset, from) =>
      Effect.sync(() => {
        position = from === "start" ? Number(offset) : position + Number(offset)
        return BigInt(position)
      }),
    sync: step(() => {
      const content = disk.files.get(name)
      if (content !== undefined) disk.files.set(name, { ...content, synced: content.bytes.length })
    }),
    read: () => unused,
    readAlloc: () => Effect.as(unused, Option.none()),
    truncate: (length = 0) =>
      step(() => {
        const { bytes, synced } = content()
        disk.files.set(name, { bytes: bytes.slice(0, length), synced: Math.min(synced, length) })
      }),
    write: (chunk) => Effect.as(writeAll(chunk), chunk.length),
    writeAll
  }
}

/** A file system on a disk, with the operations that exports need. */
export const layer = (disk: Disk): Layer.Layer<FileSystem.FileSystem | Path.Path> => {
  const step = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.flatMap(spend(disk, 1), (spent): Effect.Effect<A, E> => spent < 1 ? killed : effect)
  const fileSystem = FileSystem.makeNoop({
    open: (name, options) =>
      step(Effect.suspend(() => {
        const flag = options?.flag ?? "r"
        if (name !== "." && flag.startsWith("r") && !disk.files.has(name)) return Effect.fail(notFound("open", name))
        if (flag === "wx" && disk.files.has(name)) {
          return Effect.fail(
            PlatformError.systemError({
              _tag: "AlreadyExists",
              module: "FileSystem",
              method: "open",
              pathOrDescriptor: name
            })
          )
        }
        if (flag.startsWith("w")) disk.files.set(name, { bytes: new Uint8Array(0), synced: 0 })
        return Effect.succeed(makeFile(disk, name))
      })),
    readFileString: (name) =>
      Effect.suspend(() => {
        const read = proc(disk)[name] ?? text(disk, name)
        return read === undefined ? Effect.fail(notFound("readFileString", name)) : Effect.succeed(read)
      }),
    readLink: (name) =>
      name === "/proc/self/ns/pid" ? Effect.succeed("pid:[1]") : Effect.fail(notFound("readLink", name)),
    chmod: () => step(Effect.void),
    chown: () => step(Effect.void),
    utimes: (name, _, modified) => step(Effect.sync(() => void disk.modified.set(name, Number(modified)))),
    remove: (name) => step(Effect.sync(() => void disk.files.delete(name))),
    rename: (from, to) =>
      step(Effect.suspend(() => {
        const content = disk.files.get(from)
        if (content === undefined) return Effect.fail(notFound("rename", from))
        disk.files.set(to, content)
        disk.files.delete(from)
        return Effect.void
      })),
    lstat: (name) => stat(name),
    stat: (name) => stat(name)
  })
  const stat = (name: string) =>
    Effect.suspend(() => {
      const content = disk.files.get(name)
      if (content === undefined) return Effect.fail(notFound("stat", name))
      const info: FileSystem.File.Info = {
        type: "File",
        mtime: Option.some(new Date((disk.modified.get(name) ?? 0) * 1000)),
        atime: Option.none(),
        birthtime: Option.none(),
        dev: BigInt(0),
        ino: Option.none(),
        mode: 0,
        nlink: Option.none(),
        uid: Option.none(),
        gid: Option.none(),
        rdev: Option.none(),
        size: ByteSize.fromInputUnsafe(content.bytes.length),
        blksize: Option.none(),
        blocks: Option.none()
      }
      return Effect.succeed(info)
    })
  return Layer.merge(Layer.succeed(FileSystem.FileSystem, fileSystem), Path.layer)
}
