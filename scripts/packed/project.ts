/** An empty project into which the tarballs are installed, and the checks in it. */
import { Effect, FileSystem, Path, Schema } from "effect"
import type { Packed } from "./package.ts"
import { CheckFailed, codeBlocks, run } from "../internal/shell.ts"

const Version = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** Returns the specifier of a package, with the version that a folder of the workspace has installed. */
export const asIn = (folder: string) =>
  Effect.fnUntraced(function*(name: string) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const text = yield* fs.readFileString(path.join(folder, "node_modules", name, "package.json"))
    return `${name}@${(yield* Schema.decodeEffect(Version)(text)).version}`
  })

const peersOf = ({ manifest, source }: Packed) =>
  Effect.forEach(
    Object.keys(manifest.peerDependencies ?? {}).filter((name) => !name.startsWith("@effect-revox/")),
    asIn(source)
  )

const install = (folder: string, packages: ReadonlyArray<string>) =>
  run(folder, ["npm", "install", "--no-audit", "--no-fund", ...packages])

/** Makes a folder with a manifest, and installs packages into it. */
export const makeFolder = Effect.fnUntraced(function*(folder: string, packages: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* fs.makeDirectory(folder)
  yield* fs.writeFileString(path.join(folder, "package.json"), `{ "private": true, "type": "module" }`)
  yield* install(folder, packages)
})

const tools = ["typescript", "@typescript/typescript6", "@types/node", "vitest"]

/**
 * Makes a project with the packages, their peers, the programs of their READMEs and a module that imports everything.
 */
export const makeProject = Effect.fnUntraced(function*(folder: string, root: string, packages: ReadonlyArray<Packed>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const peers = (yield* Effect.forEach(packages, peersOf)).flat()
  const tarballs = packages.map(({ tarball }) => tarball)
  yield* makeFolder(folder, [...tarballs, ...new Set(peers), ...yield* Effect.forEach(tools, asIn(root))])

  for (const source of [root, ...packages.map((packed) => packed.source)]) {
    const programs = codeBlocks(yield* fs.readFileString(path.join(source, "README.md")), "ts")
    if (programs.length === 0) {
      return yield* new CheckFailed({ problem: `The README of ${source} has no \`ts\` code block` })
    }
    const name = source === root ? "readme" : `readme-${path.basename(source)}`
    yield* Effect.forEach(programs, (program, index) => {
      const isTest = /"@effect\/vitest"|\/Vitest"/.test(program)
      return fs.writeFileString(path.join(folder, `${name}-${index}${isTest ? ".test" : ""}.ts`), program)
    })
  }
  const imports = packages.flatMap(specifiersOf).map((name, index) => `export * as module${index} from "${name}"\n`)
  yield* fs.writeFileString(path.join(folder, "everything.ts"), imports.join(""))
})

const specifiersOf = ({ manifest, subpaths }: Packed): ReadonlyArray<string> =>
  subpaths.map((subpath) => manifest.name + subpath.slice(1))

/** Both module resolutions of TypeScript 7, and TypeScript 6. */
const compilations = [
  { compiler: "tsc", module: "nodenext", moduleResolution: "nodenext" },
  { compiler: "tsc", module: "esnext", moduleResolution: "bundler" },
  { compiler: "tsc6", module: "esnext", moduleResolution: "bundler" }
]

/** Type-checks all modules of the project and the declarations of the packages, and compiles them to `out`. */
export const compile = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  for (const { compiler, ...resolution } of compilations) {
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
    yield* fs.writeFileString(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["*.ts"] })
    )
    yield* run(folder, ["npx", compiler])
  }
})

/** A program that runs JavaScript. */
export interface Runtime {
  readonly name: string
  /** The major version, if it is Node. */
  readonly major?: number
  /** The command, before the script. */
  readonly command: readonly [string, ...Array<string>]
}

/** A version of Node. */
export interface Node extends Runtime {
  readonly major: number
}

/** Installs a version of Node. */
export const installNode = Effect.fnUntraced(function*(folder: string, major: number) {
  const path = yield* Path.Path
  const home = path.join(folder, `node-${major}`)
  yield* makeFolder(home, [`node@${major}`])
  const node: Node = { name: `Node ${major}`, major, command: [path.join(home, "node_modules", "node", "bin", "node")] }
  return node
})

const importScript = `
const isNode = process.versions.bun === undefined && process.versions.deno === undefined
const [packages, modules] = process.argv.slice(2).map((names) => names.split(","))
for (const name of modules) await import(name)
for (const name of packages) {
  const error = await import(name + "/internal/any").catch((error) => error)
  const isPrivate = error.code === (isNode ? "ERR_PACKAGE_PATH_NOT_EXPORTED" : "ERR_MODULE_NOT_FOUND")
  if (!isPrivate) throw new Error(name + " exports private modules: " + error.code)
}
`

/** Checks that a runtime can import the public modules, except Vitest helpers, but no private module. */
export const importAll = Effect.fnUntraced(function*(
  folder: string,
  packages: ReadonlyArray<Packed>,
  { command, major = Infinity }: Runtime
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const supported = packages.filter(({ manifest }) => major >= Number(/\d+/.exec(manifest.engines.node)))
  const modules = supported.flatMap(specifiersOf).filter((name) => !name.endsWith("/Vitest"))
  yield* fs.writeFileString(path.join(folder, "imports.mjs"), importScript)
  yield* run(folder, [...command, "imports.mjs", supported.map(({ manifest }) => manifest.name).join(), modules.join()])
})
