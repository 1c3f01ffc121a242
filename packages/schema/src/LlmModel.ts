/**
 * The language model behind an assistant.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJson } from "./internal/json.ts"
import { NonEmptyString, Uri } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * The models that Revox hosts.
 *
 * @category schemas
 * @since 0.1.0
 */
export const DedicatedModelName = OpenEnum.make(["gpt-4.1", "ministral-3-8b-instruct"])
/**
 * The models that Revox hosts.
 *
 * @category models
 * @since 0.1.0
 */
export type DedicatedModelName = typeof DedicatedModelName.Type

/**
 * A model on an instance that Revox hosts.
 *
 * @category schemas
 * @since 0.1.0
 */
export class DedicatedInstanceModel extends Schema.Opaque<DedicatedInstanceModel>()(
  Schema.Struct({
    name: DedicatedModelName.annotateKey({ description: "The name of the model." }),
    type: Schema.Literal("dedicated-instance").annotateKey({ description: "The discriminator of the variant." })
  }).annotate({
    identifier: "DedicatedInstanceModel",
    description: "A model on an instance that Revox hosts."
  })
) {}

/**
 * A model reached through OpenRouter.
 *
 * @category schemas
 * @since 0.1.0
 */
export class OpenRouterModel extends Schema.Opaque<OpenRouterModel>()(
  Schema.Struct({
    openrouter_model_id: Schema.String.annotateKey({
      description: "The OpenRouter id of the model (`openai/gpt-4.1`)."
    }),
    openrouter_provider: Schema.String.annotateKey({
      description: "The provider for OpenRouter to use (`nebius`, `openai`, `azure`)."
    }),
    type: Schema.Literal("openrouter").annotateKey({ description: "The discriminator of the variant." })
  }).annotate({ identifier: "OpenRouterModel", description: "A model reached through OpenRouter." })
) {}

/**
 * A model behind an OpenAI-compatible endpoint of the customer. Only in `GET /campaigns/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CustomModel extends Schema.Opaque<CustomModel>()(
  Schema.Struct({
    api_key: NonEmptyString.annotateKey({
      description: "The key sent to the endpoint as a Bearer token. A secret. At least one character."
    }),
    api_url: Uri.annotateKey({ description: "Base URL of the endpoint (`https://api.together.xyz/v1`)." }),
    model_name: NonEmptyString.annotateKey({
      description: "The provider's name of the model (`meta-llama/llama-3-70b`). At least one character."
    }),
    type: Schema.Literal("custom").annotateKey({ description: "The discriminator of the variant." })
  }).annotate({
    identifier: "CustomModel",
    description: "A model behind an OpenAI-compatible endpoint of the customer. Only in `GET /campaigns/{id}`."
  })
) {}

/**
 * The provider of a speech-to-speech model.
 *
 * @category schemas
 * @since 0.1.0
 */
export const RealtimeProvider = OpenEnum.make(["openai", "google"])
/**
 * The provider of a speech-to-speech model.
 *
 * @category models
 * @since 0.1.0
 */
export type RealtimeProvider = typeof RealtimeProvider.Type

/**
 * A speech-to-speech model. Only in `GET /campaigns/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class RealtimeModel extends Schema.Opaque<RealtimeModel>()(
  Schema.Struct({
    provider: RealtimeProvider.annotateKey({ description: "The provider of the model." }),
    realtime_model_id: Schema.String.annotateKey({ description: "The provider's id of the model." }),
    type: Schema.Literal("realtime").annotateKey({ description: "The discriminator of the variant." }),
    realtime_voice_id: Schema.optionalKey(NonEmptyString).annotateKey({
      description: "The provider's voice (`marin` with OpenAI, `Puck` with Gemini). At least one character."
    })
  }).annotate({
    identifier: "RealtimeModel",
    description: "A speech-to-speech model. Only in `GET /campaigns/{id}`."
  })
) {}

/**
 * A model whose `type` this version of the package does not know, with all of its JSON.
 *
 * @category models
 * @since 0.1.0
 */
export interface UnrecognizedModel {
  /** The discriminator of the variant. */
  readonly type: OpenEnum.Unrecognized
  readonly [key: string]: Schema.Json
}

const AnyModel = Schema.StructWithRest(
  Schema.Struct({ type: Schema.String }),
  [Schema.Record(Schema.String, UncheckedJson)]
)

// It has any other fields, so that it also matches where excess properties are errors.
const ClaimsKnownType = Schema.StructWithRest(
  Schema.Struct({ type: Schema.Literals(["dedicated-instance", "openrouter", "custom", "realtime"]) }),
  [Schema.Record(Schema.String, UncheckedJson)]
)

/**
 * A model whose `type` this version of the package does not know, with all of its JSON.
 *
 * **Details**
 *
 * A model with a known `type` and invalid fields must not decode to this type, because narrowing by `type` would then
 * be wrong. Therefore the schema is a union in which exactly one member must match: any model, or a model with a known
 * `type`. Unlike a check, this also applies when checks are disabled, and can be compiled.
 *
 * @category schemas
 * @since 0.1.0
 */
export const UnrecognizedModel = Schema.make<Schema.Codec<UnrecognizedModel>>(
  Schema.Union([AnyModel, ClaimsKnownType], { mode: "oneOf" }).annotate({
    title: "UnrecognizedModel",
    description: "A model whose `type` this version of the package does not know, with all of its JSON."
  }).ast
)

/**
 * The language model behind an assistant, discriminated by `type`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LlmModel = Schema.Union([
  DedicatedInstanceModel,
  OpenRouterModel,
  CustomModel,
  RealtimeModel,
  UnrecognizedModel
]).annotate({
  identifier: "LlmModel",
  description: "The language model behind an assistant, discriminated by `type`."
})
/**
 * The language model behind an assistant, discriminated by `type`.
 *
 * @category models
 * @since 0.1.0
 */
export type LlmModel = typeof LlmModel.Type
