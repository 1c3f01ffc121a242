import { InvalidContactsError } from "@effect-revox/client/RevoxError"
import * as CampaignContact from "@effect-revox/schema/CampaignContact"
import type { Line } from "@effect-revox/streams/Contacts"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { type CampaignRunsError, type Reason, RejectedContactsError } from "../../CampaignRunsError.ts"

/** A contact, or a decoded line of `Contacts.decode`. */
export type Item = CampaignContact.CampaignContact | Line

const isLine = (item: Item): item is Line => Predicate.hasProperty(item, "_tag")

/** Maximum number of problems that an error lists. */
const maxProblems = 100

const problemOf = (line: Line): string | undefined =>
  line._tag === "Rejected"
    ? line.reason
    : line._tag === "Duplicate"
    ? `the phone number is that of line ${line.firstLine}`
    : undefined

/** Collects and validates contacts, which are all in one request. */
export const collect = <E, R>(
  items: Iterable<Item> | Stream.Stream<Item, E, R>,
  options: CampaignContact.ValidateOptions,
  fail: (reason: Reason) => Effect.Effect<never, CampaignRunsError>
): Effect.Effect<ReadonlyArray<CampaignContact.CampaignContact>, E | CampaignRunsError, R> =>
  Effect.gen(function*() {
    const contacts: Array<CampaignContact.CampaignContact> = []
    const lines: Array<{ readonly line: number; readonly problem: string }> = []
    let count = 0
    const add = (item: Item) => {
      if (!isLine(item)) {
        contacts.push(item)
        return
      }
      const problem = item._tag === "Duplicate" && options.allowDuplicates === true ? undefined : problemOf(item)
      if (problem !== undefined) {
        count += 1
        if (count <= maxProblems) lines.push({ line: item.line, problem })
      } else if (item._tag !== "Rejected") contacts.push(item.contact)
    }
    const stream = Stream.isStream(items) ? items : Stream.fromIterable(items)
    yield* Stream.runForEachArray(stream, (chunk) => Effect.sync(() => chunk.forEach(add)))
    if (count > 0) return yield* fail(new RejectedContactsError({ lines, count }))
    const problems = CampaignContact.validate(contacts, options)
    if (problems.length > 0) {
      return yield* fail(
        new InvalidContactsError({ problems: problems.slice(0, maxProblems), problemCount: problems.length })
      )
    }
    return contacts
  })
