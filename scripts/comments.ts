/**
 * Fails when a doc comment of a public name is missing, or lacks what CONTRIBUTING.md asks of it.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import ts from "@typescript/typescript6"
import { Console, Effect, Path, Schema } from "effect"
import { checkComments } from "./surface/comments.ts"
import { modulesIn, packageFolders, root } from "./surface/packages.ts"

class Undocumented extends Schema.TaggedError<Undocumented>()("Undocumented", { lines: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `${this.lines.join("\n")}\n${this.lines.length} things that doc comments lack`
  }
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true
}

const program = Effect.gen(function*() {
  const path = yield* Path.Path
  const home = yield* root
  const folders = yield* packageFolders
  const modules = (yield* Effect.forEach(folders, (folder) => modulesIn(path.join(folder, "src")))).flat()
  const findings = checkComments(
    ts.createProgram({ rootNames: modules, options }),
    modules,
    (file) => file.startsWith(path.join(home, "packages")) && !file.includes("node_modules")
  )
  if (findings.length > 0) {
    return yield* new Undocumented({
      lines: findings.map(({ file, line, name, problem }) => `${path.relative(home, file)}:${line} ${name} ${problem}`)
    })
  }
  yield* Console.log(`Every public name of ${modules.length} modules has its doc comment.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
