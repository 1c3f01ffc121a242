/**
 * Abbreviated ids. The ids of the API are UUIDs, so an id is abbreviated if it is the beginning of a UUID and has at least
 * four characters, such as `7f3a`. Every other text is a complete id, for which no list is requested.
 */
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.ts"
import { type CommandFailure, failure, usage } from "./failure.ts"

const pattern = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
const shortest = 4

/** Whether a text is the beginning of a UUID. */
export const isAbbreviated = (id: string): boolean =>
  id.length >= shortest && id.length < pattern.length &&
  [...id].every((character, index) => pattern[index] === "-" ? character === "-" : /[0-9a-f]/i.test(character))

/** A resource that an abbreviated id can mean. */
export interface Candidate {
  readonly id: string
  /** Name of the resource. Empty if it has none. */
  readonly name: string
}

/** Maximum number of resources that an error lists. */
const maxListed = 5

const describe = ({ id, name }: Candidate): string => `- ${id}${name === "" ? "" : `  ${name}`}`

/** Selects the candidate with an id, or the only one whose id starts with it. `list` is the command that lists them. */
export const select = <A extends Candidate>(
  id: string,
  candidates: ReadonlyArray<A>,
  { list, noun }: { readonly noun: string; readonly list: string }
): Effect.Effect<A, CommandFailure> => {
  const exact = candidates.find((candidate) => candidate.id === id)
  if (exact !== undefined) return Effect.succeed(exact)
  const prefix = id.toLowerCase()
  const found = candidates.filter((candidate) => candidate.id.toLowerCase().startsWith(prefix))
  const [first] = found
  if (first === undefined) {
    return Effect.fail(
      failure(
        ExitCode.notFound,
        `No ${noun} has ${isAbbreviated(id) ? "an id that starts with" : "the id"} ${id}.`,
        `To see all ids: ${list}`
      )
    )
  }
  if (found.length === 1) return Effect.succeed(first)
  const more = found.length - maxListed
  return Effect.fail(usage(
    `The ids of ${found.length} ${noun}s start with ${id}.`,
    [
      "Use more characters of one of these ids:",
      ...found.slice(0, maxListed).map(describe),
      ...(more > 0 ? [`- ${more} more: ${list}`] : [])
    ].join("\n")
  ))
}

/**
 * Fails if an abbreviated id is confirmed by `--yes`. The resource that it means would not be shown, and after that
 * resource is deleted, it could mean another one.
 */
export const ensureComplete = (id: string, confirmed: boolean, list: string): Effect.Effect<void, CommandFailure> =>
  confirmed && isAbbreviated(id)
    ? Effect.fail(usage(`With --yes, ids must be complete, and ${id} is abbreviated.`, `To see all ids: ${list}`))
    : Effect.void
