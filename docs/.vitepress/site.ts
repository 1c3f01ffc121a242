/** Addresses of the site and of its repository. Neither is known in a checkout: a build takes them from its environment. */
const { env } = process

/** Address of the site, for absolute links: in the sitemap and in previews of links. */
export const siteUrl: string | undefined = env["DOCS_URL"]?.replace(/\/?$/, "/")

/** Path of the site on its host. It is not `/` on the pages of a repository. */
export const base: string = env["DOCS_BASE"] ?? (siteUrl === undefined ? "/" : new URL(siteUrl).pathname)

/** Address of the repository: `DOCS_REPOSITORY`, or that of a GitHub workflow. */
export const repository: string | undefined = env["DOCS_REPOSITORY"] ??
  (env["GITHUB_REPOSITORY"] === undefined
    ? undefined
    : `${env["GITHUB_SERVER_URL"] ?? "https://github.com"}/${env["GITHUB_REPOSITORY"]}`)

/** Link to a file of `packages`, in the syntax of TypeDoc: to the repository, or to the copies that the site includes. */
export const sourceLink: string = repository === undefined
  ? "/source/packages/{path}.txt"
  : `${repository}/blob/${env["GITHUB_SHA"] ?? "main"}/packages/{path}#L{line}`
