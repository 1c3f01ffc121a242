/**
 * Bundles the command once per test run, as it is published. Processes start several times as fast from the bundle as
 * from the sources.
 */
import { NodeServices } from "@effect/platform-node"
import { Clock, Effect, FileSystem, Path } from "effect"
import { createHash } from "node:crypto"
import { rolldown, type RolldownOptions } from "rolldown"
import type { TestProject } from "vitest/node"
import config from "../../rolldown.config.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the bundled command. */
    readonly binary: string
    /** Directory of the compiled modules, which the processes share. */
    readonly compileCache: string
  }
}

const day = 24 * 60 * 60 * 1000

/** The files of the bundle, which are not written. */
const generate = (cwd: string, { output, ...options }: RolldownOptions) =>
  Effect.promise(async () => {
    const bundle = await rolldown({ ...options, cwd, logLevel: "silent" })
    const results = await Promise.all([output ?? []].flat().map((options) => bundle.generate(options)))
    await bundle.close()
    return results.flatMap(({ output }) => output).map((file) => ({
      name: file.fileName,
      content: file.type === "chunk" ? file.code : file.source
    }))
  })

/** Removes the bundles that no test run has used for a day. */
const removeUnused = Effect.fnUntraced(function*(cache: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const now = yield* Clock.currentTimeMillis
  for (const name of yield* fs.readDirectory(cache)) {
    const directory = path.join(cache, name)
    const { mtime } = yield* fs.stat(directory)
    if (mtime._tag === "Some" && now - mtime.value.getTime() > day) yield* fs.remove(directory, { recursive: true })
  }
})

/** Writes the bundle to a directory that is named after its content, so that it is never replaced while it is used. */
const write = Effect.fnUntraced(function*(cache: string, files: Effect.Success<ReturnType<typeof generate>>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const hash = createHash("sha256")
  for (const { content, name } of files) hash.update(`${name}\0${content.length}\0`).update(content)
  const directory = path.join(cache, hash.digest("hex").slice(0, 16))
  if (!(yield* fs.exists(directory))) {
    const partial = yield* fs.makeTempDirectory({ directory: cache })
    for (const { content, name } of files) {
      yield* fs.writeFile(path.join(partial, name), typeof content === "string" ? Buffer.from(content) : content)
    }
    // Fails if another test run has just written the same bundle.
    yield* Effect.ignore(fs.rename(partial, directory))
  }
  const now = yield* Clock.currentTimeMillis
  yield* fs.utimes(directory, now / 1000, now / 1000)
  return directory
})

const setup = Effect.fnUntraced(function*(project: TestProject) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* path.fromFileUrl(new URL("../../", import.meta.url))
  // The packages that are not bundled are found from here.
  const cache = path.join(root, "node_modules", ".cache", "test")
  yield* fs.makeDirectory(cache, { recursive: true })
  const files = yield* Effect.forEach(config, (options) => generate(root, options), { concurrency: "unbounded" })
  // Without it, Node parses each file twice to find its format.
  const manifest = { name: "package.json", content: JSON.stringify({ type: "module" }) }
  const directory = yield* write(cache, [manifest, ...files.flat()])
  // Another test run can remove them at the same time.
  yield* Effect.ignore(removeUnused(cache))
  project.provide("binary", path.join(directory, "revox.js"))
  project.provide("compileCache", path.join(directory, "compiled"))
})

export default (project: TestProject): Promise<void> =>
  Effect.runPromise(Effect.provide(setup(project), NodeServices.layer))
