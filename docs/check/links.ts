/**
 * Follows the links of the built site: to pages, to anchors and to files. VitePress checks neither anchors nor its own
 * navigation.
 */
import { Effect, FileSystem, Path, Schema } from "effect"

export class DeadLinks extends Schema.TaggedError<DeadLinks>()("DeadLinks", { links: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `dead links:\n${this.links.join("\n")}`
  }
}

const unescape = (text: string): string =>
  text.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", "\"")

/** The values of an attribute in HTML. */
const attributes = (html: string, name: string): ReadonlyArray<string> =>
  [...html.matchAll(new RegExp(`\\s(?:${name})="([^"]*)"`, "g"))].map(([_, value = ""]) => unescape(value))

/** Checks a built site, and returns the number of its links. */
export const checkLinks = Effect.fnUntraced(function*(root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const files = new Set(yield* fs.readDirectory(root, { recursive: true }))
  const pages = new Map<string, { readonly ids: ReadonlySet<string>; readonly links: ReadonlyArray<string> }>()
  for (const file of [...files].filter((name) => name.endsWith(".html"))) {
    const html = yield* fs.readFileString(path.join(root, file))
    pages.set(file, { ids: new Set(attributes(html, "id")), links: attributes(html, "href|src") })
  }
  const isDead = (file: string, link: string): boolean => {
    const { hash, host, pathname } = new URL(link, `http://site/${file}`)
    if (host !== "site") return false
    const target = decodeURIComponent(pathname.slice(1)).replace(/(^|\/)$/, "$1index.html")
    const anchor = decodeURIComponent(hash.slice(1))
    return !files.has(target) || anchor !== "" && pages.get(target)?.ids.has(anchor) !== true
  }
  const all = [...pages].flatMap(([file, { links }]) => links.map((link) => [file, link] as const))
  const dead = all.filter(([file, link]) => isDead(file, link)).map(([file, link]) => `${file} -> ${link}`)
  if (dead.length > 0) return yield* new DeadLinks({ links: [...new Set(dead)] })
  return all.length
})
