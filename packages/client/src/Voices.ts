/**
 * The service that lists, previews and clones voices.
 *
 * @since 0.1.0
 */
import * as voices from "@effect-revox/schema/api/voices"
import { type CatalogVoice, maxAudioSize, type VoicePreview, type VoiceQuery } from "@effect-revox/schema/CatalogVoice"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { collect } from "./internal/bytes.ts"
import { invalidResponse } from "./internal/invalidResponse.ts"
import * as RevoxClient from "./RevoxClient.ts"
import { InvalidRequestError, RevoxError } from "./RevoxError.ts"

/**
 * A voice to clone.
 *
 * @category models
 * @since 0.1.0
 */
export interface CloneRequest<E = never, R = never> {
  /** The name of the voice. */
  readonly name: string
  /** The language of the voice, such as `en`. The allowed values are not publicly documented. */
  readonly language: string
  /** The media type of the audio, such as `audio/mpeg`. The allowed values are not publicly documented. */
  readonly content_type: string
  /** A recording of the voice: at most 7.5 MB. A stream is read only as far as that. */
  readonly audio: Uint8Array | Stream.Stream<Uint8Array, E, R>
}

/**
 * Lists, previews and clones voices.
 *
 * @category services
 * @since 0.1.0
 */
export class Voices extends Context.Service<Voices, {
  /** Lists the voices that assistants can speak with. The API does not document an order. */
  readonly list: () => Effect.Effect<ReadonlyArray<CatalogVoice>, RevoxError>
  /** Retrieves a voice by its id and provider. */
  readonly retrieve: (id: string, query: VoiceQuery) => Effect.Effect<CatalogVoice, RevoxError>
  /**
   * Synthesises a short audio sample of a voice, as MP3. It fails with `InvalidResponseError` if the response is not
   * audio.
   */
  readonly preview: (preview: VoicePreview) => Effect.Effect<Uint8Array, RevoxError>
  /**
   * Clones a voice from a recording, and returns the JSON of the response, which is not publicly documented.
   *
   * **Details**
   *
   * The audio is read into memory and checked before the request is sent: an empty recording, and one of more than
   * 7.5 MB, fails with `InvalidRequestError`. The errors of an audio stream are those of the effect.
   *
   * The request is not idempotent. If the error's `delivery` is `"unknown"` or `"accepted"`, look for the name of the
   * voice in `list` before you clone it again.
   */
  readonly clone: <E = never, R = never>(voice: CloneRequest<E, R>) => Effect.Effect<Schema.Json, RevoxError | E, R>
  /**
   * Deletes a cloned voice. It fails with `ConflictError` while an assistant uses the voice.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly delete: (id: string) => Effect.Effect<void, RevoxError>
}>()("@effect-revox/client/Voices") {}

const invalidAudio = (problem: string) =>
  new RevoxError({
    operation: "Voices.clone",
    reason: new InvalidRequestError({ message: `Invalid request body. ${problem} No request was sent.` })
  })

/** Reads audio into memory, but no more than the maximum size. */
const readAudio = <E, R>(
  audio: Uint8Array | Stream.Stream<Uint8Array, E, R>
): Effect.Effect<Uint8Array, RevoxError | E, R> => {
  if (!Predicate.isUint8Array(audio) && !Stream.isStream(audio)) {
    return Effect.fail(invalidAudio("The audio must be bytes (Uint8Array) or a stream of bytes."))
  }
  const chunks = Predicate.isUint8Array(audio) ? Stream.succeed(audio) : audio
  const bytes = Stream.mapEffect(
    chunks,
    (chunk: unknown) =>
      Predicate.isUint8Array(chunk)
        ? Effect.succeed(chunk)
        : Effect.fail(invalidAudio("The audio stream has a chunk that is not bytes (Uint8Array)."))
  )
  return Effect.flatMap(collect(bytes, maxAudioSize), ({ bytes, isCut }) =>
    isCut
      ? Effect.fail(invalidAudio(`The audio is larger than ${maxAudioSize} bytes (7.5 MB): shorten the recording.`))
      : bytes.length === 0
      ? Effect.fail(invalidAudio("The audio is empty."))
      : Effect.succeed(bytes))
}

/**
 * Makes the `Voices` service from a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Voices["Service"], never, RevoxClient.RevoxClient> = Effect.map(
  RevoxClient.RevoxClient,
  (client) =>
    Voices.of({
      list: () => Effect.map(client.execute(voices.list, {}, { operation: "Voices.list" }), ({ voices }) => voices),
      retrieve: (id, query) =>
        Effect.map(
          client.execute(voices.retrieve, { params: { id }, query }, { operation: "Voices.retrieve" }),
          ({ voice }) => voice
        ),
      preview: (payload) =>
        Effect.flatMap(
          client.executeResponse(voices.preview, { payload }, { operation: "Voices.preview" }),
          (response) =>
            response.value.length === 0
              ? Effect.fail(invalidResponse("Voices.preview", response, "The response has no audio."))
              : Effect.succeed(response.value)
        ),
      clone: ({ audio, ...voice }) =>
        Effect.flatMap(readAudio(audio), (bytes) =>
          client.execute(voices.clone, { payload: { ...voice, audio: bytes } }, { operation: "Voices.clone" })),
      delete: (id) =>
        client.execute(voices.delete, { params: { id } }, { operation: "Voices.delete" })
    })
)

/**
 * Layer of the `Voices` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Voices, never, RevoxClient.RevoxClient> = Layer.effect(Voices, make)
