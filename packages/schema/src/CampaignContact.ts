/**
 * The contacts of a new campaign.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { isPhoneNumber, PhoneNumber } from "./PhoneNumber.ts"

/**
 * A contact of a new campaign: a phone number, and the values of the variables in the assistant's prompt.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignContact extends Schema.Opaque<CampaignContact>()(
  Schema.Struct({
    prompt_variables: Schema.Record(Schema.String, Schema.String).annotateKey({
      description: "Values of the variables in the assistant's texts: `first_name` replaces `{{first_name}}`."
    }),
    to_phone_number: PhoneNumber.annotateKey({ description: "The phone number to call, in E.164 format." })
  }).annotate({
    identifier: "CampaignContact",
    description:
      "A contact of a new campaign: a phone number, and the values of the variables in the assistant's prompt."
  })
) {}

/**
 * A contact that must not be sent, and the reason.
 *
 * @category models
 * @since 0.1.0
 */
export interface ContactProblem {
  /** Position of the contact in the list, from 0. */
  readonly index: number
  /** The reason. It does not contain the phone number or a value of the contact. */
  readonly problem: string
}

/**
 * The options of {@link validate}.
 *
 * @category models
 * @since 0.1.0
 */
export interface ValidateOptions {
  /** Whether several contacts may have the same phone number, which is then called once for each. Default: `false`. */
  readonly allowDuplicates?: boolean | undefined
  /** Whether a contact may lack prompt variables that other contacts have. Default: `false`. */
  readonly allowMissingVariables?: boolean | undefined
}

const names = (values: ReadonlyArray<string>): string => values.map((name) => JSON.stringify(name)).join(", ")

const variableProblem = (variables: unknown, known: ReadonlySet<string>): string | undefined => {
  if (!Predicate.isObject(variables)) return "prompt_variables must be an object of strings"
  const invalid = Object.keys(variables).filter((name) => !Predicate.isString(variables[name]))
  if (invalid.length > 0) return `prompt variables must be strings: ${names(invalid)}`
  const missing = Array.from(known).filter((name) => !Object.hasOwn(variables, name))
  return missing.length === 0 ? undefined : `prompt variables of other contacts are missing: ${names(missing)}`
}

/** The names of all variables in a list of contacts. */
const variablesIn = (contacts: ReadonlyArray<unknown>): ReadonlySet<string> =>
  new Set(
    contacts.flatMap((contact) =>
      Predicate.hasProperty(contact, "prompt_variables") && Predicate.isObject(contact.prompt_variables)
        ? Object.keys(contact.prompt_variables)
        : []
    )
  )

/**
 * Validates a list of contacts, and returns all problems.
 *
 * **Details**
 *
 * These contacts have a problem:
 *
 * - contacts without a phone number in E.164 format
 * - contacts with the phone number of an earlier contact, unless `allowDuplicates` is set
 * - contacts without a prompt variable that another contact has, unless `allowMissingVariables` is set
 * - contacts with a prompt variable that is not a string
 *
 * @category validation
 * @since 0.1.0
 */
export const validate = (
  contacts: ReadonlyArray<unknown>,
  options: ValidateOptions = {}
): ReadonlyArray<ContactProblem> => {
  const variables = options.allowMissingVariables === true ? new Set<string>() : variablesIn(contacts)
  const firstIndex = new Map<string, number>()
  return contacts.flatMap((contact, index) => {
    if (!Predicate.isObject(contact)) return [{ index, problem: "a contact must be an object" }]
    const number = contact["to_phone_number"]
    const problems: Array<string> = []
    if (isPhoneNumber(number)) {
      const first = firstIndex.get(number)
      if (first === undefined) firstIndex.set(number, index)
      else if (options.allowDuplicates !== true) problems.push(`to_phone_number is that of contact ${first}`)
    } else {
      problems.push("to_phone_number must be in E.164 format, such as +33184801234")
    }
    const variable = variableProblem(contact["prompt_variables"], variables)
    if (variable !== undefined) problems.push(variable)
    return problems.map((problem) => ({ index, problem }))
  })
}
