/**
 * Diagrams are files, so that a repository shows them too. On the site they are part of the page: only then do they take
 * the colours of its light and its dark theme, and is their text text.
 */
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { MarkdownRenderer } from "vitepress"

export const inlineDiagrams = (md: MarkdownRenderer): void => {
  const image = md.renderer.rules.image
  md.renderer.rules.image = (tokens, index, options, env, self) => {
    const source = tokens[index]?.attrGet("src") ?? ""
    if (!source.endsWith(".svg")) return image?.(tokens, index, options, env, self) ?? ""
    const svg = readFileSync(join(dirname(env.path), source), "utf8")
      .replace("<style>", `<component :is="'style'">`)
      .replace("</style>", "</component>")
    return `<span class="diagram-frame">${svg}</span>`
  }
}
