/** Packs the packages for npm, and checks each of them. */
import { Effect, FileSystem, Path, Schema } from "effect"
import { packageFolders, publicModules } from "../internal/packages.ts"
import { CheckFailed, run } from "../internal/shell.ts"

const Names = Schema.Record(Schema.String, Schema.String)

const Manifest = Schema.Struct({
  name: Schema.String,
  engines: Schema.Struct({ node: Schema.String }),
  bin: Schema.optionalKey(Names),
  dependencies: Schema.optionalKey(Names),
  optionalDependencies: Schema.optionalKey(Names),
  peerDependencies: Schema.optionalKey(Names)
})

const decodeManifest = Schema.decodeEffect(Schema.fromJsonString(Manifest))

/** A packed package. */
export interface Packed {
  readonly manifest: typeof Manifest.Type
  /** Its folder in the workspace. */
  readonly source: string
  readonly tarball: string
  /** The subpaths of its public modules: `.` and `./CampaignRow`. */
  readonly subpaths: ReadonlyArray<string>
}

const pnpm = ["npx", "--yes", "pnpm@12.21.0"]

const pack = Effect.fnUntraced(function*(source: string, folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* run(source, [...pnpm, "pack", "--pack-destination", folder])
  const [file = ""] = yield* fs.readDirectory(folder)
  const tarball = path.join(folder, file)
  const manifest = yield* decodeManifest(yield* run(folder, ["tar", "-xzOf", tarball, "package/package.json"]))
  const subpaths = (yield* publicModules(source)).map((module) => module === "index" ? "." : `./${module}`)
  return { manifest, source, tarball, subpaths } satisfies Packed
})

/** Packs all packages into subfolders of a folder. */
export const packAll = Effect.fnUntraced(function*(folder: string) {
  const path = yield* Path.Path
  return yield* Effect.forEach(
    yield* packageFolders,
    (source) => pack(source, path.join(folder, path.basename(source)))
  )
})

/** Fails if a built file imports a package that the manifest does not list. */
const checkImports = Effect.fnUntraced(function*({ manifest, source }: Packed) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const listed = [
    manifest.name,
    ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies })
  ]
  const dist = path.join(source, "dist")
  for (
    const file of (yield* fs.readDirectory(dist, { recursive: true })).filter((name) => /\.(?:js|d\.ts)$/.test(name))
  ) {
    const code = yield* fs.readFileString(path.join(dist, file))
    for (const [_, specifier = ""] of code.matchAll(/^(?!\s*\*).*(?:from |import |import\()"([^"]+)"/gm)) {
      if (/^(?:\.|node:)/.test(specifier) || listed.some((name) => `${specifier}/`.startsWith(`${name}/`))) continue
      return yield* new CheckFailed({
        problem: `${manifest.name}: ${file} imports ${specifier}, which is not a dependency`
      })
    }
  }
})

/**
 * Checks a package with publint and Are The Types Wrong. The profile is `esm-only` because the packages do not support
 * `require` and the module resolution of Node 10, like `effect`.
 */
export const lint = Effect.fnUntraced(function*(root: string, packed: Packed) {
  const { manifest, subpaths, tarball } = packed
  yield* run(root, [...pnpm, "exec", "publint", tarball, "--strict"])
  if (manifest.bin !== undefined) return
  yield* run(root, [
    ...pnpm,
    "exec",
    "attw",
    tarball,
    "--profile",
    "esm-only",
    "--format",
    "ascii",
    "--entrypoints",
    ...subpaths
  ])
  yield* checkImports(packed)
})
