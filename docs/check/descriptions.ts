/** Every page has a unique description, in the length that search engines show, and a preview for links. */
import { Effect, FileSystem, Path, Schema } from "effect"

export class DescriptionProblems extends Schema.TaggedError<DescriptionProblems>()("DescriptionProblems", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `descriptions:\n${this.problems.join("\n")}`
  }
}

const content = (html: string, name: string): string | undefined =>
  new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(html)?.[1]

/** Checks the built pages, and returns their number. */
export const checkDescriptions = Effect.fnUntraced(function*(root: string, files: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const pages = yield* Effect.forEach(
    files,
    (file) =>
      Effect.map(
        fs.readFileString(path.join(root, file)),
        (html) => ({ file, html, text: content(html, "description") })
      )
  )
  const byText = Map.groupBy(pages, ({ text }) => text)
  const problems = pages.flatMap(({ file, html, text = "" }) => [
    ...text.length < 50 || text.length > 160
      ? [`${file}: ${text.length} characters instead of 50 to 160: ${text}`]
      : [],
    ...(byText.get(text) ?? []).length > 1 ? [`${file}: another page has the same: ${text}`] : [],
    ...["og:title", "og:description", "og:image", "twitter:card"].flatMap((name) =>
      content(html, name) === undefined ? [`${file}: no ${name}`] : []
    )
  ])
  if (!(yield* fs.exists(path.join(root, "social-card.png")))) problems.push("There is no social-card.png")
  for (const file of ["llms.txt", "llms-full.txt"]) {
    if (!(yield* fs.exists(path.join(root, file)))) problems.push(`There is no ${file}`)
  }
  if (problems.length > 0) return yield* new DescriptionProblems({ problems })
  return pages.length
})
