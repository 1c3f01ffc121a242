/**
 * Follows every link of the built site: to a page, to an anchor on it, to a file. VitePress looks at pages alone, and
 * neither at anchors nor at what its own navigation links to. Nothing may be loaded from another host.
 */
import { Effect, FileSystem, Path, Schema } from "effect"

export class DeadLinks extends Schema.TaggedError<DeadLinks>()("DeadLinks", { links: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `dead links:\n${this.links.join("\n")}`
  }
}

const unescape = (text: string): string =>
  text.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", "\"")

/** The values of an attribute in a text of HTML. */
const attributes = (html: string, name: string): ReadonlyArray<string> =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([_, value = ""]) => unescape(value))

/** The addresses that a page loads by itself, rather than when somebody clicks. */
const loaded = (html: string): ReadonlyArray<string> =>
  [...html.matchAll(/<(?:script|img|link|iframe|source)\b[^>]*>/g)].flatMap(([tag]) => [
    ...attributes(tag, "src"),
    ...(/rel="(?:canonical|license)"/.test(tag) ? [] : attributes(tag, "href"))
  ])

/** The text of HTML without code: the names of its links are not links. */
const pageOf = Effect.fnUntraced(function*(root: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const html = yield* fs.readFileString(path.join(root, file))
  return { file, html, ids: new Set(attributes(html, "id")) }
})

/** Checks a built site, and says how many links it has. */
export const checkLinks = Effect.fnUntraced(function*(root: string) {
  const fs = yield* FileSystem.FileSystem
  const files = new Set(yield* fs.readDirectory(root, { recursive: true }))
  const pages = yield* Effect.forEach(
    [...files].filter((file) => file.endsWith(".html")),
    (file) => pageOf(root, file),
    {
      concurrency: 8
    }
  )
  const idsOf = new Map(pages.map(({ file, ids }) => [file, ids]))
  const dead: Array<string> = []
  let count = 0
  for (const { file, html } of pages) {
    for (const source of loaded(html)) {
      if (/^(?:https?:)?\/\//.test(source)) dead.push(`${file} loads ${source}`)
    }
    for (const href of [...attributes(html, "href"), ...attributes(html, "src")]) {
      const url = new URL(href, `http://site/${file}`)
      if (url.host !== "site") continue
      count += 1
      const target = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, "$1index.html")
      const anchor = decodeURIComponent(url.hash.slice(1))
      if (!files.has(target)) dead.push(`${file} -> ${href}`)
      else if (anchor !== "" && !(idsOf.get(target)?.has(anchor) ?? false)) {
        dead.push(`${file} -> ${href} (no such anchor)`)
      }
    }
  }
  if (dead.length > 0) return yield* new DeadLinks({ links: [...new Set(dead)] })
  return { pages: pages.length, links: count }
})
