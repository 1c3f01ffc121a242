import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import { defineConfig } from "vitepress"
import { exampleLinks } from "./examples.ts"
import { inlineDiagrams } from "./diagrams.ts"
import { nav, sidebar } from "./sidebar.ts"

export default defineConfig({
  title: "effect-revox",
  description: "Revox voice campaigns in Effect: read a campaign, stream its rows, wait for its end",
  lang: "en",
  // Where the site is not at the root of its host, as on the pages of a repository.
  base: process.env["DOCS_BASE"] ?? "/",
  srcExclude: ["examples/**"],
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env["DOCS_BASE"] ?? "/"}logo.svg` }]],
  markdown: {
    config: (md) => {
      exampleLinks(md)
      inlineDiagrams(md)
    }
  },
  // Pages link to these two, which are in the same folder.
  buildEnd: async ({ outDir, srcDir }) => {
    for (const file of ["json-schema.json", "openapi.json"]) await copyFile(join(srcDir, file), join(outDir, file))
  },
  // The index of the search is one chunk, which is loaded by the first search.
  vite: { build: { chunkSizeWarningLimit: 1000 } },
  themeConfig: {
    logo: "/logo.svg",
    nav,
    sidebar,
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      // A page that explains a term comes before the pages that list or translate it.
      options: {
        miniSearch: { searchOptions: { boostDocument: (id: string) => (/\/(?:api|migration)\//.test(id) ? 0.3 : 1) } }
      }
    },
    footer: { message: "Released under the MIT License." }
  }
})
