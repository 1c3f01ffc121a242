/**
 * What is in a tarball: no more than users need, and nothing that leads outside of it.
 */
import { problemsOfMaps } from "./maps.ts"
import type { Packed } from "./package.ts"

const allowed = /^\.\/(?:package\.json|README\.md|LICENSE|(?:dist|src)\/.+)$/

const needed = ["./package.json", "./README.md", "./LICENSE"]

/** Scripts that package managers run on the machine of whoever installs the package. */
const installScripts = ["preinstall", "install", "postinstall", "prepare"]

/** A command brings what it needs, and the licenses of that. */
const neededBy = ({ manifest }: Packed) => manifest.bin === undefined ? needed : [...needed, "./dist/NOTICES.txt"]

const problemsOfFiles = (packed: Packed): ReadonlyArray<string> => [
  ...[...packed.files.keys()].filter((file) => !allowed.test(file)).map((file) => `${file} is not for users`),
  ...neededBy(packed).filter((file) => !packed.files.has(file)).map((file) => `${file} is missing`)
]

/** What the modules for Node have in common, built from all sources. */
const isShared = (file: string): boolean => /^\.\/dist\/internal\/node\/shared\.js(?:\.map)?$/.test(file)

/** A file that was built from a source that is gone. */
const problemsOfAge = ({ files, manifest }: Packed): ReadonlyArray<string> =>
  manifest.bin !== undefined ? [] : [...files.keys()].filter((file) => file.startsWith("./dist/")).filter((file) => {
    const source = file.replace("./dist/", "./src/").replace(/(?:\.d\.ts|\.js)(?:\.map)?$/, ".ts")
    return !files.has(source.replace("/internal/node/", "/")) && !isShared(file)
  }).map((file) => `${file} was built from a source that is no longer there`)

const problemsOfManifest = ({ manifest }: Packed): ReadonlyArray<string> => {
  const ranges = { ...manifest.dependencies, ...manifest.peerDependencies }
  return [
    ...manifest.license === "MIT" ? [] : [`the license is ${manifest.license}`],
    ...manifest.publishConfig.access === "public" ? [] : ["it would not be published for everybody"],
    ...manifest.publishConfig.provenance === true ? [] : ["it would be published without its provenance"],
    ...installScripts.filter((name) => manifest.scripts?.[name] !== undefined).map((name) => `it has a script ${name}`),
    ...Object.entries(ranges)
      .filter(([_, range]) => !/^\^\d/.test(range))
      .map(([name, range]) => `it wants ${name} ${range}, which is no range of compatible versions`)
  ]
}

const problemsOfEntries = ({ entries, files, manifest }: Packed): ReadonlyArray<string> =>
  [...entries.flatMap(({ file, others }) => [file, ...others]), ...Object.values(manifest.bin ?? {})]
    .filter((file) => !files.has(file))
    .map((file) => `it promises ${file}, which is missing`)

const imported = /(?:^|[\s;])(?:import|export)\s(?:[^"'`;]*?\sfrom\s)?["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/g

const nameOf = (specifier: string): string => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/")

/** What the built files import and the manifest does not ask for. Code in comments is not code. */
const problemsOfImports = ({ files, manifest }: Packed): ReadonlyArray<string> => {
  const known = new Set([
    manifest.name,
    ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies })
  ])
  const code = [...files].filter(([file]) => /^\.\/dist\/.*\.(?:js|d\.ts)$/.test(file) && manifest.bin === undefined)
  return code.flatMap(([file, text]) =>
    [...text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").matchAll(imported)]
      .map(([_, one = "", other = one]) => other)
      .filter((specifier) => !/^(?:\.|node:)/.test(specifier) && !known.has(nameOf(specifier)))
      .map((specifier) => `${file} imports ${specifier}, which the manifest does not ask for`)
  )
}

/** What is wrong with a package, a line each. */
export const problemsOf = (packed: Packed): ReadonlyArray<string> =>
  [
    problemsOfFiles,
    problemsOfAge,
    problemsOfManifest,
    problemsOfEntries,
    problemsOfImports,
    // A command is a bundle without maps.
    ({ files, manifest }: Packed) => manifest.bin === undefined ? problemsOfMaps(files) : []
  ].flatMap((check) => check(packed)).map((problem) => `${packed.manifest.name}: ${problem}`)
