import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Schema } from "effect"
import { commandLinesOf, problemOf } from "../internal/commandLines.ts"
import { packageFolders, root } from "../internal/packages.ts"
import { pagesOf } from "../internal/pages.ts"

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

/** Returns the index of the line after a paragraph of code, at any indentation, or -1 if a file does not contain it. */
const indexAfter = (file: ReadonlyArray<string>, paragraph: ReadonlyArray<string>, from: number): number => {
  const wanted = dedent(paragraph)
  const at = file.findIndex((_, start) =>
    start >= from && dedent(file.slice(start, start + paragraph.length)) === wanted
  )
  return at < 0 ? -1 : at + paragraph.length
}

/** Whether a file contains the paragraphs of a block of code in order, without its imports. */
const contains = (file: ReadonlyArray<string>, block: string): boolean => {
  const code = block.replaceAll(/^(?:import|\/\* oxlint)[\s\S]*?(?: from ".+"|\*\/)\n+/gm, "")
  let from = 0
  for (const paragraph of code.trim().split(/\n{2,}/)) {
    from = indexAfter(file, paragraph.split("\n"), from)
    if (from < 0) return false
  }
  return true
}

const blocksOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^ *```(?:tsx?|jsx?|mts|typescript|javascript)\b.*\n([\s\S]*?)^ *```$/gm)]
    .map(([_, code = ""]) => code)

const descriptionOf = (text: string): string =>
  /^---\n[\s\S]*?^description: "?(.+?)"?$[\s\S]*?^---$/m.exec(text)?.[1] ?? ""

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
      const home = yield* root
      const folder = path.join(home, "docs", "examples")
      const examples = yield* Effect.forEach(
        (yield* fs.readDirectory(folder, { recursive: true })).filter((file) => file.endsWith(".ts")),
        (file) => Effect.map(fs.readFileString(path.join(folder, file)), (text) => text.split("\n"))
      )
      let count = 0
      for (const page of yield* pagesOf(home)) {
        for (const block of blocksOf(yield* read(page))) {
          count += 1
          assert.isTrue(examples.some((example) => contains(example, block)), `${page}:\n${block}`)
        }
      }
      assert.isAbove(count, 20)
    }))

  it.effect("of the documentation have a unique description", () =>
    Effect.gen(function*() {
      const descriptions = new Map<string, string>()
      for (const page of (yield* pagesOf(yield* root)).filter((page) => !page.includes("["))) {
        const description = descriptionOf(yield* read(page))
        assert.isTrue(
          description.length >= 50 && description.length <= 160,
          `${page}: ${description.length} characters`
        )
        assert.isUndefined(descriptions.get(description), `${page} has the description of another page`)
        descriptions.set(description, page)
      }
      assert.isAbove(descriptions.size, 30)
    }))

  it.effect("only use commands of revox that exist", () =>
    Effect.gen(function*() {
      const pages = ["README.md", "packages/cli/README.md", ...yield* pagesOf(yield* root)]
      let count = 0
      for (const page of pages) {
        for (const line of commandLinesOf(yield* read(page))) {
          count += 1
          assert.isUndefined(problemOf(line), `${page}: ${line}`)
        }
      }
      assert.isAbove(count, 30)
    }))
})
