/** Pages link to the files under `examples`, which is right in a repository; on the site each has a separate page. */
import { readdirSync } from "node:fs"
import type { MarkdownRenderer } from "vitepress"

const folder = new URL("../examples/", import.meta.url)

/** The examples that a reader runs: `rows`, not what they share. */
export const exampleNames: ReadonlyArray<string> = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length))
  .sort()

/** Lets links to an example lead to its page, and links of the changelog, which a page includes, to pages. */
export const exampleLinks = (md: MarkdownRenderer): void => {
  md.core.ruler.push("example-links", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.attrGet("href") ?? ""
      if (href.startsWith("docs/")) token.attrSet("href", href.slice("docs".length))
      const name = /(?:^|\/)examples\/([\w.-]+)\.ts$/.exec(href)?.[1]
      if (name !== undefined) token.attrSet("href", `/example/${name}.md`)
    }
  })
}
