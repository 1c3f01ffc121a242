import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Line, Options } from "../../Contacts.ts"
import { ContactsError } from "../../ContactsError.ts"
import { normalize } from "./phoneNumber.ts"
import type { Record } from "./record.ts"
import { list } from "./record.ts"

type FieldValues = Exclude<Record["fields"], string>

/** The prompt variables of all contacts, each with the name of its field. */
type Variables = ReadonlyArray<readonly [variable: string, field: string]>

const variablesOf = (fields: FieldValues, phoneNumber: string, { variables }: Options): Variables =>
  variables === undefined
    ? Object.keys(fields).filter((field) => field !== phoneNumber).map((field) => [field, field])
    : Object.entries(variables)

/** The prompt variables, from the first record. Fails if it does not have the fields that the options name. */
const fromFirst = (
  { fields, line }: { readonly fields: FieldValues; readonly line: number },
  phoneNumber: string,
  options: Options
): Effect.Effect<Variables, ContactsError> => {
  const variables = variablesOf(fields, phoneNumber, options)
  const names = new Set([phoneNumber, ...variables.map(([_, field]) => field)])
  const missing = Array.from(names).filter((name) => !Object.hasOwn(fields, name))
  return missing.length === 0 ? Effect.succeed(variables) : Effect.fail(
    new ContactsError({
      line,
      problem: `There is no column ${list(missing)}. The columns are: ${list(Object.keys(fields))}. ` +
        "Set the options phoneNumber, variables and delimiter accordingly."
    })
  )
}

/** Whether a number was rounded when its JSON was parsed, or has an exponent. Contacts would hear a wrong value. */
const isInexact = (value: unknown): boolean =>
  Predicate.isNumber(value) &&
  (!/^-?\d+(?:\.\d+)?$/.test(String(value)) || Number.isInteger(value) && !Number.isSafeInteger(value))

const textOf = (value: unknown): string | undefined =>
  Predicate.isString(value)
    ? value
    : Predicate.isNumber(value) || Predicate.isBoolean(value)
    ? String(value)
    : undefined

const toLine = (
  { fields, line }: { readonly fields: FieldValues; readonly line: number },
  phoneNumber: string,
  variables: Variables,
  options: Options
): Line => {
  const reject = (reason: string): Line => ({ _tag: "Rejected", line, reason })
  const missing = variables.filter(([_, field]) => !Object.hasOwn(fields, field) || fields[field] === null)
  if (missing.length > 0) return reject(`fields are missing: ${list(missing.map(([_, field]) => field))}`)
  const invalid = variables.filter(([_, field]) => textOf(fields[field]) === undefined)
  if (invalid.length > 0) return reject(`fields are not text: ${list(invalid.map(([_, field]) => field))}`)
  const inexact = variables.filter(([_, field]) => isInexact(fields[field]))
  if (inexact.length > 0) {
    return reject(
      `fields are numbers that cannot be read exactly, so write them as text: ${
        list(inexact.map(([_, field]) => field))
      }`
    )
  }
  if (options.variables === undefined) {
    const known = new Set([phoneNumber, ...variables.map(([_, field]) => field)])
    const others = Object.keys(fields).filter((field) => !known.has(field))
    if (others.length > 0) return reject(`the first contact does not have these fields: ${list(others)}`)
  }
  const number = normalize(textOf(fields[phoneNumber]) ?? "", options.defaultCountry)
  if (Result.isFailure(number)) return reject(number.failure)
  return {
    _tag: "Contact",
    line,
    contact: {
      to_phone_number: number.success,
      prompt_variables: Object.fromEntries(
        variables.map(([variable, field]) => [variable, textOf(fields[field]) ?? ""])
      )
    }
  }
}

const hasFields = (record: Record): record is Record & { readonly fields: FieldValues } =>
  !Predicate.isString(record.fields)

/** Converts records to contacts. All contacts have the prompt variables of the first one. */
export const toLines = <E, R>(
  records: Stream.Stream<Record, E, R>,
  options: Options
): Stream.Stream<Line, E | ContactsError, R> => {
  const { phoneNumber = "phone_number" } = options
  return Stream.mapAccumArrayEffect(
    records,
    (): Variables | undefined => undefined,
    (known, chunk) =>
      Effect.gen(function*() {
        let variables = known
        const lines: Array<Line> = []
        for (const record of chunk) {
          if (hasFields(record)) {
            variables ??= yield* fromFirst(record, phoneNumber, options)
            lines.push(toLine(record, phoneNumber, variables, options))
          } else {
            lines.push({ _tag: "Rejected", line: record.line, reason: String(record.fields) })
          }
        }
        return [variables, lines] as const
      })
  )
}
