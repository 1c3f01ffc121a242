import { existsSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { DefaultTheme } from "vitepress"

const docs = new URL("../", import.meta.url)

const names = (folder: string): ReadonlyArray<string> =>
  existsSync(new URL(folder, docs)) ? readdirSync(fileURLToPath(new URL(folder, docs))).sort() : []

/** A page of the site; one that is not there stops the build. */
const page = (text: string, name: string): DefaultTheme.SidebarItem => {
  if (!existsSync(new URL(`${name}${name.endsWith("/") ? "index" : ""}.md`, docs))) throw new Error(`no page ${name}`)
  return { text, link: `/${name}` }
}

/** The pages of the API reference, which are built from doc comments. */
const reference = ["schema", "client", "streams", "testing", "workflow"].flatMap((name) => {
  const modules = names(`api/${name}/`).filter((file) => file.endsWith(".md")).map((file) => file.slice(0, -3))
  return modules.length === 0
    ? []
    : [{ text: name, collapsed: true, items: modules.map((module) => page(module, `api/${name}/${module}`)) }]
})

export const nav: Array<DefaultTheme.NavItem> = [
  { text: "API", link: "/api/" }
]

export const sidebar: DefaultTheme.Sidebar = [
  {
    text: "Start",
    items: [page("How it fits together", "architecture")]
  },
  {
    text: "Packages",
    items: [
      page("Rows", "rows"),
      page("Completion", "completion"),
      page("Exports", "exports"),
      page("testing", "testing"),
      page("cli", "cli")
    ]
  },
  {
    text: "Guides",
    items: [page("Errors", "errors"), page("Configuration", "configuration"), page("Performance", "performance")]
  },
  {
    text: "Reference",
    items: [page("Entities", "entities"), { ...page("API", "api/"), items: reference }]
  }
]
