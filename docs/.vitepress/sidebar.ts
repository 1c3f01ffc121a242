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
    : [{
      text: name,
      link: `/api/#${name}`,
      collapsed: true,
      items: modules.map((module) => page(module, `api/${name}/${module}`))
    }]
})

export const nav: Array<DefaultTheme.NavItem> = [
  { text: "Quick start", link: "/quick-start" },
  { text: "Guides", link: "/guides/" },
  { text: "API", link: "/api/" }
]

/** Tutorials, guides, reference and explanation are apart: a reader learns, works, looks up, or wants to understand. */
export const sidebar: DefaultTheme.Sidebar = [
  {
    text: "Tutorials",
    items: [page("Quick start", "quick-start"), page("Your first test", "first-test")]
  },
  {
    text: "Guides",
    items: [
      page("Find a guide", "guides/"),
      {
        text: "Campaigns and calls",
        items: [
          page("Create a campaign", "guides/campaigns"),
          page("Wait for a campaign", "guides/wait"),
          page("Show progress", "guides/progress"),
          page("Wait for many campaigns", "guides/many-campaigns"),
          page("Place a call", "guides/calls"),
          page("Receive webhooks", "guides/webhooks"),
          page("Manage assistants", "guides/assistants")
        ]
      },
      {
        text: "Rows",
        items: [
          page("Stream every row", "guides/rows"),
          page("Type rows", "guides/typed-rows"),
          page("Keep invalid rows", "guides/dead-letters"),
          page("Read once, use twice", "guides/fan-out"),
          page("Copy rows to SQL", "guides/rows-to-sql"),
          page("Export rows", "guides/exports"),
          page("Report results", "guides/reports")
        ]
      },
      {
        text: "Requests",
        items: [
          page("Send requests", "guides/requests"),
          page("Handle errors", "guides/errors"),
          page("Retry and limit rates", "guides/retries"),
          page("Decode data", "guides/schemas"),
          page("Use promises", "guides/without-effect")
        ]
      },
      {
        text: "Production",
        items: [
          page("Test with the simulator", "guides/testing"),
          page("Run exports durably", "guides/durable-exports"),
          page("Run campaigns durably", "guides/campaign-runs"),
          page("Deploy", "guides/deploy"),
          page("Connect a language model", "guides/mcp"),
          page("Trace and measure", "guides/tracing"),
          page("Run on other platforms", "guides/runtimes")
        ]
      },
      {
        text: "Migration",
        items: [
          page("From the official SDKs", "migration/official-sdks"),
          page("From Effect 3", "migration/effect-3")
        ]
      }
    ]
  },
  {
    text: "Reference",
    items: [
      { ...page("API", "api/"), items: reference },
      page("Command line", "reference/cli"),
      page("Configuration", "reference/configuration"),
      page("Errors", "reference/errors"),
      page("Entities", "reference/entities"),
      page("Coverage", "reference/coverage"),
      page("Glossary", "reference/glossary"),
      page("Changelog", "reference/changelog")
    ]
  },
  {
    text: "Explanation",
    items: [
      page("Architecture", "explanation/architecture"),
      page("How pages are read", "explanation/pagination"),
      page("How durable exports work", "explanation/durability"),
      page("Performance", "performance"),
      page("Undocumented API behaviour", "explanation/undocumented"),
      page("Add an endpoint", "contributing/adding-an-endpoint")
    ]
  }
]
