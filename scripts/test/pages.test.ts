import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Schema } from "effect"
import { packageFolders, root } from "../internal/packages.ts"

const Manifest = Schema.fromJsonString(Schema.Struct({ scripts: Schema.Record(Schema.String, Schema.String) }))

/** Commands that pnpm provides. */
const ofPnpm = ["audit", "changeset", "install"]

/** The targets of links, without links to other sites. */
const linksOf = (text: string): ReadonlyArray<string> =>
  [...text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\((?!\w+:)([^()\s]+)\)/g)].map(([_, target = ""]) =>
    target
  )

const anchorsOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([_, heading = ""]) =>
    heading.toLowerCase().replaceAll(/[^\w\s-]/g, "").trim().replaceAll(/\s/g, "-")
  )

/** Removes the common indentation of lines. */
const dedent = (lines: ReadonlyArray<string>): string => {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length)
  return lines.map((line) => line.slice(Math.min(...indents)).trimEnd()).join("\n")
}

/** Whether a file contains a block of code, at any indentation. The block may end before its last line does. */
const contains = (file: ReadonlyArray<string>, block: ReadonlyArray<string>): boolean =>
  file.some((line, start) =>
    line.trim().startsWith((block[0] ?? "").trim()) &&
    dedent(file.slice(start, start + block.length)).startsWith(dedent(block))
  )

const blocksOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  [...text.matchAll(/^ *```(?:tsx?|jsx?|mts|typescript|javascript)\b.*\n([\s\S]*?)^ *```$/gm)]
    .map(([_, code = ""]) => code.trimEnd().split("\n"))

const read = Effect.fnUntraced(function*(...names: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* fs.readFileString(path.join(yield* root, ...names))
})

layer(NodeServices.layer)("pages", (it) => {
  it.effect("of the repository and the packages have no broken links", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const home = yield* root
      const folders = [home, ...yield* packageFolders]
      const pages = yield* Effect.forEach(folders, (folder) =>
        Effect.map(fs.readDirectory(folder), (names) =>
          names.filter((name) =>
            name.endsWith(".md")
          ).map((name) => path.join(folder, name))))
      let count = 0
      for (const page of pages.flat()) {
        const text = yield* fs.readFileString(page)
        for (const target of linksOf(text)) {
          count += 1
          const [file = "", anchor] = target.split("#")
          const linked = path.join(path.dirname(page), file)
          assert.isTrue(yield* fs.exists(linked), `${page}: ${target}`)
          if (anchor !== undefined) {
            assert.include(anchorsOf(file === "" ? text : yield* fs.readFileString(linked)), anchor, page)
          }
        }
      }
      assert.isAbove(count, 15)
    }))

  it.effect.each(["CONTRIBUTING.md", "AGENTS.md", "README.md", ".ci/run"])(
    "%s names existing commands",
    (page) =>
      Effect.gen(function*() {
        const { scripts } = yield* Schema.decodeEffect(Manifest)(yield* read("package.json"))
        const names = [...(yield* read(page)).matchAll(/(?:^|`|step |npx -y )pnpm(?:@[\d.]+)? (?:run\s+)?([\w:-]+)/gm)]
        assert.isAbove(names.length, 1)
        for (const [_, name = ""] of names) assert.include([...Object.keys(scripts), ...ofPnpm], name)
      })
  )

  it.effect("of the documentation only contain code of the examples", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const files = (yield* fs.readDirectory(path.join(yield* root, "docs"), { recursive: true }))
        .filter((file) => !/(?:^|\/)(?:node_modules|api|dist|cache)\//.test(file))
      const examples = yield* Effect.forEach(
        files.filter((file) => /^examples\/.*\.tsx?$/.test(file)),
        (file) => Effect.map(read("docs", file), (text) => text.split("\n"))
      )
      let count = 0
      for (const page of files.filter((file) => file.endsWith(".md"))) {
        for (const block of blocksOf(yield* read("docs", page))) {
          count += 1
          assert.isTrue(examples.some((example) => contains(example, block)), `docs/${page}:\n${block.join("\n")}`)
        }
      }
      assert.isAbove(count, 20)
    }))
})
