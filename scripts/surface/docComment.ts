/**
 * What one doc comment has to have, whatever it is on.
 */
import ts from "@typescript/typescript6"

/** Of all tags, those that are used here: the rest is said in Markdown. One is for the Effect diagnostics. */
const knownTags = new Set(["category", "deprecated", "effect-expect-leaking", "internal", "see", "since"])

const textOf = (comment: ts.JSDoc["comment"]): string => ts.getTextOfJSDocComment(comment)?.trim() ?? ""

const tagsOf = (comment: ts.JSDoc, name: string): ReadonlyArray<string> =>
  (comment.tags ?? []).filter((tag) => tag.tagName.text === name).map((tag) => textOf(tag.comment))

/** The comment that belongs to a declaration: the last before it. */
export const commentOf = (node: ts.Node): ts.JSDoc | undefined => ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc)

/** The comment at the top of a module, which is not that of its first declaration. */
export const commentOfModule = (source: ts.SourceFile): ts.JSDoc | undefined => {
  const [first] = source.statements
  const comments = (ts.getLeadingCommentRanges(source.text, 0) ?? [])
    .map(({ end, pos }) => source.text.slice(pos, end))
    .filter((text) => text.startsWith("/**"))
  const [top] = comments
  const hasOwn = first !== undefined && !ts.isImportDeclaration(first) && !ts.isExportDeclaration(first) &&
    commentOf(first) !== undefined
  if (top === undefined || hasOwn && comments.length === 1) return undefined
  const [statement] = ts.createSourceFile("top.ts", `${top}\nexport {}`, ts.ScriptTarget.Latest, true).statements
  return statement && commentOf(statement)
}

/** Whether a declaration is for the package alone: the compiler leaves it out of what is published. */
export const isInternal = (comment: ts.JSDoc | undefined): boolean =>
  comment !== undefined && tagsOf(comment, "internal").length > 0

const problemsOfSummary = (comment: ts.JSDoc): ReadonlyArray<string> =>
  textOf(comment.comment) === "" ? ["has a doc comment without a summary"] : []

const problemsOfTags = (comment: ts.JSDoc): ReadonlyArray<string> =>
  // The parser ends the name of a tag at a hyphen, and takes the rest for its text.
  (comment.tags ?? []).map((tag) => /^[\w-]+/.exec(tag.getText().slice(1))?.[0] ?? "")
    .filter((name) => !knownTags.has(name))
    .map((name) => `has a tag that is not used here: @${name}`)

const problemsOfSince = (comment: ts.JSDoc): ReadonlyArray<string> => {
  const [since, ...more] = tagsOf(comment, "since")
  if (since === undefined) return ["has no @since"]
  if (more.length > 0) return ["has more than one @since"]
  return /^\d+\.\d+\.\d+$/.test(since) ? [] : [`has a @since that is no version: ${since}`]
}

const problemsOfCategory = (comment: ts.JSDoc): ReadonlyArray<string> => {
  const [category, ...more] = tagsOf(comment, "category")
  if (category === undefined || category === "") return ["has no @category"]
  if (more.length > 0) return ["has more than one @category"]
  return category === category.toLowerCase() ? [] : [`has a @category that is not lower case: ${category}`]
}

/** A module says what it is for, and since when it is there. */
export const problemsOfModule = (comment: ts.JSDoc | undefined): ReadonlyArray<string> => {
  if (comment === undefined) return ["has no doc comment at its top"]
  const categories = tagsOf(comment, "category").map(() => "has a @category, which is for what a module exports")
  return [...problemsOfSummary(comment), ...problemsOfTags(comment), ...problemsOfSince(comment), ...categories]
}

/** What a module exports says what it is, where it is listed, and since when it is there. */
export const problemsOfExport = (comment: ts.JSDoc | undefined): ReadonlyArray<string> =>
  comment === undefined ? ["has no doc comment"] : [
    ...problemsOfSummary(comment),
    ...problemsOfTags(comment),
    ...problemsOfCategory(comment),
    ...problemsOfSince(comment)
  ]

/** A member of what a module exports says what it is. */
export const problemsOfMember = (comment: ts.JSDoc | undefined): ReadonlyArray<string> =>
  comment === undefined ? ["has no doc comment"] : [...problemsOfSummary(comment), ...problemsOfTags(comment)]
