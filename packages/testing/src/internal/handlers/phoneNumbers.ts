import type { phoneNumbers as endpoints } from "@effect-revox/schema/Api"
import * as Effect from "effect/Effect"
import { ApiError } from "../apiError.ts"
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

const encode = ({ id, label, phoneNumber }: PhoneNumberState) => ({
  id,
  inbound_assistant: null,
  label,
  phone_number: phoneNumber
})

/** The handlers of phone numbers. */
export const phoneNumbers: Handlers<typeof endpoints, PhoneNumberStore> = {
  list: () => PhoneNumberStore.use((store) => Effect.succeed({ phone_numbers: store.all().map(encode) })),

  update: Effect.fnUntraced(function*({ params, payload }) {
    const { label } = payload
    const changed = { ...yield* find(params.id), ...(label === undefined ? {} : { label }) }
    ;(yield* PhoneNumberStore).set(changed)
    return { phone_number: encode(changed) }
  }),

  delete: Effect.fnUntraced(function*({ params }) {
    yield* find(params.id)
    ;(yield* PhoneNumberStore).remove(params.id)
  })
}
