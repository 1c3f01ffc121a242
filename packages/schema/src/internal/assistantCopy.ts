import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import type { Assistant } from "../Assistant.ts"
import type { AssistantCreate } from "../AssistantCreate.ts"
import { settings } from "./assistantSettings.ts"

/** The settings that refer to a phone number or a connection of the organization. */
const connections: ReadonlySet<string> = new Set(["calendly", "from_phone_number", "slack", "zoho"])

/**
 * The options of `toCreate`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ToCreateOptions {
  /**
   * Whether to omit the settings that belong to the organization: `from_phone_number`, `calendly`, `slack` and `zoho`.
   * Default: `false`.
   */
  readonly omitConnections?: boolean | undefined
}

const Settings = /*#__PURE__*/ Schema.Struct(settings)

const decode = /*#__PURE__*/ Schema.decodeUnknownOption(Settings)

/** Whether a request accepts a value of a setting. */
const isAccepted = (name: string, value: unknown): boolean => Option.isSome(decode({ [name]: value }))

/** The values of the settings that an assistant has. A setting that is `null` has the default of the service. */
const valuesOf = (assistant: Assistant): ReadonlyArray<readonly [string, unknown]> =>
  Struct.keys(settings).flatMap((name) => {
    const value = assistant[name]
    return value === undefined || value === null && !isAccepted(name, null) ? [] : [[name, value] as const]
  })

/**
 * Returns the request body that creates a copy of an assistant, in the same or in another organization.
 *
 * **Details**
 *
 * The body contains the secrets of the assistant. A masked assistant gives a body with masks, which `create` refuses.
 *
 * The result is a valid body for every assistant. Values that a response can have and a request cannot, such as a phone
 * number that is not in E.164 format, are omitted. {@link notCopied} returns their names. FAQ entries are copied
 * without their ids and authors.
 *
 * **Gotchas**
 *
 * Another organization has other phone numbers, connections and cloned voices. `omitConnections` omits the first two.
 * Check whether the voice exists in the other organization.
 *
 * **Example** (Copying an assistant to another organization)
 *
 * ```ts
 * import { Assistant } from "@effect-revox/schema"
 *
 * const copyOf = (assistant: Assistant.Assistant) => ({
 *   ...Assistant.toCreate(assistant, { omitConnections: true }),
 *   name: `${assistant.name} (copy)`
 * })
 * ```
 *
 * @category conversions
 * @since 0.1.0
 */
export const toCreate = (assistant: Assistant, options: ToCreateOptions = {}): AssistantCreate => {
  const accepted = valuesOf(assistant).filter(([name, value]) =>
    isAccepted(name, value) && !(options.omitConnections === true && connections.has(name))
  )
  const body = Option.getOrElse(decode(Object.fromEntries(accepted)), () => ({}))
  return { name: assistant.name, prompt: assistant.prompt, ...body }
}

/**
 * Returns the names of the settings of an assistant that {@link toCreate} omits, because a request cannot have their
 * values.
 *
 * @category getters
 * @since 0.1.0
 */
export const notCopied = (assistant: Assistant): ReadonlyArray<string> =>
  valuesOf(assistant).filter(([name, value]) => !isAccepted(name, value)).map(([name]) => name)
