/** Pages of the API reference around their entries: description, title, import, and the index of all modules. */
import { readFileSync } from "node:fs"
import { Comment, type DeclarationReflection } from "typedoc"

/** In the order of their dependencies. */
const packages = ["schema", "client", "streams", "testing", "workflow"]

const source = (file: string): string => readFileSync(new URL(`../packages/${file}`, import.meta.url), "utf8")

/** The doc comment of a module. TypeDoc recognizes it only if it has a tag. */
export const summary = (module: string): Comment => {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source(`${module.replace("/", "/src/")}.ts`))?.[1] ?? ""
  // Exports have a category: this comment is that of the first one, or of nothing.
  if (!/^ \* @since \d+\.\d+\.\d+$/m.test(comment) || comment.includes("@category")) return new Comment()
  const [text = ""] = comment.replaceAll(/^ \* ?/gm, "").split(/^@/m)
  return new Comment([{ kind: "text", text: text.trim().replaceAll(/\{@link (\w+)\}/g, "`$1`") }])
}

/** The first sentence of the doc comment of a module. */
const sentence = (module: DeclarationReflection): string => {
  const text = (module.comment?.summary ?? []).map(({ text }) => text).join("").replaceAll("\n", " ")
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text
}

/** Shortens a text at the end of a word. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\s,.:;]*\s\S*$/, "…")

const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "")

const frontmatter = (description: string): string =>
  `---\ndescription: ${JSON.stringify(description)}\neditLink: false\npageClass: api\n---\n\n`

/** The import of a module: from the barrel of its package, or else from its own path. */
const importOf = (module: DeclarationReflection): string => {
  const [name = "", ...path] = module.name.split("/")
  const local = path.at(-1) ?? ""
  const isInBarrel = source(`${name}/src/index.ts`).includes(`export * as ${local} from "./${path.join("/")}.ts"`)
  return isInBarrel
    ? `import { ${local} } from "@effect-revox/${name}"`
    : `import * as ${local} from "@effect-revox/${name}/${path.join("/")}"`
}

/** Removes headings without contents, and the rules that entries of one name leave behind. */
const tidy = (contents: string): string =>
  contents
    .replaceAll(/^#+ Type Parameters\n+(?!\|)/gm, "")
    .replaceAll(/(?:^---\n+)?(^<a id="[^"]*"><\/a>$)/gm, "$1")
    .replaceAll(/^## .*\n+((?:<a id="[^"]*"><\/a>\n+)+)(?=## |(?![\s\S]))/gm, "$1")
    .replaceAll(/(^## .*\n+(?:<a id="[^"]*"><\/a>\n+)*)---\n/gm, "$1")

/** The page of a module. */
export const modulePage = (module: DeclarationReflection, contents: string): string => {
  const [name = "", ...path] = module.name.split("/")
  const title = path.join("/")
  const about = `API of ${title} in @effect-revox/${name}. ${plain(sentence(module))}`
  const head = `# ${title}\n\n\`\`\`ts\n${importOf(module)}\n\`\`\`\n`
  return frontmatter(cut(about, 155)) + tidy(contents).replace(/^# .*\n/, head)
}

/** The modules of each package in a table, instead of a list of names. */
export const indexPage = (modules: ReadonlyArray<DeclarationReflection>): string => {
  const sections = packages.flatMap((name) => {
    const rows = modules
      .filter((module) => module.name.startsWith(`${name}/`))
      .map((module) => `| [${module.name.slice(name.length + 1)}](${module.name}.md) | ${sentence(module)} |`)
    const table = `| Module | Contents |\n| --- | --- |\n${rows.join("\n")}`
    return rows.length === 0 ? [] : [`## ${name}`, `\`@effect-revox/${name}\``, table]
  })
  const about = "All modules of the packages of effect-revox, with every exported function, type, service and error."
  return frontmatter(about) + ["# API", about, ...sections].join("\n\n")
}
