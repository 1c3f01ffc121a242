/**
 * The packages of the workspace, and their modules that others may import.
 */
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

/** The modules of a folder, private ones and tests aside. */
export const modulesIn = Effect.fnUntraced(function*(folder: string, extension: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const files = yield* fs.readDirectory(folder, { recursive: true })
  return files
    .filter((name) => name.endsWith(extension) && !name.split(path.sep).includes("internal"))
    .toSorted()
    .map((name) => path.join(folder, name))
})
