import type { account as endpoints } from "@effect-revox/schema/Api"
import * as Effect from "effect/Effect"
import { AccountStore } from "../accountStore.ts"
import * as brands from "../brands.ts"
import type { Handlers } from "../handler.ts"
import { RequestContext } from "../requestContext.ts"

/** The handlers of the user that the API key belongs to. */
export const account: Handlers<typeof endpoints, AccountStore> = {
  me: () => AccountStore.use((store) => Effect.succeed({ user: store.user() })),

  updateMe: Effect.fnUntraced(function*({ payload }) {
    const { clock } = yield* RequestContext
    const store = yield* AccountStore
    store.change((user) => ({ ...user, ...payload, updated_at: brands.iso(clock) }))
    return { user: store.user() }
  }),

  // A request with another API key fails with 401 before it is handled.
  authStatus: () => Effect.succeed({ authenticated: true })
}
