/** Generates a page for each example: its description, its code, and the code that it shares with other examples. */
import { readFileSync } from "node:fs"
import { exampleNames } from "../.vitepress/examples.ts"

const folder = new URL("../examples/", import.meta.url)

const block = (source: string): string => `\`\`\`ts\n${source.trim()}\n\`\`\``

/** The comment that a file begins with, as text, and the rest. */
const parts = (file: string): { readonly summary: string; readonly code: string } => {
  const source = readFileSync(new URL(file, folder), "utf8")
  // A directive of the linter may come first.
  const comment = /^(?:\/\* .*\*\/\n)?\/\*\*([\s\S]*?)\*\//.exec(source)
  return {
    summary: (comment?.[1] ?? "").replaceAll(/^\s*\* ?/gm, "").trim(),
    code: source.slice(comment?.[0].length ?? 0)
  }
}

/** The first sentence of a text, as the description of a page. */
const description = (text: string): string => {
  const [sentence = ""] = /^[\s\S]*?\.(?=\s|$)/.exec(text) ?? [text]
  const plain = `An Effect program with its full code. ${sentence}`.replaceAll(/\s+/g, " ").replaceAll("`", "")
  return plain.length <= 155 ? plain : plain.slice(0, 155).replace(/[\s,.:;]*\s\S*$/, "…")
}

export default {
  paths: () =>
    exampleNames.map((name) => {
      const { code, summary } = parts(`${name}.ts`)
      const shared = [...code.matchAll(/from "\.\/(support\/[\w-]+\.ts)"/g)].map(([_, file = ""]) => {
        const part = parts(file)
        return `## ${file}\n\n${part.summary}\n\n${block(part.code)}\n`
      })
      const content = [`# ${name}.ts`, summary, block(code), ...shared].join("\n\n")
      return { params: { name, description: description(summary) }, content }
    })
}
