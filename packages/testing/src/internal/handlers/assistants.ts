import type { assistants as endpoints } from "@effect-revox/schema/Api"
import * as Effect from "effect/Effect"
import { ApiError } from "../apiError.ts"
import { AssistantStore } from "../assistantStore.ts"
import type { Handlers } from "../handler.ts"
import { RequestContext } from "../requestContext.ts"

const find = Effect.fnUntraced(function*(id: string) {
  const store = yield* AssistantStore
  return yield* Effect.mapError(
    Effect.fromOption(store.find(id)),
    () => new ApiError({ status: 404, message: "Assistant not found" })
  )
})

/** The handlers of assistants. */
export const assistants: Handlers<typeof endpoints, AssistantStore> = {
  list: () => AssistantStore.use((store) => Effect.succeed({ assistants: store.all() })),

  create: Effect.fnUntraced(function*({ payload }) {
    const { clock } = yield* RequestContext
    return { assistant: (yield* AssistantStore).create(payload, clock) }
  }),

  retrieve: ({ params }) => find(params.id),

  update: Effect.fnUntraced(function*({ params, payload }) {
    const { clock } = yield* RequestContext
    const assistant = yield* find(params.id)
    return { assistant: (yield* AssistantStore).update(assistant, payload, clock) }
  }),

  delete: Effect.fnUntraced(function*({ params }) {
    yield* find(params.id)
    ;(yield* AssistantStore).remove(params.id)
    return { success: true }
  }),

  clone: Effect.fnUntraced(function*({ params }) {
    const { clock } = yield* RequestContext
    const assistant = yield* find(params.id)
    return { assistant: (yield* AssistantStore).copy(assistant, clock) }
  })
}
