/**
 * Whether everything that a package promises can be imported, and nothing else.
 */
import { Effect } from "effect"
import { isFor, type Node } from "./nodes.ts"
import { type Packed, specifierOf } from "./package.ts"
import { writeProgram } from "./readme.ts"
import { run } from "./shell.ts"

/** A module with all that may be imported, for the compiler to look at. */
export const everything = (packages: ReadonlyArray<Packed>): string => {
  const specifiers = packages.flatMap((packed) => packed.entries.map((entry) => specifierOf(packed, entry)))
  const imports = specifiers.map((specifier, index) => `import * as module${index} from "${specifier}"\n`)
  return `${imports.join("")}export const all = [${specifiers.map((_, index) => `module${index}`).join(", ")}]\n`
}

/** Helpers for tests can be imported by tests alone. */
const needsVitest = (packed: Packed, file: string): boolean =>
  /^import .* from "@effect\/vitest"/m.test(packed.files.get(file) ?? "")

const importable = (packed: Packed): ReadonlyArray<string> =>
  packed.entries.filter(({ file }) => !needsVitest(packed, file)).map((entry) => specifierOf(packed, entry))

const forbidden = ({ files, manifest }: Packed): ReadonlyArray<string> =>
  [...files.keys()]
    .filter((file) => file.startsWith("./dist/internal/") && file.endsWith(".js"))
    .map((file) => file.replace("./dist", manifest.name).replace(/\.js$/, ""))

const script = `
const [importable, forbidden] = process.argv.slice(2).map((list) => JSON.parse(list))
for (const name of importable) await import(name)
for (const name of forbidden) {
  const error = await import(name).then(() => "it can be imported", (error) => error.code)
  if (error !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw new Error(name + ": " + error)
}
`

/** Imports every module of the packages on a Node that they are for. Tells how many. */
export const importAll = Effect.fnUntraced(function*(folder: string, packages: ReadonlyArray<Packed>, node: Node) {
  const fitting = packages.filter(({ manifest }) => isFor(manifest.engines.node, node))
  const names = fitting.flatMap(importable)
  yield* writeProgram(folder, "imports.mjs", script)
  const lists = [names, fitting.flatMap(forbidden)].map((list) => JSON.stringify(list))
  yield* run(folder, [node.bin, "imports.mjs", ...lists])
  return names.length
})
