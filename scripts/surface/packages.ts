/**
 * The packages of the workspace, and their modules that others may import.
 */
import { Effect, FileSystem, Path, Schema } from "effect"
import { entriesOf, Exports } from "./exports.ts"

const Manifest = Schema.fromJsonString(
  Schema.Struct({
    name: Schema.String,
    publishConfig: Schema.optionalKey(Schema.Struct({ exports: Schema.optionalKey(Exports) }))
  })
)

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

/** All TypeScript modules of a folder, private ones aside. */
export const modulesIn = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const files = yield* fs.readDirectory(folder, { recursive: true })
  return files
    .filter((name) => name.endsWith(".ts") && !name.split(path.sep).includes("internal"))
    .toSorted()
    .map((name) => path.join(folder, name))
})

/**
 * The name of a package, and the modules that others may import once it is published: their names (`CampaignRow`) and
 * their declarations. What is there is told from the sources, since a folder of built files may hold old ones.
 */
export const publicModules = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const text = yield* fs.readFileString(path.join(folder, "package.json"))
  const { name, publishConfig } = yield* Schema.decodeEffect(Manifest)(text)
  const sources = (yield* fs.readDirectory(path.join(folder, "src"), { recursive: true })).toSorted()
  const built = sources.filter((file) => file.endsWith(".ts")).map((file) => `./dist/${file.replace(/ts$/, "js")}`)
  const modules = entriesOf(publishConfig?.exports ?? {}, built)
    .filter(({ file }) => file.endsWith(".js"))
    .map(({ file }) => ({
      name: file.replace("./dist/", "").replace(/\.js$/, ""),
      declarations: path.join(folder, file.replace(/\.js$/, ".d.ts"))
    }))
  return { name, modules }
})
