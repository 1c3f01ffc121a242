import type { Collected } from "@effect-revox/streams/Contacts"
import * as Effect from "effect/Effect"
import { ExitCode } from "../../ExitCode.ts"
import { type CommandFailure, failure } from "../failure.ts"
import * as Output from "../output.ts"

/** The contacts of a file. */
export interface NamedContacts extends Collected {
  /** Name of the file, for messages. */
  readonly name: string
}

/** Formats a number with its noun. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`

const more = (listed: number, all: number): ReadonlyArray<string> => all > listed ? [`- ${all - listed} more`] : []

const rejectedLines = ({ rejected, rejectedCount }: Collected): ReadonlyArray<string> => [
  ...rejected.map(({ line, reason }) => `- line ${line}: ${reason}`),
  ...more(rejected.length, rejectedCount)
]

const duplicateLines = ({ duplicateCount, duplicates }: Collected): ReadonlyArray<string> => [
  ...duplicates.map(({ firstLine, line }) => `- line ${line}: the phone number of line ${firstLine}`),
  ...more(duplicates.length, duplicateCount)
]

const rejectedTitle = ({ rejectedCount }: Collected): string =>
  `${count(rejectedCount, "line")} ${rejectedCount === 1 ? "is" : "are"} rejected`

const duplicatesTitle = ({ duplicateCount }: Collected): string =>
  `${count(duplicateCount, "duplicate")} ${duplicateCount === 1 ? "is" : "are"} left out`

const invalid = (message: string, remedy?: string) => failure(ExitCode.invalidContacts, message, remedy)

/**
 * Fails if the contacts must not be sent: lines are rejected and not skipped, or there are no contacts. The error lists
 * the rejected lines unless they are printed already.
 */
export const ensureValid = (
  contacts: NamedContacts,
  { printed, skipRejected }: { readonly printed: boolean; readonly skipRejected: boolean }
): Effect.Effect<void, CommandFailure> => {
  if (contacts.rejectedCount > 0 && !skipRejected) {
    return Effect.fail(invalid(
      [
        `${rejectedTitle(contacts)} in the contacts of ${contacts.name}. Nothing was sent.`,
        ...(printed ? [] : rejectedLines(contacts))
      ].join("\n"),
      "Correct them, or add --skip-rejected to leave them out."
    ))
  }
  return contacts.contacts.length === 0
    ? Effect.fail(invalid(`There are no contacts in ${contacts.name}. Nothing was sent.`))
    : Effect.void
}

/** Reports the rejected lines and the duplicates that are left out. */
export const reportOmitted = Effect.fnUntraced(function*(contacts: NamedContacts) {
  if (contacts.rejectedCount > 0) {
    yield* Output.warn([`${rejectedTitle(contacts)} and left out:`, ...rejectedLines(contacts)].join("\n"))
  }
  if (contacts.duplicateCount > 0) {
    yield* Output.note([`${duplicatesTitle(contacts)}:`, ...duplicateLines(contacts)].join("\n"))
  }
})

/** Prints the contacts that would be sent, the rejected lines and the duplicates. `plan` says what would be done. */
export const printPlan = (contacts: NamedContacts, plan: string, json: boolean) => {
  const { duplicateCount, duplicates, rejected, rejectedCount } = contacts
  return json
    ? Output.json({
      contacts: contacts.contacts.length,
      rejectedCount,
      rejected: rejected.map(({ line, reason }) => ({ line, reason })),
      duplicateCount,
      duplicates: duplicates.map(({ firstLine, line }) => ({ line, firstLine }))
    })
    : Output.print(
      [
        plan,
        ...(rejectedCount === 0 ? [] : [`${rejectedTitle(contacts)}:`, ...rejectedLines(contacts)]),
        ...(duplicateCount === 0 ? [] : [`${duplicatesTitle(contacts)}:`, ...duplicateLines(contacts)])
      ].join("\n")
    )
}
