/** Searches the index of the built site as its search box does. The page about a term must be the first result. */
import { Effect, FileSystem, Path, Schema } from "effect"
import MiniSearch from "minisearch"
import { pathToFileURL } from "node:url"
import { searchOptions } from "../.vitepress/search.ts"

/** A term that readers search for, and a pattern of the pages that are about it. */
const expected: ReadonlyArray<readonly [term: string, page: RegExp]> = [
  ["retry", /retries/],
  ["retries", /retries/],
  ["pagination", /rows|pagination/],
  ["poll", /wait|completion/],
  ["resume", /exports|durab|runs/],
  ["timeout", /requests|wait|configuration|retries/],
  ["rate limit", /retries|rate-limit/],
  ["dead letter", /dead-letters/],
  ["idempotent", /campaigns|calls|requests|retries/],
  ["webhook", /webhooks/],
  ["export", /exports/]
]

export class SearchProblems extends Schema.TaggedError<SearchProblems>()("SearchProblems", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `The search finds other pages first:\n${this.problems.join("\n")}`
  }
}

/** Searches the built site, and returns the number of terms. */
export const checkSearch = Effect.fnUntraced(function*(root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const chunks = path.join(root, "assets", "chunks")
  const file = (yield* fs.readDirectory(chunks)).find((name) => name.startsWith("@localSearchIndex")) ?? ""
  const index: { readonly default: string } = yield* Effect.promise(() =>
    import(pathToFileURL(path.join(chunks, file)).href)
  )
  const search = MiniSearch.loadJSON<{ readonly id: string }>(index.default, {
    fields: ["title", "titles", "text"],
    storeFields: ["title", "titles"],
    searchOptions: searchOptions.miniSearch.searchOptions
  })
  const problems = expected.flatMap(([term, page]) => {
    const pages = search.search(term).map(({ id }) => String(id))
    return page.test(pages[0] ?? "") ? [] : [`${term}: ${pages.slice(0, 3).join(", ")}`]
  })
  if (problems.length > 0) return yield* new SearchProblems({ problems })
  return expected.length
})
