/**
 * Writes the folders `api` of the packages: the public surface of each module, so that a review sees when it changes. It
 * is taken from the declarations that the compiler wrote to `dist`. With `--check` it writes nothing, and fails when a report is not
 * what it should be.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import ts from "@typescript/typescript6"
import { Console, Effect, FileSystem, Path, Schema, Stdio } from "effect"
import { packageFolders, publicModules, root } from "./surface/packages.ts"
import { report } from "./surface/report.ts"

class NotBuilt extends Schema.TaggedError<NotBuilt>()("NotBuilt", { file: Schema.String }) {
  override get message(): string {
    return `There is no ${this.file}. Run \`pnpm build\` first.`
  }
}

class Drift extends Schema.TaggedError<Drift>()("Drift", { files: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `${
      this.files.join(", ")
    }: not what the packages export. Run \`pnpm api\`, and commit what was meant to change.`
  }
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  noEmit: true,
  skipLibCheck: true,
  strict: true
}

const isPrivate = (file: string): boolean => file.includes("/dist/internal/") && !file.includes("/node_modules/")

/** What the reports of a package have to be, by the names of their files. */
const reportsOf = Effect.fnUntraced(function*(folder: string) {
  const path = yield* Path.Path
  const { modules, name } = yield* publicModules(folder)
  const program = ts.createProgram({ rootNames: modules.map((module) => module.declarations), options })
  return yield* Effect.forEach(
    modules,
    Effect.fnUntraced(function*(module) {
      const source = program.getSourceFile(module.declarations)
      if (source === undefined) return yield* new NotBuilt({ file: module.declarations })
      const title = module.name === "index" ? name : `${name}/${module.name}`
      return [path.join(folder, "api", `${module.name}.md`), report(program, source, { title, isPrivate })] as const
    })
  )
})

const committed = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const api = path.join(folder, "api")
  if (!(yield* fs.exists(api))) return []
  const names = yield* fs.readDirectory(api, { recursive: true })
  return yield* Effect.forEach(names.filter((name) => name.endsWith(".md")), (name) => {
    const file = path.join(api, name)
    return Effect.map(fs.readFileString(file), (text) => [file, text] as const)
  })
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const folders = yield* packageFolders
  const wanted = new Map((yield* Effect.forEach(folders, reportsOf)).flat())
  const present = new Map((yield* Effect.forEach(folders, committed)).flat())

  const written = [...wanted].filter(([file, text]) => present.get(file) !== text)
  const removed = [...present.keys()].filter((file) => !wanted.has(file))
  const drift = [...written.map(([file]) => file), ...removed].map((file) => path.relative(home, file))
  if ((yield* Stdio.Stdio.use((stdio) => stdio.args)).includes("--check") && drift.length > 0) {
    return yield* new Drift({ files: drift })
  }
  yield* Effect.forEach(removed, (file) => fs.remove(file))
  yield* Effect.forEach(
    written,
    Effect.fnUntraced(function*([file, text]) {
      yield* fs.makeDirectory(path.dirname(file), { recursive: true })
      yield* fs.writeFileString(file, text)
    })
  )
  yield* Console.log(drift.length === 0 ? `${wanted.size} reports are up to date.` : `Changed ${drift.join(", ")}.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
