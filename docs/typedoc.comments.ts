/**
 * Checks doc comments beyond TypeDoc's `notDocumented`, which accepts tags without a summary, does not check the members of
 * options, and reports the fields of schemas. These have descriptions instead, which a test of the schema package checks.
 */
import {
  type Application,
  Comment,
  type Context,
  Converter,
  DeclarationReflection,
  type Reflection,
  ReflectionKind,
  TypeScript as ts
} from "typedoc"

const summaryOf = (comment: Comment | undefined): string => Comment.combineDisplayParts(comment?.summary).trim()

const tagsOf = (comment: Comment, name: `@${string}`): ReadonlyArray<string> =>
  comment.getTags(name).map(({ content }) => Comment.combineDisplayParts(content).trim())

/** The comments of a declaration: a function has one for each overload. */
const commentsOf = (declaration: DeclarationReflection): ReadonlyArray<Comment> =>
  [declaration, ...declaration.getAllSignatures()]
    .flatMap(({ comment }) => comment === undefined || comment.hasModifier("@internal") ? [] : comment)

const problemsOfExport = (comment: Comment): ReadonlyArray<string> => {
  const [category = "", ...categories] = tagsOf(comment, "@category")
  const [since = "", ...versions] = tagsOf(comment, "@since")
  return [
    ...summaryOf(comment) === "" ? ["has no summary"] : [],
    ...categories.length > 0 || !/^[a-z][a-z -]*$/.test(category) ? ["needs one @category in lower case"] : [],
    ...versions.length > 0 || !/^\d+\.\d+\.\d+$/.test(since) ? ["needs one @since with a version"] : []
  ]
}

/** Whether a member of an interface, a class, the shape of a service, an object type or options needs a comment. */
const needsComment = (member: ts.Declaration): boolean => {
  const owner = ts.isTypeLiteralNode(member.parent) ? member.parent.parent : member.parent
  const isListed = ts.isInterfaceDeclaration(owner) || ts.isClassLike(owner) || ts.isTypeAliasDeclaration(owner) ||
    ts.isIntersectionTypeNode(owner) || ts.isCallExpression(owner) ||
    ts.isParameter(owner) && owner.name.getText() === "options" && !ts.isCallSignatureDeclaration(owner.parent)
  return isListed && (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Override) === 0 &&
    /\/packages\/\w+\/src\//.test(member.getSourceFile().fileName)
}

const check = (context: Context): void => {
  const { logger, project } = context
  const warn = (reflection: Reflection, problem: string) =>
    logger.warn(
      `${reflection.getFriendlyFullName()} ${problem}`,
      context.getSymbolFromReflection(reflection)?.declarations?.[0]
    )

  for (const module of project.getReflectionsByKind(ReflectionKind.SomeModule)) {
    if (!(module instanceof DeclarationReflection)) continue
    if (summaryOf(module.comment) === "") warn(module, "needs a doc comment with a summary and @since at its top")
    // The reference does not show it.
    module.comment?.removeTags("@since")
    for (const declaration of module.children ?? []) {
      if (declaration.kindOf([ReflectionKind.Module, ReflectionKind.Namespace, ReflectionKind.Reference])) continue
      for (const comment of commentsOf(declaration)) {
        for (const problem of problemsOfExport(comment)) warn(declaration, problem)
        comment.removeTags("@since")
      }
    }
  }
  for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
    const declarations = context.getSymbolFromReflection(member)?.declarations ?? []
    if (!(member instanceof DeclarationReflection) || !declarations.some(needsComment)) continue
    if (!commentsOf(member).some((comment) => summaryOf(comment) !== "")) warn(member, "has no doc comment")
  }
}

export const load = (app: Application): void => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, check, 1000)
}
