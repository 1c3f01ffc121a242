/**
 * Contacts of a campaign from CSV and NDJSON: validated, with phone numbers in E.164 format, and without duplicates.
 *
 * **When to use**
 *
 * Use to read contacts from a file or an upload before `Campaigns.create`. Import this module from
 * `@effect-revox/streams/Contacts`. It needs the package `libphonenumber-js`.
 *
 * **Example** (Creating a campaign from a CSV file)
 *
 * ```ts
 * import { Campaigns } from "@effect-revox/client"
 * import * as Contacts from "@effect-revox/streams/Contacts"
 * import { Effect, FileSystem } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const fs = yield* FileSystem.FileSystem
 *   const { contacts, rejected } = yield* fs.stream("contacts.csv").pipe(
 *     Contacts.decode({ format: "csv", defaultCountry: "FR" }),
 *     Contacts.collect
 *   )
 *   yield* Effect.logWarning("Rejected lines", rejected)
 *   const campaigns = yield* Campaigns.Campaigns
 *   return yield* campaigns.create({ assistant_id: "assistant-id", contacts, launch: true, name: "Spring" })
 * })
 * ```
 *
 * @since 0.1.0
 */
import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import { type InvalidOptionError, oneOf, satisfying, Text as AnyText, validator } from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { type CountryCode, isSupportedCountry } from "libphonenumber-js/min"
import type { ContactsError } from "./ContactsError.ts"
import { delimiter, isDelimiter } from "./internal/exportSettings.ts"
import * as Csv from "./internal/contacts/csv.ts"
import * as Fields from "./internal/contacts/fields.ts"
import * as Ndjson from "./internal/contacts/ndjson.ts"
import * as Text from "./internal/contacts/text.ts"

/**
 * The options of {@link decode}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * The format of the text. The first line of `"csv"` has the names of the columns. Each line of `"ndjson"` is a JSON
   * object.
   */
  readonly format: "csv" | "ndjson"
  /** The column or field of the phone number. Default: `"phone_number"`. */
  readonly phoneNumber?: string | undefined
  /**
   * The prompt variables, each with the column or field of its value: `{ first_name: "First name" }`. Default: all other
   * columns or fields, by their names.
   */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /**
   * The country of phone numbers without a country code: a code of ISO 3166-1 such as `"FR"`. Default: such phone numbers
   * are rejected.
   */
  readonly defaultCountry?: CountryCode | undefined
  /** Separator between two cells of CSV: one character, and neither a quote nor a line break. Default: `","`. */
  readonly delimiter?: string | undefined
}

/**
 * The result of one record of the text.
 *
 * - `"Contact"`: a valid contact
 * - `"Duplicate"`: a contact with the phone number of an earlier one
 * - `"Rejected"`: an invalid contact
 *
 * @category models
 * @since 0.1.0
 */
export type Line =
  | { readonly _tag: "Contact"; readonly line: number; readonly contact: CampaignContact }
  | { readonly _tag: "Duplicate"; readonly line: number; readonly firstLine: number; readonly contact: CampaignContact }
  | { readonly _tag: "Rejected"; readonly line: number; readonly reason: string }

const isCountry = (value: unknown): value is CountryCode => Predicate.isString(value) && isSupportedCountry(value)

const validate = validator(Schema.Struct({
  format: oneOf(["csv", "ndjson"]),
  phoneNumber: Schema.optional(AnyText),
  variables: Schema.optional(Schema.Record(Schema.String, AnyText)),
  defaultCountry: Schema.optional(
    satisfying(isCountry, "an ISO 3166-1 code of two capital letters, such as \"FR\"")
  ),
  delimiter: Schema.optional(satisfying(isDelimiter, delimiter))
}))

/** Marks contacts whose phone number occurred before. Keeps one entry for each phone number. */
const markDuplicates = <E, R>(lines: Stream.Stream<Line, E, R>): Stream.Stream<Line, E, R> =>
  Stream.suspend(() => {
    // A phone number has at most 15 digits. As a number, it takes less memory than as text.
    const firstLines = new Map<number, number>()
    return Stream.map(lines, (line): Line => {
      if (line._tag !== "Contact") return line
      const number = Number(line.contact.to_phone_number)
      const firstLine = firstLines.get(number)
      if (firstLine !== undefined) return { ...line, _tag: "Duplicate", firstLine }
      firstLines.set(number, line.line)
      return line
    })
  })

/**
 * Decodes contacts from the bytes of a CSV or NDJSON text.
 *
 * **Details**
 *
 * - Invalid contacts are rejected, and decoding continues. Each has its line number and the reason.
 * - In NDJSON, numbers and booleans are converted to text. Numbers that JavaScript cannot read exactly are rejected.
 * - Phone numbers are converted to E.164. Duplicates are detected afterwards, so that `+33 1 84 80 12 34` and `0184801234`
 *   are duplicates with the default country `"FR"`.
 * - The text is UTF-8 or UTF-16, with or without a byte order mark. Other encodings fail.
 * - A record is limited to 1 MiB, so that an unclosed quote fails early.
 * - Memory does not depend on the length of the text, except for the phone number of each contact, which is kept to
 *   detect duplicates.
 *
 * @category decoding
 * @since 0.1.0
 */
export const decode: {
  /** Decodes contacts from the bytes of a CSV or NDJSON text. */
  (
    options: Options
  ): <E, R>(bytes: Stream.Stream<Uint8Array, E, R>) => Stream.Stream<Line, E | ContactsError | InvalidOptionError, R>
  /** Decodes contacts from the bytes of a CSV or NDJSON text. */
  <E, R>(
    bytes: Stream.Stream<Uint8Array, E, R>,
    options: Options
  ): Stream.Stream<Line, E | ContactsError | InvalidOptionError, R>
} = dual(
  2,
  <E, R>(
    bytes: Stream.Stream<Uint8Array, E, R>,
    options: Options
  ): Stream.Stream<Line, E | ContactsError | InvalidOptionError, R> =>
    Stream.unwrap(Effect.map(validate(options), () => {
      const text = Text.decode(bytes)
      const records = options.format === "csv" ? Csv.decode(text, options.delimiter ?? ",") : Ndjson.decode(text)
      return markDuplicates(Fields.toLines(records, options))
    }))
)

/**
 * All contacts of a text, with the rejected and the duplicate ones.
 *
 * @category models
 * @since 0.1.0
 */
export interface Collected {
  /** The valid contacts, without duplicates, in the order of the text. */
  readonly contacts: ReadonlyArray<CampaignContact>
  /** The first 100 rejected contacts. */
  readonly rejected: ReadonlyArray<Extract<Line, { readonly _tag: "Rejected" }>>
  /** Number of rejected contacts. */
  readonly rejectedCount: number
  /** The first 100 duplicates. */
  readonly duplicates: ReadonlyArray<Extract<Line, { readonly _tag: "Duplicate" }>>
  /** Number of duplicates. */
  readonly duplicateCount: number
}

/** Maximum number of rejected contacts and of duplicates that are listed. */
const maxListed = 100

/**
 * Collects decoded contacts, for a request body.
 *
 * @category decoding
 * @since 0.1.0
 */
export const collect = <E, R>(lines: Stream.Stream<Line, E, R>): Effect.Effect<Collected, E, R> =>
  Effect.suspend(() => {
    const contacts: Array<CampaignContact> = []
    const rejected: Array<Collected["rejected"][number]> = []
    const duplicates: Array<Collected["duplicates"][number]> = []
    let rejectedCount = 0
    let duplicateCount = 0
    const add = (line: Line) => {
      if (line._tag === "Contact") contacts.push(line.contact)
      else if (line._tag === "Rejected" && ++rejectedCount <= maxListed) rejected.push(line)
      else if (line._tag === "Duplicate" && ++duplicateCount <= maxListed) duplicates.push(line)
    }
    return Effect.map(
      Stream.runForEachArray(lines, (chunk) => Effect.sync(() => chunk.forEach(add))),
      () => ({ contacts, rejected, rejectedCount, duplicates, duplicateCount })
    )
  })
