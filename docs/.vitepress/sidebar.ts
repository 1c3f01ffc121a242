import { existsSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { DefaultTheme } from "vitepress"

const docs = new URL("../", import.meta.url)

const names = (folder: string): ReadonlyArray<string> =>
  existsSync(new URL(folder, docs))
    ? readdirSync(fileURLToPath(new URL(folder, docs)), { recursive: true, encoding: "utf8" }).sort()
    : []

/** A page of the site. A missing page fails the build. */
const page = (text: string, name: string): DefaultTheme.SidebarItem => {
  if (!existsSync(new URL(`${name}${name.endsWith("/") ? "index" : ""}.md`, docs))) throw new Error(`no page ${name}`)
  return { text, link: `/${name}` }
}

/** The pages of the API reference, which are generated from doc comments. */
const reference = ["schema", "client", "streams", "testing", "workflow"].flatMap((name) => {
  const modules = names(`api/${name}/`).filter((file) => file.endsWith(".md")).map((file) => file.slice(0, -3))
  return modules.length === 0
    ? []
    : [{ text: name, collapsed: true, items: modules.map((module) => page(module, `api/${name}/${module}`)) }]
})

export const nav: Array<DefaultTheme.NavItem> = [
  { text: "Quick start", link: "/quick-start" },
  { text: "Recipes", link: "/recipes/" },
  { text: "API", link: "/api/" }
]

export const sidebar: DefaultTheme.Sidebar = [
  {
    text: "Start",
    items: [page("Quick start", "quick-start"), page("Architecture", "architecture")]
  },
  {
    text: "Packages",
    items: [
      page("schema", "schema"),
      {
        ...page("client", "client"),
        items: [page("Assistants, voices, numbers", "assistants")]
      },
      {
        ...page("streams", "streams"),
        items: [
          page("Campaigns", "campaigns"),
          page("Calls", "calls"),
          page("Webhooks", "webhooks"),
          page("Rows", "rows"),
          page("Completion", "completion"),
          page("Exports", "exports"),
          page("Reports", "report")
        ]
      },
      page("testing", "testing"),
      { ...page("cli", "cli"), items: [page("MCP server", "mcp")] },
      { ...page("workflow", "distributed"), items: [page("Campaign runs", "campaign-run")] }
    ]
  },
  {
    text: "Guides",
    items: [
      page("Errors", "errors"),
      page("Configuration", "configuration"),
      page("Performance", "performance"),
      page("Undocumented API behaviour", "faq"),
      page("From the official SDKs", "migration/official-sdks"),
      page("From the names of Effect 3", "migration/effect-3")
    ]
  },
  {
    text: "Recipes",
    items: [
      page("All recipes", "recipes/"),
      page("Dead letters", "recipes/dead-letters"),
      page("Typed rows", "recipes/typed-rows"),
      page("Rows to SQL", "recipes/rows-to-sql"),
      page("Fan-out", "recipes/fan-out"),
      page("Many campaigns", "recipes/many-campaigns"),
      page("Progress and webhooks", "recipes/progress"),
      page("Share a rate limit", "recipes/shared-rate-limit"),
      page("Override retries locally", "recipes/retries-for-a-region"),
      page("Tracing", "recipes/tracing"),
      page("Other platforms", "recipes/runtimes"),
      page("Without Effect", "recipes/without-effect")
    ]
  },
  {
    text: "Contributing",
    items: [page("Add an endpoint", "contributing/adding-an-endpoint")]
  },
  {
    text: "Reference",
    items: [page("Coverage", "coverage"), page("Entities", "entities"), page("Glossary", "glossary"), {
      ...page("API", "api/"),
      items: reference
    }]
  }
]
