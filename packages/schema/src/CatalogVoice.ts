/**
 * The voices that assistants can speak with, and the requests that preview and clone voices.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { VoiceId } from "./Ids.ts"
import { described } from "./internal/described.ts"
import { between } from "./internal/numbers.ts"
import { atMost, NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { VoiceProvider } from "./Voice.ts"

/**
 * The language of a voice, as an ISO-639 code.
 *
 * @category schemas
 * @since 0.1.0
 */
export const VoiceLanguage = OpenEnum.make(["en", "fr", "es", "de", "it", "pt", "ru", "zh"])
/**
 * The language of a voice, as an ISO-639 code.
 *
 * @category models
 * @since 0.1.0
 */
export type VoiceLanguage = typeof VoiceLanguage.Type

/**
 * A voice that assistants can speak with.
 *
 * **Details**
 *
 * `GET /voices` returns all fields. `GET /voices/{id}` omits `language` and `provider`, and may omit `description`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CatalogVoice extends Schema.Opaque<CatalogVoice>()(
  Schema.Struct({
    id: VoiceId.annotateKey({ description: "The id of the voice at its provider." }),
    name: Schema.String.annotateKey({ description: "The name of the voice." }),
    description: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The description of the voice."
    }),
    language: Schema.optionalKey(Schema.NullOr(VoiceLanguage)).annotateKey({
      description: "The language of the voice. Only in `GET /voices`."
    }),
    provider: Schema.optionalKey(VoiceProvider).annotateKey({
      description: "The company that synthesises the voice. Only in `GET /voices`."
    })
  }).annotate({ identifier: "CatalogVoice", description: "A voice that assistants can speak with." })
) {}

/**
 * A response with one voice, such as that of `GET /voices/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class VoiceEnvelope extends Schema.Opaque<VoiceEnvelope>()(
  Schema.Struct({
    voice: described(CatalogVoice, "The voice.")
  }).annotate({
    identifier: "VoiceEnvelope",
    description: "A response with one voice, such as that of `GET /voices/{id}`."
  })
) {}

/**
 * All voices: the response of `GET /voices`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class VoiceList extends Schema.Opaque<VoiceList>()(
  Schema.Struct({
    voices: Schema.Array(CatalogVoice).annotateKey({ description: "The voices, without pagination." })
  }).annotate({ identifier: "VoiceList", description: "All voices: the response of `GET /voices`." })
) {}

/**
 * The query of `GET /voices/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class VoiceQuery extends Schema.Opaque<VoiceQuery>()(
  Schema.Struct({
    provider: VoiceProvider.annotateKey({ description: "The provider of the voice." })
  }).annotate({ identifier: "VoiceQuery", description: "The query of `GET /voices/{id}`." })
) {}

/**
 * The request body of `POST /voices/preview`. In JSON, `voice_id` is `voiceId`, the only key of the API in camel case.
 *
 * @category schemas
 * @since 0.1.0
 */
export class VoicePreview extends Schema.Opaque<VoicePreview>()(
  Schema.Struct({
    provider: VoiceProvider.annotateKey({ description: "The provider of the voice." }),
    voice_id: NonEmptyString.annotateKey({
      description: "The id of the voice at the provider. In JSON, the key is `voiceId`."
    }),
    speed: Schema.optionalKey(between(0.6, 1.5)).annotateKey({
      description: "Speed of speech, as a factor: 0.6 to 1.5. Default: 1.0."
    }),
    text: Schema.optionalKey(atMost(2000)).annotateKey({
      description: "The text to speak: at most 2000 characters. Default: a sentence of the service."
    }),
    volume: Schema.optionalKey(between(0.5, 2)).annotateKey({
      description: "Loudness, as a factor: 0.5 to 2.0. Default: 1.0."
    })
  }).annotate({
    identifier: "VoicePreview",
    description: "The request body of `POST /voices/preview`. In JSON, `voice_id` is `voiceId`."
  }).pipe(Schema.encodeKeys({ voice_id: "voiceId" }))
) {}

/**
 * Maximum size of the audio of a cloned voice, in bytes: 7.5 MB. The API documents it as "about 7.5 MB".
 *
 * @category constants
 * @since 0.1.0
 */
export const maxAudioSize = 7_500_000

const AudioBytes = Schema.Uint8ArrayFromBase64.check(
  Schema.makeFilter(({ length }) => length <= maxAudioSize, { expected: `audio of at most ${maxAudioSize} bytes` })
)

const MediaType = Schema.String.check(
  Schema.isPattern(/^[a-z]+\/[\w.+-]+$/u, { expected: "a media type, such as audio/mpeg" })
)

/**
 * The request body of `POST /voices/clone`. In JSON, the audio is Base64.
 *
 * @category schemas
 * @since 0.1.0
 */
export class VoiceClone extends Schema.Opaque<VoiceClone>()(
  Schema.Struct({
    audio: AudioBytes.annotateKey({
      description: "A recording of the voice: at most 7.5 MB. In JSON, it is Base64."
    }),
    content_type: MediaType.annotateKey({
      description: "The media type of the audio, such as `audio/mpeg`. The allowed values are not publicly documented."
    }),
    language: NonEmptyString.annotateKey({
      description: "The language of the voice, such as `en`. The allowed values are not publicly documented."
    }),
    name: NonEmptyString.annotateKey({ description: "The name of the voice." })
  }).annotate({
    identifier: "VoiceClone",
    description: "The request body of `POST /voices/clone`. In JSON, the audio is Base64."
  })
) {}
