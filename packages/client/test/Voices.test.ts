import { type RevoxError, Voices } from "@effect-revox/client"
import { maxAudioSize } from "@effect-revox/schema/CatalogVoice"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { inMemory, start } from "./utils/simulated.ts"

const voice = { name: "Ada", language: "en", content_type: "audio/mpeg" }
const audio = new Uint8Array([1, 2, 3])
const preview = { provider: "cartesia", voice_id: "ada" } as const

const simulated = inMemory({}, { voices: [{ id: "ada", name: "Ada", description: "Calm", language: "fr" }] })

const withVoices = <A, E>(call: (voices: Voices.Voices["Service"]) => Effect.Effect<A, E>) => Voices.Voices.use(call)

const requests = RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)

const inject = (fault: Fault.Fault) => RevoxSimulator.RevoxSimulator.use((simulator) => simulator.inject(fault))

/** The reason of a failure before the first request. */
const refused = Effect.fnUntraced(function*<A>(call: Effect.Effect<A, RevoxError.RevoxError, Voices.Voices>) {
  const { reason } = yield* Effect.flip(call)
  assert.deepStrictEqual(yield* requests, [])
  return reason
})

describe("Voices", () => {
  describe("list, retrieve", () => {
    it.effect("return voices", () =>
      Effect.gen(function*() {
        const voices = yield* Voices.Voices
        assert.deepStrictEqual<unknown>(yield* voices.list(), [
          { id: "ada", name: "Ada", description: "Calm", language: "fr", provider: "cartesia" }
        ])
        assert.deepStrictEqual<unknown>(yield* voices.retrieve("ada", { provider: "cartesia" }), {
          id: "ada",
          name: "Ada",
          description: "Calm"
        })
        const { reason } = yield* Effect.flip(voices.retrieve("ada", { provider: "elevenlabs" }))
        assert.strictEqual(reason._tag, "NotFoundError")
      }).pipe(Effect.provide(simulated)))

    it.effect("decode a voice with unknown fields and literals", () =>
      Effect.gen(function*() {
        yield* inject(Fault.mapJson(() => ({ voices: [{ id: "1", name: "Bo", language: "ja", gender: "f" }] })))
        assert.deepStrictEqual<unknown>(yield* withVoices((voices) => voices.list()), [
          { id: "1", name: "Bo", language: "ja" }
        ])
      }).pipe(Effect.provide(simulated)))

    it.effect("fail without a provider before a request", () =>
      Effect.gen(function*() {
        // @ts-expect-error the provider is missing
        const reason = yield* refused(withVoices((voices) => voices.retrieve("ada", {})))
        assert.include(reason.message, "provider")
      }).pipe(Effect.provide(simulated)))

    it.effect("fail with another voice than the requested one", () =>
      Effect.gen(function*() {
        yield* inject(Fault.mapJson(() => ({ voice: { id: "bo", name: "Bo" } })))
        const { reason } = yield* Effect.flip(withVoices((voices) => voices.retrieve("ada", { provider: "cartesia" })))
        assert.strictEqual(reason._tag, "InvalidResponseError")
      }).pipe(Effect.provide(simulated)))
  })

  describe("preview", () => {
    it.effect("returns audio", () =>
      Effect.gen(function*() {
        const short = yield* withVoices((voices) => voices.preview({ ...preview, text: "Hi" }))
        const long = yield* withVoices((voices) => voices.preview({ ...preview, text: "Hi, hi, hi" }))
        assert.deepStrictEqual([...short.subarray(0, 2)], [0xff, 0xfb])
        assert.isAbove(long.length, short.length)
        const [request] = yield* requests
        assert.strictEqual(request?.headers["accept"], "audio/mpeg, application/json")
        assert.deepStrictEqual(request?.body, { provider: "cartesia", voiceId: "ada", text: "Hi" })
      }).pipe(Effect.provide(simulated)))

    it.effect("retries", () =>
      Effect.gen(function*() {
        yield* inject(Fault.status(503))
        const fiber = yield* start(withVoices((voices) => voices.preview(preview)))
        yield* TestClock.adjust("1 minute")
        assert.isAbove((yield* Fiber.join(fiber)).length, 0)
        assert.lengthOf(yield* requests, 2)
      }).pipe(Effect.provide(simulated)))

    it.effect.each<readonly [string, Fault.Fault, string]>([
      ["an empty body", Fault.all([Fault.emptyBody(), Fault.contentType("audio/mpeg")]), "The response has no audio."],
      [
        "JSON",
        Fault.all([Fault.emptyBody(), Fault.contentType("application/json; charset=utf-8")]),
        "The response has the content type application/json; charset=utf-8, and not audio/mpeg."
      ],
      ["a page", Fault.html(200), "The response has the content type text/html"]
    ])("fails with %s instead of audio", ([_, fault, message]) =>
      Effect.gen(function*() {
        yield* inject(fault)
        const { delivery, reason } = yield* Effect.flip(withVoices((voices) => voices.preview(preview)))
        assert.deepStrictEqual([reason._tag, delivery], ["InvalidResponseError", "accepted"])
        assert.include(reason.message, message)
      }).pipe(Effect.provide(simulated)))

    it.effect.each<readonly [object, string]>([
      [{ speed: 0.5 }, "speed"],
      [{ volume: 3 }, "volume"],
      [{ text: "a".repeat(2001) }, "text"],
      [{ voice_id: "" }, "voice_id"],
      [{ voiceId: "ada" }, "voiceId"]
    ])("fails before a request with %j", ([part, key]) =>
      Effect.gen(function*() {
        const reason = yield* refused(withVoices((voices) => voices.preview({ ...preview, ...part })))
        assert.strictEqual(reason._tag, "InvalidRequestError")
        assert.include(reason.message, key)
        assert.notInclude(reason.message, "aaaa")
      }).pipe(Effect.provide(simulated)))
  })

  describe("clone", () => {
    it.effect("adds a voice, which can be deleted", () =>
      Effect.gen(function*() {
        const voices = yield* Voices.Voices
        const json = yield* voices.clone({ ...voice, name: "Eve", audio })
        const cloned = (yield* voices.list()).find(({ name }) => name === "Eve")
        assert.deepStrictEqual<unknown>(json, { voice: { id: cloned?.id, name: "Eve" } })
        yield* voices.delete(cloned?.id ?? "")
        assert.lengthOf(yield* voices.list(), 1)
        assert.strictEqual((yield* Effect.flip(voices.delete("ada"))).reason._tag, "PermissionDeniedError")
      }).pipe(Effect.provide(simulated)))

    it.effect("sends audio of the maximum size, from a stream of any chunks", () =>
      Effect.gen(function*() {
        const bytes = Uint8Array.from({ length: maxAudioSize }, (_, index) => index % 251)
        const sizes = [0, 1, 999_999, maxAudioSize]
        const chunks = sizes.map((from, index) => bytes.subarray(from, sizes[index + 1] ?? maxAudioSize))
        yield* withVoices((voices) => voices.clone({ ...voice, audio: Stream.fromIterable(chunks) }))
        const [request] = yield* requests
        assert.deepInclude(request?.body, { audio: Buffer.from(bytes).toString("base64") })
      }).pipe(Effect.provide(simulated)))

    it.effect("reads an endless stream no further than the maximum size", () =>
      Effect.gen(function*() {
        let read = 0
        const endless = Stream.map(Stream.forever(Stream.succeed(new Uint8Array(100_000))), (chunk) => {
          read += chunk.length
          return chunk
        })
        const reason = yield* refused(withVoices((voices) => voices.clone({ ...voice, audio: endless })))
        assert.strictEqual(reason._tag, "InvalidRequestError")
        assert.include(reason.message, "The audio is larger than 7500000 bytes (7.5 MB): shorten the recording.")
        assert.isBelow(read, maxAudioSize + 1_000_000)
      }).pipe(Effect.provide(simulated)))

    it.effect.each<readonly [string, unknown, string]>([
      ["empty audio", new Uint8Array(0), "The audio is empty."],
      ["an empty stream", Stream.empty, "The audio is empty."],
      ["text", "abc", "must be bytes (Uint8Array) or a stream"],
      ["a stream of text", Stream.make("abc"), "a chunk that is not bytes"],
      ["one byte too many", new Uint8Array(maxAudioSize + 1), "larger than"]
    ])("fails before a request with %s", ([_, audio, message]) =>
      Effect.gen(function*() {
        // @ts-expect-error the audio is invalid
        const reason = yield* refused(withVoices((voices) => voices.clone({ ...voice, audio })))
        assert.strictEqual(reason._tag, "InvalidRequestError")
        assert.include(reason.message, message)
      }).pipe(Effect.provide(simulated)))

    it.effect.each<readonly [object, string]>([
      [{ content_type: "mp3" }, "content_type"],
      [{ language: "" }, "language"],
      [{ name: "" }, "name"]
    ])("fails before a request with %j", ([part, key]) =>
      Effect.gen(function*() {
        const reason = yield* refused(withVoices((voices) => voices.clone({ ...voice, audio, ...part })))
        assert.include(reason.message, key)
      }).pipe(Effect.provide(simulated)))

    it.effect("fails with the error of the stream", () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(
          withVoices((voices) => voices.clone({ ...voice, audio: Stream.fail("no such file" as const) }))
        )
        assert.strictEqual(error, "no such file")
        assert.deepStrictEqual(yield* requests, [])
      }).pipe(Effect.provide(simulated)))

    it.effect("is sent once when the response is lost", () =>
      Effect.gen(function*() {
        yield* inject(Fault.reset())
        const error = yield* Effect.flip(withVoices((voices) => voices.clone({ ...voice, audio })))
        assert.deepStrictEqual([error.delivery, error.isRetryable], ["unknown", false])
        assert.include(error.message, "Look for the name of the voice")
        assert.lengthOf(yield* requests, 1)
      }).pipe(Effect.provide(simulated)))
  })
})
