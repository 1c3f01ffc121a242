/**
 * The public surface of a module as text: its declarations without comments, by name, and those of private modules that
 * are part of them.
 */
import ts from "@typescript/typescript6"

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })

const print = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())

const isImport = (node: ts.Statement): boolean => ts.isImportDeclaration(node)

/** `export {}`, by which a file is a module, and which says nothing. */
const isEmptyExport = (node: ts.Statement): boolean =>
  ts.isExportDeclaration(node) && node.moduleSpecifier === undefined && node.exportClause !== undefined &&
  ts.isNamedExports(node.exportClause) && node.exportClause.elements.length === 0

/** What a statement is listed under. Overloads have one name, and keep their order. */
const nameOf = (node: ts.Statement): string => {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map((one) => one.name.getText()).join()
  if (ts.isExportDeclaration(node)) return node.getText()
  const named = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)
  return named ? node.name?.getText() ?? "" : ""
}

const byName = (a: ts.Statement, b: ts.Statement): number => nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0

/** The statement at the top of a module in which something is declared. */
const statementOf = (node: ts.Node): ts.Statement | undefined => {
  const { parent } = node
  if (parent === undefined) return undefined
  if (ts.isSourceFile(parent)) return parent.statements.find((statement) => statement === node)
  return statementOf(parent)
}

const targetOf = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** The statements that declare what is named in a statement. */
const reachedFrom = (checker: ts.TypeChecker, statement: ts.Node): ReadonlyArray<ts.Statement> => {
  const reached = new Set<ts.Statement>()
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    const declarations = symbol === undefined ? [] : targetOf(checker, symbol).declarations ?? []
    for (const declaration of declarations) {
      const at = statementOf(declaration)
      if (at !== undefined) reached.add(at)
    }
    ts.forEachChild(node, visit)
  }
  visit(statement)
  return [...reached]
}

const exportsOf = (checker: ts.TypeChecker, source: ts.SourceFile): ReadonlyArray<ts.Statement> => {
  const symbol = checker.getSymbolAtLocation(source)
  return (symbol === undefined ? [] : checker.getExportsOfModule(symbol))
    .flatMap((exported) => targetOf(checker, exported).declarations ?? [])
    .flatMap((declaration) => statementOf(declaration) ?? [])
}

/** The statements of private modules that a module exports or names, and those that these name. */
const privateParts = (
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  isPrivate: (file: string) => boolean
): ReadonlyArray<ts.Statement> => {
  const parts = new Set<ts.Statement>()
  const add = (statements: ReadonlyArray<ts.Statement>): void => {
    for (const statement of statements) {
      if (parts.has(statement) || isImport(statement) || !isPrivate(statement.getSourceFile().fileName)) continue
      parts.add(statement)
      add(reachedFrom(checker, statement))
    }
  }
  add(exportsOf(checker, source))
  add(source.statements.flatMap((statement) => reachedFrom(checker, statement)))
  return [...parts]
}

const fence = (statements: ReadonlyArray<ts.Statement>): string => {
  // Whether an import is of types alone says nothing of what is public.
  const imports = statements.filter(isImport).map((node) => print(node).replace(/^import type /, "import ")).toSorted()
  const rest = statements.filter((node) => !isImport(node) && !isEmptyExport(node)).toSorted(byName).map(print)
  const blocks = imports.length === 0 ? rest : [imports.join("\n"), ...rest]
  return `\`\`\`ts\n${blocks.join("\n\n")}\n\`\`\`\n`
}

/** The report of a module under its name, from its declarations. */
export const report = (
  program: ts.Program,
  source: ts.SourceFile,
  options: {
    readonly title: string
    readonly isPrivate: (file: string) => boolean
  }
): string => {
  const parts = privateParts(program.getTypeChecker(), source, options.isPrivate)
  const own = `# ${options.title}\n\n${fence(source.statements.map((statement) => statement))}`
  return parts.length === 0 ? own : `${own}\nOf private modules:\n\n${fence(parts)}`
}
