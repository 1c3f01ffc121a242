/**
 * The members of a declaration that its readers see: of interfaces and classes, of the shape of a service, of the
 * options that a function takes. The variants of a union are told of by the comment of the whole.
 */
import ts from "@typescript/typescript6"

/** Something that has a name inside of a declaration. */
export interface Member {
  readonly name: string
  readonly node: ts.Node
}

const named = (node: ts.NamedDeclaration): ReadonlyArray<Member> =>
  node.name === undefined ? [] : [{ name: node.name.getText(), node }]

const membersOfType = (node: ts.TypeNode | undefined): ReadonlyArray<Member> => {
  if (node === undefined) return []
  if (ts.isTypeLiteralNode(node)) return node.members.flatMap(named)
  if (ts.isIntersectionTypeNode(node)) return node.types.flatMap(membersOfType)
  return ts.isParenthesizedTypeNode(node) ? membersOfType(node.type) : []
}

const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override

const isSeen = (node: ts.ClassElement): boolean =>
  !ts.isConstructorDeclaration(node) && (ts.getCombinedModifierFlags(node) & hidden) === 0

/** The type literals among the arguments of what a class extends: `Context.Service<Self, { ... }>()`. */
const shapesOf = (node: ts.Node): ReadonlyArray<Member> =>
  ts.isCallExpression(node) || ts.isExpressionWithTypeArguments(node)
    ? [...(node.typeArguments ?? []).flatMap(membersOfType), ...shapesOf(node.expression)]
    : []

const optionsOf = (signature: ts.SignatureDeclarationBase): ReadonlyArray<Member> =>
  signature.parameters
    .filter((parameter) => parameter.name.getText() === "options")
    .flatMap((parameter) => membersOfType(parameter.type))

/** A function that is dual or overloaded in a type has signatures instead of parameters. */
const optionsOfType = (node: ts.TypeNode): ReadonlyArray<Member> => {
  if (ts.isFunctionTypeNode(node)) return optionsOf(node)
  if (!ts.isTypeLiteralNode(node)) return []
  return node.members.flatMap((member) => ts.isCallSignatureDeclaration(member) ? optionsOf(member) : named(member))
}

const membersOfVariable = ({ initializer, type }: ts.VariableDeclaration): ReadonlyArray<Member> => {
  if (type !== undefined) return optionsOfType(type)
  return initializer !== undefined && ts.isArrowFunction(initializer) ? optionsOf(initializer) : []
}

/** The members of an exported declaration. */
export const membersOf = (node: ts.Declaration): ReadonlyArray<Member> => {
  if (ts.isInterfaceDeclaration(node)) return node.members.flatMap(named)
  if (ts.isTypeAliasDeclaration(node)) return membersOfType(node.type)
  if (ts.isFunctionDeclaration(node)) return optionsOf(node)
  if (ts.isVariableDeclaration(node)) return membersOfVariable(node)
  if (!ts.isClassDeclaration(node)) return []
  const heritage = (node.heritageClauses ?? []).flatMap((clause) => clause.types.flatMap(shapesOf))
  return [...heritage, ...node.members.filter(isSeen).flatMap(named)]
}
