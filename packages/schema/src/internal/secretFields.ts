import * as Predicate from "effect/Predicate"
import * as SecretText from "./secretText.ts"

/** The kind of a text that contains secrets. */
export type Kind = "secret" | "url" | "template"

/** The path of a field. */
export type Path = ReadonlyArray<PropertyKey>

/** Returns the text that replaces a text that contains secrets. */
export type Replace = (text: string, kind: Kind, path: Path) => string

/** Whether a value is an object of JSON, and not an instance such as bytes. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (!Predicate.isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const mapValues = (
  value: Readonly<Record<string, unknown>>,
  f: (name: string, item: unknown) => unknown
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).map(([name, item]) => [name, f(name, item)]))

/** The names of headers that are not secrets. */
const publicHeaders = new Set(["accept", "accept-charset", "accept-language", "content-type", "user-agent"])

const pair = (value: unknown, name: string, path: Path, replace: Replace): unknown => {
  if (!isRecord(value) || !Predicate.isString(value["value"])) return value
  const isPublic = name === "headers" && publicHeaders.has(String(value["key"]).toLowerCase())
  return isPublic ? value : { ...value, value: replace(value["value"], "secret", [...path, "value"]) }
}

const field = (name: string, value: unknown, path: Path, replace: Replace): unknown => {
  if (Predicate.isString(value)) {
    return SecretText.isSecretName(name)
      ? replace(value, "secret", path)
      : SecretText.isUrlName(name)
      ? replace(value, "url", path)
      : name === "body_template"
      ? replace(value, "template", path)
      : value
  }
  return (name === "headers" || name === "query_params") && Array.isArray(value)
    ? value.map((item, index) => pair(item, name, [...path, index], replace))
    : fields(value, replace, path)
}

/** Replaces the secrets in the settings of an assistant. Texts are replaced by texts, so the type stays the same. */
export function fields<A>(value: A, replace: Replace, path?: Path): A
export function fields(value: unknown, replace: Replace, path: Path = []): unknown {
  return Array.isArray(value)
    ? value.map((item: unknown, index) => fields(item, replace, [...path, index]))
    : isRecord(value)
    ? mapValues(value, (name, item) => field(name, item, [...path, name], replace))
    : value
}

/** Replaces the secrets of the assistants and models in a value. Other parts stay as they are. */
export function assistants<A>(value: A, replace: Replace): A
export function assistants(value: unknown, replace: Replace): unknown {
  return Array.isArray(value)
    ? value.map((item: unknown) => assistants(item, replace))
    : isRecord(value)
    ? mapValues(
      value,
      (name, item) =>
        /^(?:inbound_)?assistants?$|^llm_model$/.test(name) ? fields(item, replace) : assistants(item, replace)
    )
    : value
}

const replaceText = (text: string, kind: Kind, replace: SecretText.Replace): string => {
  switch (kind) {
    case "secret":
      return SecretText.replaceValue(text, replace)
    case "url":
      return SecretText.replaceUrl(text, replace)
    case "template":
      return SecretText.replaceJson(text, replace)
  }
}

/** Replaces each secret in a text by a mask. */
export const mask: Replace = (text, kind) => replaceText(text, kind, () => SecretText.masked)

/** Returns the secrets in the settings of an assistant. */
export const secretsIn = (value: unknown): ReadonlyArray<string> => {
  const secrets = new Set<string>()
  fields(value, (text, kind) =>
    replaceText(text, kind, (secret) => {
      secrets.add(secret)
      // A server may repeat a credential without its scheme: `abc` of `Bearer abc`.
      secrets.add(secret.replace(/^\s*[A-Za-z]+\s+/, ""))
      return secret
    }))
  return [...secrets].filter((secret) => secret.trim() !== "")
}

/** Returns the paths of the texts that contain a mask instead of a secret. */
export const maskedPaths = (value: unknown): ReadonlyArray<Path> => {
  const paths: Array<Path> = []
  fields(value, (text, _, path) => {
    if (text.includes(SecretText.masked)) paths.push(path)
    return text
  })
  return paths
}
