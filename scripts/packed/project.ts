/**
 * An empty project, as a stranger has it, into which the tarballs are installed.
 */
import { Effect, FileSystem, Path, Schema } from "effect"
import type { Packed } from "./package.ts"
import { run } from "./shell.ts"

const Version = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** The version of a package that another one has in the workspace. */
const versionIn = Effect.fnUntraced(function*(folder: string, name: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const text = yield* fs.readFileString(path.join(folder, "node_modules", name, "package.json"))
  return (yield* Schema.decodeEffect(Version)(text)).version
})

/** What the packages leave to the application to install, in the versions that they are tested with. */
const peersOf = Effect.fnUntraced(function*(packages: ReadonlyArray<Packed>) {
  const peers = yield* Effect.forEach(packages, ({ manifest, source }) =>
    Effect.forEach(
      Object.keys(manifest.peerDependencies ?? {}).filter((name) => !name.startsWith("@effect-revox/")),
      (name) => Effect.map(versionIn(source, name), (version) => `${name}@${version}`)
    ))
  return [...new Set(peers.flat())]
})

/** Makes the project. `tools` are what its author has beside the packages, in the versions of the workspace. */
export const makeProject = Effect.fnUntraced(function*(options: {
  readonly folder: string
  readonly root: string
  readonly packages: ReadonlyArray<Packed>
  readonly tools: ReadonlyArray<string>
}) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { folder, packages, root } = options
  yield* fs.makeDirectory(folder)
  const manifest = { private: true, type: "module" }
  yield* fs.writeFileString(path.join(folder, "package.json"), JSON.stringify(manifest))
  const tools = yield* Effect.forEach(
    options.tools,
    (name) => Effect.map(versionIn(root, name), (version) => `${name}@${version}`)
  )
  const peers = yield* peersOf(packages)
  const tarballs = packages.map(({ tarball }) => tarball)
  yield* run(folder, ["npm", "install", "--no-audit", "--no-fund", ...tarballs, ...peers, ...tools])
})

const nodenext = { module: "nodenext", moduleResolution: "nodenext" }
const bundler = { module: "esnext", moduleResolution: "bundler" }

/** The two ways in which TypeScript finds what a program imports, and 6 beside 7, under the name that it has there. */
const compilations = [
  { compiler: "tsc", ...nodenext },
  { compiler: "tsc", ...bundler },
  { compiler: "tsc6", ...bundler }
]

/** Type-checks all modules of the project in each way, the packages' declarations included; compiles them to `out`. */
export const compile = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* Effect.forEach(
    compilations,
    Effect.fnUntraced(function*({ compiler, ...resolution }) {
      const compilerOptions = {
        ...resolution,
        target: "es2023",
        lib: ["es2024", "dom", "dom.iterable"],
        types: ["node"],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        outDir: `out/${resolution.moduleResolution}`
      }
      const config = path.join(folder, `tsconfig.${resolution.moduleResolution}.json`)
      yield* fs.writeFileString(config, JSON.stringify({ compilerOptions, include: ["*.ts"] }))
      yield* run(folder, ["npx", compiler, "--project", config])
    })
  )
})
