/** The request bodies of `revox assistant create` and `update`, and their problems. */
import { Assistant, notCopied, toCreate } from "@effect-revox/schema/Assistant"
import { AssistantCreate, AssistantUpdate } from "@effect-revox/schema/AssistantCreate"
import * as Secrets from "@effect-revox/schema/Secrets"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as BodyFile from "../bodyFile.ts"
import { type CommandFailure, usage } from "../failure.ts"
import * as Output from "../output.ts"

type Path = ReadonlyArray<PropertyKey>

/** A problem of a value at a path. */
interface Problem {
  readonly path: Path
  readonly text: string
}

const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === "number"
        ? `${text}[${key}]`
        : /^[A-Za-z_]\w*$/.test(String(key))
        ? `${text}${text === "" ? "" : "."}${String(key)}`
        : `${text}[${JSON.stringify(String(key))}]`,
    ""
  )

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const noMember = "Expected exactly one member to match"

const textOf = (message: string): string =>
  message === "Missing key"
    ? "is missing"
    : message === "Expected no excess property"
    ? "is unknown: check the spelling, or remove it"
    : message.replace(/^Expected/, "expected").replace(/ \| Unrecognized\b/, "").replace(/ \| undefined$/, "")

const isInside = (path: Path, outer: Path): boolean =>
  path.length > outer.length && outer.every((key, index) => path[index] === key)

/** The problems of a value that does not match a schema, each path and rule once. They never contain the value. */
const problemsOf = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> => {
  const all = format(issue).issues.map(({ message, path = [] }) => ({
    message,
    path: path.map((segment) => typeof segment === "object" ? segment.key : segment)
  }))
  const found = new Map<string, Problem>()
  for (const { message, path } of all) {
    // A union without a match has the problems of its most similar member, too.
    if (message === noMember && all.some((other) => isInside(other.path, path))) continue
    found.set(JSON.stringify([path.map(String), message]), { path, text: textOf(message) })
  }
  return [...found.values()]
}

/** The problem of each mask. They are found apart from the schema, which stops before it looks for them. */
const maskProblems = (value: unknown): ReadonlyArray<Problem> =>
  Predicate.isObject(value)
    ? Secrets.maskedPaths(value).map((path) => ({
      path,
      text: `has the mask ${Secrets.masked} instead of a secret: write the secret, or print the assistant with ` +
        "--show-secrets"
    }))
    : []

const maxShown = 100

const failed = (name: string, problems: ReadonlyArray<Problem>): CommandFailure => {
  const shown = problems.slice(0, maxShown).map(({ path, text }) =>
    `- ${pathText(path)}${path.length === 0 ? "" : " "}${text}`
  )
  const more = problems.length > maxShown ? [`- and ${problems.length - maxShown} more`] : []
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`
  return usage([`${name} has ${count}. Nothing was sent.`, ...shown, ...more].join("\n"))
}

/** Decodes a value, or fails with all of its problems. */
const decoder = <A>(decode: (value: unknown) => Result.Result<A, Schema.SchemaError>) =>
(
  name: string,
  value: unknown
): Effect.Effect<A, CommandFailure> => {
  const masks = maskProblems(value)
  const result = decode(value)
  if (Result.isSuccess(result)) {
    return masks.length === 0
      ? Effect.succeed(result.success)
      : Effect.fail(failed(name, masks))
  }
  const masked = new Set(masks.map(({ path }) => pathText(path)))
  const others = problemsOf(result.failure.issue).filter(({ path }) => !masked.has(pathText(path)))
  return Effect.fail(failed(name, [...masks, ...others]))
}

const strict = { errors: "all", onExcessProperty: "error" } as const

const decodeCreate = decoder(Schema.decodeUnknownResult(AssistantCreate, strict))

const decodeUpdate = decoder(Schema.decodeUnknownResult(AssistantUpdate, strict))

const decodeAssistant = decoder(Schema.decodeUnknownResult(Assistant, { errors: "all" }))

/** Whether a file is an assistant that was retrieved, and not a request body. Requests have none of these fields. */
const isRetrieved = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Predicate.isObject(value) && ("organization_id" in value || "created_at" in value) && "id" in value

const known: ReadonlySet<string> = new Set(Object.keys(Assistant.fields))

/** Converts a retrieved assistant to a request body, and prints the names of the settings that a request cannot have. */
const fromRetrieved = Effect.fnUntraced(function*(name: string, value: Readonly<Record<string, unknown>>) {
  const assistant = yield* decodeAssistant(name, value)
  yield* noteNotCopied(assistant, Object.keys(value).filter((key) => !known.has(key)))
  return { assistant, body: toCreate(assistant) }
})

/** Prints the names of the settings of an assistant that a request cannot have. */
export const noteNotCopied = Effect.fnUntraced(function*(assistant: Assistant, unknown: ReadonlyArray<string> = []) {
  const names = [...notCopied(assistant), ...unknown]
  if (names.length > 0) {
    yield* Output.warn(`Not copied, because a request cannot have these values: ${names.join(", ")}.`)
  }
})

/** Reads the body of a new assistant: a request body, or an assistant that was retrieved. */
export const readCreate = Effect.fnUntraced(function*(file: string) {
  const name = BodyFile.nameOf(file)
  const value = yield* BodyFile.read(file)
  return yield* decodeCreate(name, isRetrieved(value) ? (yield* fromRetrieved(name, value)).body : value)
})

/** Reads the changes of an assistant: a request body, or the assistant itself after it was retrieved. */
export const readUpdate = Effect.fnUntraced(function*(file: string, id: string) {
  const name = BodyFile.nameOf(file)
  const value = yield* BodyFile.read(file)
  if (!isRetrieved(value)) {
    const changes = yield* decodeUpdate(name, value)
    if (Object.keys(changes).length === 0) {
      return yield* usage(`${name} has no settings, so there is nothing to change.`)
    }
    return changes
  }
  const { assistant, body } = yield* fromRetrieved(name, value)
  if (assistant.id !== id) {
    return yield* usage(
      `${name} is the assistant ${assistant.id}, and not ${id}. Nothing was sent.`,
      "Use the id of the file, or a file with only the settings to change."
    )
  }
  return yield* decodeUpdate(name, body)
})
