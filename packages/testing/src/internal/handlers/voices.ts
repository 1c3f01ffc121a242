import type { voices as endpoints } from "@effect-revox/schema/Api"
import { VoiceLanguage } from "@effect-revox/schema/CatalogVoice"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ApiError } from "../apiError.ts"
import { AssistantStore } from "../assistantStore.ts"
import type { Handlers } from "../handler.ts"
import { speech } from "../speech.ts"
import { VoiceStore } from "../voiceStore.ts"

const find = Effect.fnUntraced(function*(id: string, provider?: string) {
  const store = yield* VoiceStore
  return yield* Effect.fromOption(store.find(id)).pipe(
    Effect.filterOrElse(
      ({ voice }) => provider === undefined || voice.provider === provider,
      () => Effect.fail(undefined)
    ),
    Effect.mapError(() => new ApiError({ status: 404, message: "Voice not found" }))
  )
})

const toLanguage = Schema.decodeSync(VoiceLanguage)

/** The handlers of voices. */
export const voices: Handlers<typeof endpoints, AssistantStore | VoiceStore> = {
  list: () => VoiceStore.use((store) => Effect.succeed({ voices: store.all().map(({ voice }) => voice) })),

  retrieve: Effect.fnUntraced(function*({ params, query }) {
    const { voice: { description, id, name } } = yield* find(params.id, query.provider)
    return { voice: { id, name, description: description ?? null } }
  }),

  preview: Effect.fnUntraced(function*({ payload }) {
    const { voice } = yield* find(payload.voice_id, payload.provider)
    return speech(payload.text ?? `Hello, I am ${voice.name}.`, payload.speed ?? 1)
  }),

  clone: Effect.fnUntraced(function*({ payload }) {
    const { language, name } = payload
    const { voice } = (yield* VoiceStore).add({ name, language: toLanguage(language), isCloned: true })
    return { voice: { id: voice.id, name: voice.name } }
  }),

  delete: Effect.fnUntraced(function*({ params }) {
    const { isCloned } = yield* find(params.id)
    if (!isCloned) return yield* new ApiError({ status: 403, message: "Only cloned voices can be deleted" })
    if ((yield* AssistantStore).all().some((assistant) => assistant.voice?.id === params.id)) {
      return yield* new ApiError({ status: 409, message: "An assistant uses the voice" })
    }
    ;(yield* VoiceStore).remove(params.id)
  })
}
