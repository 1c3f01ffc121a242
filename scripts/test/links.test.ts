import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { packageFolders, root } from "../internal/packages.ts"

/** Where a page links to, other sites aside. */
const linksOf = (text: string): ReadonlyArray<string> =>
  [...text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([_, target = ""]) => target)
    .filter((target) => !/^\w+:/.test(target))

/** The anchors of a page's headings. */
const anchorsOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([_, heading = ""]) =>
    heading.toLowerCase().replaceAll(/[^\w\s-]/g, "").trim().replaceAll(/\s/g, "-")
  )

layer(NodeServices.layer)("the pages beside the code", (it) => {
  it.effect("link to what is there", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const home = yield* root
      const ofRoot = (yield* fs.readDirectory(home)).filter((name) => name.endsWith(".md"))
      const pages = [
        ...ofRoot.map((name) => path.join(home, name)),
        ...(yield* packageFolders).map((folder) => path.join(folder, "README.md"))
      ]
      const links = yield* Effect.forEach(pages, (page) =>
        Effect.map(fs.readFileString(page), (text) => linksOf(text).map((target) => ({ page, target }))))
      assert.isAbove(links.flat().length, 15)

      const dead = yield* Effect.filter(
        links.flat(),
        Effect.fnUntraced(function*({ page, target }) {
          const [file = "", anchor] = target.split("#")
          const linked = file === "" ? page : path.join(path.dirname(page), file)
          if (!(yield* fs.exists(linked))) {
            return true
          }
          return anchor !== undefined && !anchorsOf(yield* fs.readFileString(linked)).includes(anchor)
        })
      )
      assert.deepStrictEqual(
        dead.map(({ page, target }) =>
          `${path.relative(home, page)}: ${target}`
        ),
        []
      )
    }))
})
