/**
 * Writes the `api` folders of the packages. They contain a report for each public module, with its declarations and the
 * private declarations that these reference. The diff of the reports shows changes that affect users. With `--check`,
 * the script fails if a report is outdated.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import ts from "@typescript/typescript6"
import { Console, Effect, FileSystem, Path, Schema, Stdio } from "effect"
import { packageFolders, publicModules, root } from "./internal/packages.ts"

class OutdatedReports extends Schema.TaggedError<OutdatedReports>()("OutdatedReports", {
  files: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `${this.files.join(", ")}: outdated. Run \`pnpm api\` and commit the intended changes.`
  }
}

const printer = ts.createPrinter({ removeComments: true })

const print = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())

const statementOf = (node: ts.Node): ts.Node => ts.isSourceFile(node.parent) ? node : statementOf(node.parent)

/** The declarations of private modules that a module references or exports, directly or transitively. */
const privateDeclarations = (checker: ts.TypeChecker, source: ts.SourceFile): ReadonlyArray<ts.Node> => {
  const found = new Set<ts.Node>()
  const addSymbol = (symbol: ts.Symbol | undefined): void => {
    const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    for (const declaration of target?.declarations ?? []) {
      if (ts.isSourceFile(declaration) || !declaration.getSourceFile().fileName.includes("/dist/internal/")) continue
      const statement = statementOf(declaration)
      if (found.has(statement) || ts.isImportDeclaration(statement)) continue
      found.add(statement)
      addNames(statement)
    }
  }
  const addNames = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) addSymbol(checker.getSymbolAtLocation(node))
    ts.forEachChild(node, addNames)
  }
  const module = checker.getSymbolAtLocation(source)
  if (module !== undefined) checker.getExportsOfModule(module).forEach(addSymbol)
  addNames(source)
  return [...found]
}

/** Sorts declarations by name. Overloads keep their order. */
const nameOf = (declaration: string): string =>
  /^(?:(?:export|declare|abstract) )*(?:class|const|enum|function|interface|namespace|type) (\w+)/.exec(declaration)
    ?.[1] ??
    declaration

const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0

const block = (statements: ReadonlyArray<ts.Node>): string => {
  const imports = statements.filter(ts.isImportDeclaration).map((node) =>
    print(node).replace(/^import type /, "import ")
  )
  const declarations = statements.filter((node) => !ts.isImportDeclaration(node)).map(print)
    .filter((text) => text !== "export {};")
    .toSorted((a, b) => compare(nameOf(a), nameOf(b)))
  const parts = imports.length === 0 ? declarations : [imports.toSorted(compare).join("\n"), ...declarations]
  return `\`\`\`ts\n${parts.join("\n\n")}\n\`\`\`\n`
}

/** The reports of a package, by file. */
const reportsOf = Effect.fnUntraced(function*(folder: string) {
  const path = yield* Path.Path
  const modules = yield* publicModules(folder)
  const fileOf = (module: string) => path.join(folder, "dist", `${module}.d.ts`)
  const options = { module: ts.ModuleKind.NodeNext, noEmit: true, strict: true }
  const program = ts.createProgram({ rootNames: modules.map(fileOf), options })
  return modules.flatMap((module) => {
    const source = program.getSourceFile(fileOf(module))
    if (source === undefined) return []
    const name = `@effect-revox/${path.basename(folder)}`
    const privates = privateDeclarations(program.getTypeChecker(), source)
    const report = `# ${module === "index" ? name : `${name}/${module}`}\n\n${block(source.statements)}`
    const rest = privates.length === 0 ? "" : `\nOf private modules:\n\n${block(privates)}`
    return [[path.join(folder, "api", `${module}.md`), report + rest] as const]
  })
})

const committedReports = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const api = path.join(folder, "api")
  const files = yield* Effect.orElseSucceed(fs.readDirectory(api, { recursive: true }), () => [])
  return files.filter((file) => file.endsWith(".md")).map((file) => path.join(api, file))
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const folders = yield* packageFolders
  const reports = new Map((yield* Effect.forEach(folders, reportsOf)).flat())
  const removed = (yield* Effect.forEach(folders, committedReports)).flat().filter((file) => !reports.has(file))
  const changed = yield* Effect.filter(
    [...reports],
    ([file, text]) =>
      fs.readFileString(file).pipe(Effect.orElseSucceed(() => ""), Effect.map((committed) => committed !== text))
  )
  const files = [...changed.map(([file]) => file), ...removed].map((file) => path.relative(home, file))
  if (files.length > 0 && (yield* Stdio.Stdio.use((stdio) => stdio.args)).includes("--check")) {
    return yield* new OutdatedReports({ files })
  }
  yield* Effect.forEach(removed, (file) => fs.remove(file))
  for (const [file, text] of changed) {
    yield* fs.makeDirectory(path.dirname(file), { recursive: true })
    yield* fs.writeFileString(file, text)
  }
  yield* Console.log(files.length === 0 ? `${reports.size} reports are up to date.` : `Changed ${files.join(", ")}.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
