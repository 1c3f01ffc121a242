import type { phoneNumbers as endpoints } from "@effect-revox/schema/Api"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { ApiError } from "../apiError.ts"
import { AssistantStore } from "../assistantStore.ts"
import type { Handlers } from "../handler.ts"
import type { PhoneNumberState } from "../phoneNumberStore.ts"
import { PhoneNumberStore } from "../phoneNumberStore.ts"

const find = Effect.fnUntraced(function*(id: string) {
  const store = yield* PhoneNumberStore
  return yield* Effect.mapError(
    Effect.fromOption(store.find(id)),
    () => new ApiError({ status: 404, message: "Phone number not found" })
  )
})

const encode = Effect.fnUntraced(function*({ id, inboundAssistantId, label, phoneNumber }: PhoneNumberState) {
  const assistants = yield* AssistantStore
  return {
    id,
    inbound_assistant: inboundAssistantId === null ? null : Option.getOrNull(assistants.find(inboundAssistantId)),
    label,
    phone_number: phoneNumber
  }
})

/** The handlers of phone numbers. */
export const phoneNumbers: Handlers<typeof endpoints, AssistantStore | PhoneNumberStore> = {
  list: Effect.fnUntraced(function*() {
    return { phone_numbers: yield* Effect.forEach((yield* PhoneNumberStore).all(), encode) }
  }),

  update: Effect.fnUntraced(function*({ params, payload }) {
    const { inbound_assistant_id, label } = payload
    const phoneNumber = yield* find(params.id)
    const assistants = yield* AssistantStore
    if (Predicate.isString(inbound_assistant_id) && Option.isNone(assistants.find(inbound_assistant_id))) {
      return yield* new ApiError({ status: 422, message: "The inbound assistant does not exist" })
    }
    const changed = {
      ...phoneNumber,
      ...(label === undefined ? {} : { label }),
      ...(inbound_assistant_id === undefined ? {} : { inboundAssistantId: inbound_assistant_id })
    }
    ;(yield* PhoneNumberStore).set(changed)
    return { phone_number: yield* encode(changed) }
  }),

  delete: Effect.fnUntraced(function*({ params }) {
    yield* find(params.id)
    ;(yield* PhoneNumberStore).remove(params.id)
  })
}
