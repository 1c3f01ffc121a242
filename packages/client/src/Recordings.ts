/**
 * The service that downloads the recordings of calls.
 *
 * @since 0.1.0
 */
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type * as Duration from "effect/Duration"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { isLoopback } from "./internal/baseUrl.ts"
import * as Download from "./internal/recordingDownload.ts"
import { RecordingError } from "./RecordingError.ts"
import * as RevoxClient from "./RevoxClient.ts"

/**
 * An attempt as the API sent it. Its structured output may have a custom type.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordedAttempt extends Omit<CallAttempt, "structured_output"> {}

/**
 * The options of a download.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Maximum size of the recording in bytes: 1 or more. Default: 256 MiB. */
  readonly maxSize?: number | undefined
  /** Maximum time until the response starts, and between two parts of it. Default: 60 seconds. */
  readonly timeout?: Duration.Input | undefined
}

/**
 * Downloads the recordings of calls.
 *
 * @category services
 * @since 0.1.0
 */
export class Recordings extends Context.Service<Recordings, {
  /**
   * Streams the bytes of the recording of an attempt.
   *
   * **Details**
   *
   * Recordings are on another server than the API. The request has neither the API key nor trace headers, and is sent with
   * the `HttpClient` of the application, without its `transformClient`. It is not retried, since a part of the recording may
   * have been emitted.
   *
   * Only https addresses on public hosts are requested. Up to 5 redirects are followed, each after the same check. If the
   * base URL of the client is a loopback address, as in tests, loopback addresses are allowed, too.
   *
   * **Gotchas**
   *
   * Host names are not resolved, so a name that resolves to a private address is not detected. Pass attempts that the API
   * returned, and not values of a request that anyone can send, such as a webhook.
   */
  readonly download: (attempt: RecordedAttempt, options?: Options) => Stream.Stream<Uint8Array, RecordingError>
}>()("@effect-revox/client/Recordings") {}

/**
 * Makes the `Recordings` service from the `HttpClient` of the application. The base URL of the
 * {@link RevoxClient.RevoxClient} decides whether loopback addresses are allowed.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  Recordings["Service"],
  never,
  RevoxClient.RevoxClient | HttpClient.HttpClient
> = Effect.gen(function*() {
  const { baseUrl } = yield* RevoxClient.RevoxClient
  const httpClient = yield* HttpClient.HttpClient
  const allowsLoopback = isLoopback(new URL(baseUrl).hostname)
  return Recordings.of({
    download: ({ id, recording_url }, options = {}) =>
      Download.download(recording_url, options, { allowsLoopback, httpClient }).pipe(
        Stream.mapError((reason) => new RecordingError({ attemptId: id, reason })),
        Stream.withSpan("Recordings.download", { attributes: { "revox.call_attempt.id": id } })
      )
  })
})

/**
 * Layer of the `Recordings` service.
 *
 * **Details**
 *
 * `Revox.layer` does not contain it, because it makes bundles larger.
 *
 * **Example** (Providing all services)
 *
 * ```ts
 * import { Recordings, Revox } from "@effect-revox/client"
 * import { Layer } from "effect"
 * import { FetchHttpClient } from "effect/http"
 *
 * const RevoxLive = Recordings.layer.pipe(
 *   Layer.provideMerge(Revox.layerConfig()),
 *   Layer.provide(FetchHttpClient.layer)
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Recordings, never, RevoxClient.RevoxClient | HttpClient.HttpClient> = Layer.effect(
  Recordings,
  make
)

/**
 * Streams the bytes of the recording of an attempt. See {@link Recordings}.
 *
 * **Example** (Writing a recording to a file)
 *
 * ```ts
 * import { Calls, Recordings } from "@effect-revox/client"
 * import { Effect, FileSystem, Stream } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const fs = yield* FileSystem.FileSystem
 *   const { last_call_attempt: attempt } = yield* Calls.Calls.use((calls) => calls.retrieve("call-id"))
 *   if (attempt !== null) {
 *     yield* Stream.run(Recordings.download(attempt), fs.sink("recording.ogg"))
 *   }
 * })
 * ```
 *
 * @category running
 * @since 0.1.0
 */
export const download = (
  attempt: RecordedAttempt,
  options?: Options
): Stream.Stream<Uint8Array, RecordingError, Recordings> =>
  Stream.unwrap(Effect.map(Recordings, (recordings) => recordings.download(attempt, options)))
