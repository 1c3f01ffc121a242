/**
 * The check of doc comments: every module, everything that it exports and the members of that.
 */
import ts from "@typescript/typescript6"
import {
  commentOf,
  commentOfModule,
  isInternal,
  problemsOfExport,
  problemsOfMember,
  problemsOfModule
} from "./docComment.ts"
import { membersOf } from "./members.ts"

/** Something that a doc comment lacks. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly name: string
  readonly problem: string
}

const finding = (node: ts.Node, name: string) => (problem: string): Finding => {
  const source = node.getSourceFile()
  const { line } = source.getLineAndCharacterOfPosition(node.getStart())
  return { file: source.fileName, line: line + 1, name, problem }
}

/** The implementation of an overloaded function is behind its signatures. */
const isBehindOverloads = (node: ts.Declaration, all: ReadonlyArray<ts.Declaration>): boolean =>
  ts.isFunctionDeclaration(node) && node.body !== undefined &&
  all.some((other) => ts.isFunctionDeclaration(other) && other.body === undefined)

const linksOf = (node: ts.Node): ReadonlyArray<ts.JSDocLink> =>
  ts.getJSDocCommentsAndTags(node).flatMap(({ comment }) =>
    typeof comment === "object" ? comment.filter(ts.isJSDocLink) : []
  )

/** What a module exports can be linked to even where it is not imported, as what it only re-exports. */
const leadsSomewhere = (checker: ts.TypeChecker, { name }: ts.JSDocLink): boolean => {
  if (name === undefined) return false
  const module = checker.getSymbolAtLocation(name.getSourceFile())
  return checker.getSymbolAtLocation(name) !== undefined ||
    module !== undefined && checker.getExportsOfModule(module).some((symbol) => symbol.name === name.getText())
}

const checkLinks = (checker: ts.TypeChecker, node: ts.Node, name: string): ReadonlyArray<Finding> =>
  linksOf(node)
    .filter((link) => !leadsSomewhere(checker, link))
    .map((link) => finding(node, name)(`has a link that leads nowhere: ${link.getText()}`))

const checkMembers = (checker: ts.TypeChecker, node: ts.Declaration, owner: string): ReadonlyArray<Finding> => {
  const members = membersOf(node)
  // One comment is enough for all signatures of a method.
  const documented = new Set(members.filter((member) => commentOf(member.node) !== undefined).map(({ name }) => name))
  return members.flatMap((member) => {
    const name = `${owner}.${member.name}`
    const comment = commentOf(member.node)
    const problems = comment === undefined && documented.has(member.name) ? [] : problemsOfMember(comment)
    return [...problems.map(finding(member.node, name)), ...checkLinks(checker, member.node, name)]
  })
}

/** What a name that a module exports stands for, in this module or in another. */
const declarationsOf = (
  checker: ts.TypeChecker,
  exported: ts.Symbol,
  isOurs: (file: string) => boolean
): ReadonlyArray<ts.Declaration> => {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  const declarations = symbol.declarations ?? []
  return declarations.filter((node) =>
    isOurs(node.getSourceFile().fileName) && !ts.isSourceFile(node) && !isBehindOverloads(node, declarations) &&
    !isInternal(commentOf(node))
  )
}

const checkModule = (
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  isOurs: (file: string) => boolean
): ReadonlyArray<Finding> => {
  const symbol = checker.getSymbolAtLocation(source)
  const exports = symbol === undefined ? [] : checker.getExportsOfModule(symbol)
  return [
    ...problemsOfModule(commentOfModule(source))
      .map((problem) => ({ file: source.fileName, line: 1, name: "the module", problem })),
    ...exports.flatMap((exported) =>
      declarationsOf(checker, exported, isOurs).flatMap((node) => [
        ...problemsOfExport(commentOf(node)).map(finding(node, exported.name)),
        ...checkLinks(checker, node, exported.name),
        ...checkMembers(checker, node, exported.name)
      ])
    )
  ]
}

/**
 * What the doc comments of some modules lack, in the order of the files. What a module re-exports from another module
 * of ours, such as a private one, is checked where it stands, and told once.
 */
export const checkComments = (
  program: ts.Program,
  modules: ReadonlyArray<string>,
  isOurs: (file: string) => boolean
): ReadonlyArray<Finding> => {
  const checker = program.getTypeChecker()
  const findings = modules.flatMap((name): ReadonlyArray<Finding> => {
    const source = program.getSourceFile(name)
    return source === undefined
      ? [{ file: name, line: 1, name: "the module", problem: "cannot be read" }]
      : checkModule(checker, source, isOurs)
  })
  const told = new Map(findings.map((one) => [JSON.stringify(one), one]))
  return [...told.values()].toSorted((a, b) => a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)
}
