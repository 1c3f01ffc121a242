import { fileError } from "@effect-revox/streams/ExportError"
import { isPlatformError } from "effect/PlatformError"
import * as Predicate from "effect/Predicate"

/** The user and the password of a URL. */
const credentials = /([a-z][a-z\d+.-]*:\/\/)\S*@/gi

const withoutCredentials = (text: string): string => text.replace(credentials, "$1***@")

/** The cause of an error. An aggregate error has several, of which the first is as good as the others. */
const causeOf = (error: unknown): unknown => {
  if (Predicate.hasProperty(error, "cause") && error.cause !== undefined) return error.cause
  return Predicate.hasProperty(error, "errors") && Array.isArray(error.errors) ? error.errors[0] : undefined
}

const maxDepth = 8

/**
 * Describes an error by its message and those of its causes, such as `failed to connect: database "x" does not exist`.
 * The drivers of databases and the migrator hide the cause, which is what the user can act on.
 */
export const describe = (error: unknown): string => {
  const messages: Array<string> = []
  let current = error
  for (let depth = 0; current != null && depth < maxDepth; depth++) {
    if (isPlatformError(current)) {
      messages.push(fileError("", current).problem)
      break
    }
    const message = Predicate.isString(current)
      ? current
      : Predicate.hasProperty(current, "message") && Predicate.isString(current.message)
      ? current.message.replace(/^PgConnection: /, "").replace(/^Failed to connect$/, "failed to connect")
      : ""
    if (message !== "" && !messages.some((text) => text.includes(message))) messages.push(message)
    current = causeOf(current)
  }
  return withoutCredentials(messages.join(": ")) || String(error)
}
