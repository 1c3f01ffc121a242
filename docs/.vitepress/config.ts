import { readFileSync } from "node:fs"
import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import { defineConfig } from "vitepress"
import llms from "vitepress-plugin-llms"
import { inlineDiagrams } from "./diagrams.ts"
import { exampleLinks } from "./examples.ts"
import { hasHistory } from "./git.ts"
import { headOf } from "./head.ts"
import { searchOptions } from "./search.ts"
import { nav, sidebar } from "./sidebar.ts"
import { base, repository, siteUrl } from "./site.ts"
import { copySources } from "./sources.ts"
import { scrollingTables } from "./tables.ts"

const manifest = new URL("../../packages/client/package.json", import.meta.url)
const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, "utf8"))

const changelog = "/reference/changelog"

const description =
  "An Effect SDK for the Revox voice-campaign API: typed requests, safe retries, every row exactly once."

export default defineConfig({
  title: "effect-revox",
  description,
  lang: "en",
  base,
  srcExclude: ["examples/**"],
  head: [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${base}logo.svg` }],
    ["meta", { name: "theme-color", content: "#3451b2" }]
  ],
  lastUpdated: hasHistory(),
  ...siteUrl === undefined ? {} : { sitemap: { hostname: siteUrl } },
  // The pages of examples have one template.
  transformPageData: ({ params }) =>
    params?.["description"] === undefined ? {} : { description: params["description"] },
  transformHead: ({ description, pageData, title }) =>
    headOf({ relativePath: pageData.relativePath, title, description }),
  markdown: {
    // The default themes have too little contrast.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => {
      exampleLinks(md)
      inlineDiagrams(md)
      scrollingTables(md)
    }
  },
  buildEnd: async ({ outDir, srcDir }) => {
    // Pages link to these two, which are in the same folder.
    for (const file of ["json-schema.json", "openapi.json"]) await copyFile(join(srcDir, file), join(outDir, file))
    if (repository === undefined) await copySources(outDir)
  },
  vite: {
    // The index of the search is one chunk, which is loaded by the first search.
    build: { chunkSizeWarningLimit: 2000 },
    plugins: [
      llms({
        ...siteUrl === undefined ? {} : { domain: new URL(siteUrl).origin },
        description,
        // The reference is in `llms.txt` as a list of modules, and not in the text of all guides.
        ignoreFilesPerOutput: { llmsFullTxt: ["api/**", "example/**"] }
      })
    ]
  },
  themeConfig: {
    logo: "/logo.svg",
    nav: [...nav, { text: version === "0.0.0" ? "unreleased" : `v${version}`, link: changelog }],
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: "local", options: searchOptions },
    externalLinkIcon: true,
    ...repository === undefined ? {} : {
      socialLinks: [{ icon: "github", link: repository }],
      editLink: { pattern: `${repository}/edit/main/docs/:path`, text: "Edit this page" }
    },
    lastUpdated: { text: "Last updated", formatOptions: { dateStyle: "medium" } },
    footer: { message: "Released under the MIT License." }
  }
})
