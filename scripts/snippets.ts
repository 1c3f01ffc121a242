/**
 * Type-checks the code that readers copy: the `ts` blocks of doc comments, of the pages of `docs` and of the READMEs. Each
 * block becomes a file under `build/snippets`, so it has to contain its imports. Other blocks of a page can only import a
 * block that has the name of a file, such as `ts [worker.ts]`.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path } from "effect"
import { packageFolders, root } from "./internal/packages.ts"
import { pagesOf } from "./internal/pages.ts"
import { CheckFailed, run } from "./internal/shell.ts"

const tsconfig = {
  extends: "../../tsconfig.workspace.json",
  compilerOptions: { incremental: false, moduleDetection: "force", noUnusedLocals: false, noUnusedParameters: false },
  include: ["**/*.ts"],
  references: []
}

/** A block of code, and the name of its file: the one that the page shows, or its line. */
interface Snippet {
  readonly name: string
  readonly code: string
}

const snippetsOf = (text: string, pattern: RegExp): ReadonlyArray<Snippet> =>
  [...text.matchAll(pattern)].map(({ 1: title, 2: code = "", index }) => ({
    name: title ?? `line-${text.slice(0, index).split("\n").length + 1}.ts`,
    code
  }))

const ofComments = (source: string): ReadonlyArray<Snippet> =>
  snippetsOf(source, /^ *\* ```ts(?: \[(.+)\])?\n([\s\S]*?)^ *\* ```$/gm).map(({ code, name }) => ({
    name,
    code: code.replaceAll(/^ *\* ?/gm, "")
  }))

const ofPage = (markdown: string): ReadonlyArray<Snippet> =>
  snippetsOf(markdown, /^```ts\b(?: \[(.+)\])?.*\n([\s\S]*?)^```$/gm)

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const folder = path.join(home, "build", "snippets")
  yield* fs.remove(folder, { recursive: true, force: true })
  yield* fs.makeDirectory(folder, { recursive: true })
  yield* fs.writeFileString(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig))

  const write = Effect.fnUntraced(function*(files: ReadonlyArray<string>, extract: typeof ofPage) {
    let count = 0
    for (const file of files) {
      const snippets = extract(yield* fs.readFileString(path.join(home, file)))
      if (new Set(snippets.map(({ name }) => name)).size < snippets.length) {
        return yield* new CheckFailed({ problem: `${file} has several blocks with one name.` })
      }
      for (const { code, name } of snippets) {
        const to = path.join(folder, file.replace(/\.\w+$/, ""), name)
        yield* fs.makeDirectory(path.dirname(to), { recursive: true })
        yield* fs.writeFileString(to, code)
        count += 1
      }
    }
    return count
  })
  const sources = (yield* fs.readDirectory(path.join(home, "packages"), { recursive: true }))
    .filter((file) => /^[\w-]+\/src\/.*\.ts$/.test(file))
    .map((file) => path.join("packages", file))
  const readmes = [home, ...yield* packageFolders].map((folder) => path.join(path.relative(home, folder), "README.md"))

  const comments = yield* write(sources, ofComments)
  const pages = yield* write([...readmes, ...yield* pagesOf(home)], ofPage)
  if (comments === 0 || pages === 0) return yield* new CheckFailed({ problem: "There are no examples to check." })
  yield* run(home, ["tsc", "--project", folder])
  yield* Console.log(`${comments} examples of doc comments and ${pages} blocks of pages compile.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
