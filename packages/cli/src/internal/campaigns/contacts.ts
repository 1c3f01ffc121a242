/** Reads contacts. It is loaded on demand, because of the data about phone numbers. */
import * as Contacts from "@effect-revox/streams/Contacts"
import { fileError } from "@effect-revox/streams/ExportError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type CountryCode, isSupportedCountry } from "libphonenumber-js/min"
import { ExitCode } from "../../ExitCode.ts"
import * as Delimiter from "../delimiter.ts"
import { type CommandFailure, failure, usage } from "../failure.ts"
import * as Format from "../format.ts"
import * as Input from "../input.ts"

/** The file of the contacts, and the flags that describe it. */
export interface Source {
  readonly contacts: string
  readonly format: Option.Option<Format.Format>
  readonly phoneColumn: Option.Option<string>
  readonly variables: Option.Option<string>
  readonly country: Option.Option<string>
  readonly delimiter: Option.Option<string>
}

const formatOf = ({ contacts, format }: Source): Effect.Effect<Format.Format, CommandFailure> =>
  Option.isSome(format)
    ? Effect.succeed(format.value)
    : Input.isStdin(contacts)
    ? Effect.fail(usage("Contacts of standard input need a format.", "Add --format csv or --format ndjson."))
    : Format.infer(contacts, ", or add --format")

const countryOf = (code: string): Effect.Effect<CountryCode, CommandFailure> => {
  const country = code.toUpperCase()
  return isSupportedCountry(country)
    ? Effect.succeed(country)
    : Effect.fail(usage(`--country "${code}" is invalid.`, "Use a code of ISO 3166-1, such as DE."))
}

/** Parses a list of variables such as `first_name,city=Town`, each with the column of its value. */
const variablesOf = Effect.fnUntraced(function*(text: string) {
  const entries = text.split(",").map((item): readonly [string, string] => {
    const [name = "", ...column] = item.split("=")
    return [name.trim(), (column.length === 0 ? name : column.join("=")).trim()]
  })
  if (entries.some((entry) => entry.includes(""))) {
    return yield* usage(`--variables "${text}" has an empty name.`, "Use names such as first_name,city=Town.")
  }
  const names = entries.map(([name]) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) return yield* usage(`--variables "${text}" has "${repeated}" more than once.`)
  return Object.fromEntries(entries)
})

const optionsOf = Effect.fnUntraced(function*(source: Source) {
  const format = yield* formatOf(source)
  if (format !== "csv" && Option.isSome(source.delimiter)) {
    return yield* usage("--delimiter requires contacts in the CSV format.", "Add --format csv.")
  }
  const options: Contacts.Options = {
    format,
    phoneNumber: Option.getOrUndefined(source.phoneColumn),
    variables: Option.getOrUndefined(yield* Effect.transposeOption(Option.map(source.variables, variablesOf))),
    defaultCountry: Option.getOrUndefined(yield* Effect.transposeOption(Option.map(source.country, countryOf))),
    delimiter: Option.getOrUndefined(yield* Effect.transposeOption(Option.map(source.delimiter, Delimiter.parse)))
  }
  return options
})

/** Replaces the options of the library by the flags of the command. */
const namingFlags = (text: string): string =>
  text
    .replace(
      "Set the options phoneNumber, variables and delimiter accordingly.",
      "Set --phone-column, --variables and --delimiter accordingly."
    )
    .replace("or set a default country", "or add --country")

/** Reads all contacts, with the rejected and the duplicate ones. */
export const read = Effect.fnUntraced(function*(source: Source) {
  const { contacts: file } = source
  const name = Input.isStdin(file) ? "standard input" : file
  const options = yield* optionsOf(source)
  const collected = yield* Input.bytes(file).pipe(
    Contacts.decode(options),
    Contacts.collect,
    Effect.catchTags({
      PlatformError: (error) =>
        Effect.fail(usage(`Cannot read the contacts of ${name}: ${fileError(file, error).problem}.`)),
      ContactsError: ({ message }) =>
        Effect.fail(
          failure(ExitCode.invalidContacts, `The contacts of ${name} cannot be read: ${namingFlags(message)}`)
        )
    })
  )
  const rejected = collected.rejected.map((line) => ({ ...line, reason: namingFlags(line.reason) }))
  return { ...collected, rejected, name }
})
