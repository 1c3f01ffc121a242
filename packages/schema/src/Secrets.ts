/**
 * The secrets in assistants: API keys of custom models, headers and parameters of tools, and tokens in URLs.
 *
 * **Details**
 *
 * These parts of an assistant are secrets:
 *
 * - `llm_model.api_key`, and other fields whose name is that of a key, a token, a password or a secret
 * - the values of `headers` and `query_params` of tools, except placeholders and headers such as `content-type`
 * - in URLs: the user name and password, the values of the query, the fragment, and long segments of the path that have
 *   letters and digits
 * - in `body_template`: the fields whose name is that of a secret, and those parts of URLs
 *
 * @since 0.1.0
 */
import type { CustomTool } from "./CustomTool.ts"
import * as SecretFields from "./internal/secretFields.ts"
import * as SecretText from "./internal/secretText.ts"
import type { LlmModel } from "./LlmModel.ts"

/**
 * The text that replaces a secret. Requests that create or update an assistant refuse it.
 *
 * @category constants
 * @since 0.1.0
 */
export const masked: string = SecretText.masked

/**
 * The fields of an assistant that can contain secrets, in a response or in a request body.
 *
 * @category models
 * @since 0.1.0
 */
export interface HasSecrets {
  /** HTTP endpoints that the assistant can call during a conversation. */
  readonly custom_tools?: ReadonlyArray<CustomTool> | null
  /** The language model of the assistant. */
  readonly llm_model?: LlmModel
  /** The URL of a logo. */
  readonly logo_url?: string | null
  /** The URL that the service requests before a call. */
  readonly precall_lookup_url?: string | null
  /** The URL of the webhook for completed calls. */
  readonly webhook_url?: string | null
}

/**
 * Replaces the secrets of an assistant by {@link masked}, in a response or in a request body.
 *
 * **When to use**
 *
 * Use before an assistant is printed, logged or shown. Masked assistants cannot be sent: `AssistantCreate` and
 * `AssistantUpdate` refuse masks.
 *
 * **Gotchas**
 *
 * Prompts, SMS templates and other free texts stay as they are. Do not write secrets into them.
 *
 * **Example** (Printing an assistant)
 *
 * ```ts
 * import { type Assistant, Secrets } from "@effect-revox/schema"
 * import { Console } from "effect"
 *
 * const print = (assistant: Assistant.Assistant) => Console.log(JSON.stringify(Secrets.mask(assistant)))
 * ```
 *
 * @see {@link maskAll} for responses that contain assistants, such as campaigns
 * @category combinators
 * @since 0.1.0
 */
export const mask = <A extends HasSecrets>(assistant: A): A => SecretFields.fields(assistant, SecretFields.mask)

/**
 * Replaces the secrets of all assistants and language models in a value by {@link masked}, such as those in a campaign,
 * in a page of rows, or in a list of phone numbers.
 *
 * **Details**
 *
 * Assistants are the values of fields with the name `assistant`, `assistants` or `inbound_assistant`. Language models are
 * those of `llm_model`. Other parts, such as the input data of rows, stay as they are.
 *
 * @see {@link mask} for an assistant itself
 * @category combinators
 * @since 0.1.0
 */
export const maskAll = <A>(value: A): A => SecretFields.assistants(value, SecretFields.mask)

/**
 * Returns the paths of the fields of an assistant that contain {@link masked} instead of a secret.
 *
 * @category getters
 * @since 0.1.0
 */
export const maskedPaths = (assistant: object): ReadonlyArray<ReadonlyArray<PropertyKey>> =>
  SecretFields.maskedPaths(assistant)

/**
 * Returns the secrets in the settings of an assistant, or in a request body that contains settings. Errors of the client
 * redact them.
 *
 * @category getters
 * @since 0.1.0
 */
export const secretsIn = (body: unknown): ReadonlyArray<string> => SecretFields.secretsIn(body)

/**
 * Replaces the secrets in a JSON text by {@link masked}. The text may be cut or invalid.
 *
 * **Details**
 *
 * A text does not show which `value` is that of a header. Therefore the text of every field with the name `value`, and
 * that of `body_template`, is replaced.
 *
 * @category combinators
 * @since 0.1.0
 */
export const maskJson = (text: string): string =>
  SecretText.replaceJson(text, () => masked, (name) => name === "value" || name === "body_template")
