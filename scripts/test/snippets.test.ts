import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"

/** Lines without the indentation that they have in common, and without blank ones at the ends. */
const dedent = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(indent).trimEnd())
}

/** Whether a block of code stands in a file, at any indentation; it may end before its last line does. */
const contains = (file: ReadonlyArray<string>, block: ReadonlyArray<string>): boolean => {
  const wanted = dedent(block).join("\n")
  const [first = ""] = block
  return file.some((line, start) =>
    line.trim().startsWith(first.trim()) &&
    dedent(file.slice(start, start + block.length)).join("\n").startsWith(wanted)
  )
}

interface Block {
  readonly place: string
  readonly lines: ReadonlyArray<string>
}

/** The blocks of TypeScript and JavaScript on a page. */
const blocks = (page: string, text: string): ReadonlyArray<Block> =>
  [...text.matchAll(/^ *```(?:tsx?|jsx?|mts|typescript|javascript)\b.*\n([\s\S]*?)^ *```$/gm)].map((match) => ({
    place: `docs/${page}:${text.slice(0, match.index).split("\n").length}`,
    lines: (match[1] ?? "").trimEnd().split("\n")
  }))

layer(NodeServices.layer)("docs", (it) => {
  it.effect("shows no code but that of an example", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const docs = yield* path.fromFileUrl(new URL("../../docs", import.meta.url))
      const read = (file: string) => fs.readFileString(path.join(docs, file))
      const files = (yield* fs.readDirectory(docs, { recursive: true })).filter((file) =>
        !/(?:^|\/)(?:node_modules|api|dist|cache)\//.test(file)
      )
      const examples = yield* Effect.forEach(
        files.filter((file) => /^examples\/.*\.tsx?$/.test(file)),
        (file) => Effect.map(read(file), (text) => text.split("\n"))
      )
      const pages = files.filter((file) => file.endsWith(".md"))
      const shown = yield* Effect.forEach(pages, (page) => Effect.map(read(page), (text) => blocks(page, text)))
      assert.isAbove(shown.flat().length, 20)
      const foreign = shown.flat().filter(({ lines }) => !examples.some((example) => contains(example, lines)))
      assert.deepStrictEqual(foreign.map(({ place }) => place), [])
    }))
})
