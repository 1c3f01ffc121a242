/**
 * The packages as they are published: packed, and unpacked again.
 */
import { Effect, FileSystem, Path, Schema } from "effect"
import { entriesOf, type Entry, Exports } from "../surface/exports.ts"
import { packageFolders } from "../surface/packages.ts"
import { run, Unexpected } from "./shell.ts"

const Versions = Schema.Record(Schema.String, Schema.String)

/** The parts of a published manifest that are looked at. */
export const Manifest = Schema.Struct({
  name: Schema.String,
  version: Schema.String,
  license: Schema.String,
  description: Schema.String,
  exports: Exports,
  bin: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  engines: Schema.Struct({ node: Schema.String }),
  publishConfig: Schema.Struct({ access: Schema.String, provenance: Schema.optionalKey(Schema.Boolean) }),
  scripts: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  dependencies: Schema.optionalKey(Versions),
  optionalDependencies: Schema.optionalKey(Versions),
  peerDependencies: Schema.optionalKey(Versions)
})

/** A packed package. */
export interface Packed {
  readonly manifest: typeof Manifest.Type
  /** Its folder in the workspace. */
  readonly source: string
  readonly tarball: string
  /** The contents of its files by their names (`./dist/index.js`). */
  readonly files: ReadonlyMap<string, string>
  /** What may be imported from it, without its manifest. */
  readonly entries: ReadonlyArray<Entry>
}

const decodeManifest = Schema.decodeEffect(Schema.fromJsonString(Manifest))

const pack = Effect.fnUntraced(function*(source: string, folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* fs.makeDirectory(folder)
  yield* run(source, ["npx", "--yes", "pnpm@12.21.0", "pack", "--pack-destination", folder])
  const [name] = yield* fs.readDirectory(folder)
  if (name === undefined) return yield* new Unexpected({ what: `nothing was packed in ${source}` })
  const tarball = path.join(folder, name)
  yield* run(folder, ["tar", "-xzf", tarball])
  const unpacked = path.join(folder, "package")
  const names = (yield* fs.readDirectory(unpacked, { recursive: true })).toSorted()
  const files = yield* Effect.filter(
    names,
    (file) => Effect.map(fs.stat(path.join(unpacked, file)), ({ type }) => type === "File")
  )
  const contents = yield* Effect.forEach(files, (file) =>
    Effect.map(
      fs.readFileString(path.join(unpacked, file)),
      (text) => [`./${file}`, text] as const
    ))
  const manifest = yield* Effect.mapError(
    decodeManifest(yield* fs.readFileString(path.join(unpacked, "package.json"))),
    ({ message }) => new Unexpected({ what: `${source}/package.json: ${message}` })
  )
  const entries = entriesOf(manifest.exports, contents.map(([file]) => file))
    .filter(({ subpath }) => subpath !== "./package.json")
  return { manifest, source, tarball, files: new Map(contents), entries } satisfies Packed
})

/** Packs all packages into folders of a folder. */
export const packAll = Effect.fnUntraced(function*(folder: string) {
  const path = yield* Path.Path
  return yield* Effect.forEach(
    yield* packageFolders,
    (source) => pack(source, path.join(folder, path.basename(source)))
  )
})

/** How others import something. */
export const specifierOf = ({ manifest }: Packed, { subpath }: Entry): string => `${manifest.name}${subpath.slice(1)}`
