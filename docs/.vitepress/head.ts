/** The elements of the head of a page for search engines and previews of links. */
import type { HeadConfig } from "vitepress"
import { base, siteUrl } from "./site.ts"

/** The address of a page, without `.html`, as its links are. */
const addressOf = (relativePath: string): string =>
  `${siteUrl ?? base}${relativePath.replace(/(?:(^|\/)index)?\.md$/, (_, slash: string | undefined) => slash ?? "")}`

const meta = (
  name: string,
  content: string
): HeadConfig => ["meta", { [name.startsWith("og:") ? "property" : "name"]: name, content }]

export const headOf = ({ description, relativePath, title }: {
  readonly relativePath: string
  readonly title: string
  readonly description: string
}): Array<HeadConfig> => {
  const image = `${siteUrl ?? base}social-card.png`
  return [
    ...siteUrl === undefined
      ? []
      : [["link", { rel: "canonical", href: addressOf(relativePath) }] satisfies HeadConfig],
    meta("og:type", "website"),
    meta("og:site_name", "effect-revox"),
    meta("og:title", title),
    meta("og:description", description),
    meta("og:url", addressOf(relativePath)),
    meta("og:image", image),
    meta("og:image:width", "1200"),
    meta("og:image:height", "630"),
    meta("og:image:alt", "effect-revox: Revox voice campaigns in Effect"),
    meta("twitter:card", "summary_large_image"),
    meta("twitter:title", title),
    meta("twitter:description", description),
    meta("twitter:image", image)
  ]
}
