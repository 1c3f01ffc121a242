/** The text that replaces a secret. */
export const masked = "<masked>"

/** Returns the text that replaces a secret. */
export type Replace = (secret: string) => string

/** A value without a secret: empty, or a placeholder that the service fills in. */
const isPlaceholder = (value: string): boolean =>
  /^\s*(?:[A-Za-z]+\s+)?(?:\{\{[^{}]*\}\}\s*)?$/.test(value)
  && (value.trim() === "" || value.includes("{{"))

/** Replaces a value, unless it has no secret. */
export const replaceValue = (value: string, replace: Replace): string => isPlaceholder(value) ? value : replace(value)

/** Whether a segment of a path is like a token: long, with letters and digits. */
const isToken = (segment: string): boolean =>
  segment.length >= 16 && /^[\w~.-]+$/.test(segment) && /\d/.test(segment) && /[A-Za-z]/.test(segment)

const replacePath = (path: string, replace: Replace): string =>
  path.split("/").map((segment) => isToken(segment) ? replace(segment) : segment).join("/")

const replaceQuery = (query: string, replace: Replace): string =>
  query.split("&").map((part) => {
    const at = part.indexOf("=")
    return at < 0 ? replacePath(part, replace) : `${part.slice(0, at + 1)}${replaceValue(part.slice(at + 1), replace)}`
  }).join("&")

/** Replaces the parts of a URL that can be secrets: the credentials, values of the query, and tokens in the path. */
export const replaceUrl = (url: string, replace: Replace): string => {
  const [, scheme = "", authority = "", path = "", query = "", fragment = ""] =
    /^([A-Za-z][\w+.-]*:\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? []
  const at = authority.lastIndexOf("@")
  const credentials = at < 0 ? "" : `${replaceValue(authority.slice(0, at), replace)}@`
  return scheme + credentials + authority.slice(at + 1) + replacePath(path, replace) +
    (query === "" ? "" : `?${replaceQuery(query.slice(1), replace)}`) +
    (fragment.length < 2 ? fragment : `#${replaceValue(fragment.slice(1), replace)}`)
}

/** Whether a name is that of a secret, such as `api_key` or `x-auth-token`. */
export const isSecretName = (name: string): boolean =>
  /(?:^|[^a-z])(?:api[_-]?key|apikey|access[_-]?key|auth|authorization|credentials?|passw(?:or)?d|secret|token)s?$/i
    .test(
      name
    )

/** Whether a name is that of a URL, such as `webhook_url`. */
export const isUrlName = (name: string): boolean => /(?:^|_)url$/i.test(name)

/** A field of a JSON text: its name with the quotes, and the beginning of its text. A text that was cut has no end. */
const textField = /("((?:[^"\\]|\\.)*)"\s*:\s*")((?:[^"\\]|\\.)*)/gs

/**
 * Replaces the secrets in a JSON text, which may be cut. `isSecret` is whether the field with a name contains a secret,
 * besides the fields whose name shows it.
 */
export const replaceJson = (
  text: string,
  replace: Replace,
  isSecret: (name: string) => boolean = () => false
): string =>
  text.replace(textField, (_, head: string, name: string, value: string) =>
    head + (
      isSecretName(name) || isSecret(name)
        ? replaceValue(value, replace)
        : isUrlName(name)
        ? replaceUrl(value, replace)
        : value
    ))
