import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Schema } from "effect"
import { packageFolders, root } from "../internal/packages.ts"

const Names = Schema.Record(Schema.String, Schema.Unknown)

const Manifest = Schema.fromJsonString(
  Schema.Struct({
    name: Schema.String,
    scripts: Schema.optionalKey(Names),
    dependencies: Schema.optionalKey(Names),
    peerDependencies: Schema.optionalKey(Names),
    peerDependenciesMeta: Schema.optionalKey(Schema.Record(Schema.String, Schema.Struct({ optional: Schema.Boolean })))
  })
)

const read = Effect.fnUntraced(function*(...names: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* fs.readFileString(path.join(...names))
})

const manifestOf = Effect.fnUntraced(function*(folder: string) {
  return yield* Schema.decodeEffect(Manifest)(yield* read(folder, "package.json"))
})

/** The rows of the table of dependencies: package and what it needs. A row without a package is of the one above. */
const table = (text: string): ReadonlyArray<string> => {
  const section = text.split(/^## /m).find((part) => part.startsWith("Dependencies")) ?? ""
  const rows = section.split("\n").filter((line) => line.startsWith("| `") || line.startsWith("| |"))
  let current = ""
  return rows.map((row) => {
    const [_, name = "", needs = ""] = row.split("|").map((cell) => cell.trim().replaceAll("`", ""))
    current = name === "" ? current : name
    return `${current}: ${needs}`
  }).toSorted()
}

/** What pnpm does by itself. */
const ofPnpm = new Set(["audit", "changeset", "run", "is"])

layer(NodeServices.layer)("CONTRIBUTING.md", (it) => {
  it.effect("gives a reason for each dependency of each package, and for no other", () =>
    Effect.gen(function*() {
      const manifests = yield* Effect.forEach(yield* packageFolders, manifestOf)
      const needed = manifests.flatMap(({ dependencies = {}, name, peerDependencies = {}, peerDependenciesMeta }) => {
        const peers = Object.keys(peerDependencies).map((peer) =>
          `${name}: ${peer} (peer${peerDependenciesMeta?.[peer]?.optional === true ? ", optional" : ""})`
        )
        const all = [...Object.keys(dependencies).map((dependency) => `${name}: ${dependency}`), ...peers]
        return all.length === 0 ? [`${name}: nothing`] : all
      })
      assert.deepStrictEqual(table(yield* read(yield* root, "CONTRIBUTING.md")), needed.toSorted())
    }))

  it.effect.each(["CONTRIBUTING.md", "AGENTS.md", "README.md"])(
    "%s names no command that there is not",
    (page) =>
      Effect.gen(function*() {
        const { scripts = {} } = yield* manifestOf(yield* root)
        const text = yield* read(yield* root, page)
        const commands = [...text.matchAll(/(?:^|`|pnpm@[\d.]+ )(?:pnpm )(?:run )?([\w:-]+)/gm)].map(([_, name = ""]) =>
          name
        )
        const named = [...text.matchAll(/pnpm@[\d.]+ ([\w:-]+)/g)].map(([_, name = ""]) => name)
        assert.isAbove([...commands, ...named].length, 1)
        assert.deepStrictEqual([...commands, ...named].filter((name) => !(name in scripts) && !ofPnpm.has(name)), [])
      })
  )
})
