/** The packages of the workspace. */
import { Effect, FileSystem, Path } from "effect"

/** The folder of the repository. */
export const root = Effect.flatMap(Path.Path, (path) => path.fromFileUrl(new URL("../..", import.meta.url)))

/** The folders of the packages: those with a `package.json`. */
export const packageFolders = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const packages = path.join(yield* root, "packages")
  const folders = (yield* fs.readDirectory(packages)).toSorted().map((name) => path.join(packages, name))
  return yield* Effect.filter(folders, (folder) => fs.exists(path.join(folder, "package.json")))
})

/** The public modules of a package: all sources that are not in a folder `internal`. The command has none. */
export const publicModules = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  if (path.basename(folder) === "cli") return []
  const files = yield* fs.readDirectory(path.join(folder, "src"), { recursive: true })
  return files.filter((file) => /^(?!.*\binternal\/).*\.ts$/.test(file)).map((file) => file.slice(0, -3)).toSorted()
})
