/** A page for each example: what it does, and the whole of it. */
import { readFileSync } from "node:fs"
import { exampleNames } from "../.vitepress/examples.ts"

/** The comment that the file begins with. */
const summary = (source: string): string =>
  (/^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? "").replaceAll(/^\s*\* ?/gm, "").trim()

export default {
  paths: () =>
    exampleNames.map((name) => {
      const source = readFileSync(new URL(`../examples/${name}.ts`, import.meta.url), "utf8")
      const content = `# ${name}.ts\n\n${summary(source)}\n\n\`\`\`ts\n${source.trimEnd()}\n\`\`\`\n`
      return { params: { name }, content }
    })
}
