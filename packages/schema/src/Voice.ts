/**
 * The voice that an assistant speaks with.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { between } from "./internal/numbers.ts"
import { NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * The company that synthesises the voice.
 *
 * @category schemas
 * @since 0.1.0
 */
export const VoiceProvider = OpenEnum.make(["cartesia", "elevenlabs"])
/**
 * The company that synthesises the voice.
 *
 * @category models
 * @since 0.1.0
 */
export type VoiceProvider = typeof VoiceProvider.Type

/**
 * The voice that an assistant speaks with.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Voice extends Schema.Opaque<Voice>()(
  Schema.Struct({
    id: NonEmptyString.annotateKey({ description: "The id of the voice at the provider. At least one character." }),
    provider: VoiceProvider.annotateKey({ description: "The company that synthesises the voice." }),
    speed: Schema.optionalKey(between(0.6, 1.5))
      .annotateKey({
        description: "Speed of speech, as a factor: 0.6 to 1.5 with Cartesia, 0.7 to 1.2 with ElevenLabs. Default: 1.0."
      }),
    volume: Schema.optionalKey(between(0.5, 2))
      .annotateKey({
        description: "Loudness, as a factor: 0.5 to 2.0 with Cartesia; other providers ignore it. Default: 1.0. " +
          "Only in `GET /campaigns/{id}`."
      }),
    model: Schema.optionalKey(Schema.NullOr(Schema.String))
      .annotateKey({ description: "The speech model of Cartesia. Only in newer versions of the API." })
  }).annotate({ identifier: "Voice", description: "The voice that an assistant speaks with." })
) {}
