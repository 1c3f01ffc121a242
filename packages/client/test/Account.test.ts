import { Account, type RevoxError } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { inMemory } from "./utils/simulated.ts"

describe("Account", () => {
  it.effect("retrieves the user and changes the given fields only", () =>
    Effect.gen(function*() {
      const account = yield* Account.Account
      const user = yield* account.me()
      assert.isFalse(user.has_completed_onboarding)
      const changed = yield* account.updateMe({ has_completed_onboarding: true })
      assert.deepStrictEqual(changed, { ...user, has_completed_onboarding: true, updated_at: changed.updated_at })
      assert.deepStrictEqual(yield* account.updateMe({}), changed)
      assert.deepStrictEqual(yield* account.me(), changed)
    }).pipe(Effect.provide(inMemory())))

  it.effect("checks the API key", () =>
    Effect.gen(function*() {
      const account = yield* Account.Account
      assert.deepStrictEqual(yield* account.authStatus(), { authenticated: true })
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.mapJson(() => ({ authenticated: false })))
      assert.deepStrictEqual(yield* account.authStatus(), { authenticated: false })
    }).pipe(Effect.provide(inMemory())))

  it.effect("fails with an invalid API key", () =>
    Effect.gen(function*() {
      const account = yield* Account.Account
      const calls: ReadonlyArray<Effect.Effect<unknown, RevoxError.RevoxError>> = [
        account.me(),
        account.updateMe({}),
        account.authStatus()
      ]
      for (const call of calls) {
        const { reason } = yield* Effect.flip(call)
        assert.strictEqual(reason._tag, "AuthenticationError")
      }
    }).pipe(Effect.provide(inMemory({ apiKey: Redacted.make("another-key") }))))

  it.effect("fails before a request with an invalid body", () =>
    Effect.gen(function*() {
      const account = yield* Account.Account
      for (const [body, path] of [[{ email: "a@b.c" }, "email"], [{ has_completed_onboarding: "yes" }, "onboarding"]]) {
        // @ts-expect-error the body is invalid
        const { reason } = yield* Effect.flip(account.updateMe(body))
        assert.strictEqual(reason._tag, "InvalidRequestError")
        assert.include(reason.message, String(path))
      }
      const { requests } = yield* RevoxSimulator.RevoxSimulator
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(Effect.provide(inMemory())))

  it.effect("fails if a field of the user is missing", () =>
    Effect.gen(function*() {
      const account = yield* Account.Account
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.mapJson(() => ({ user: { id: "1" } })))
      const { message } = yield* Effect.flip(account.me())
      assert.include(message, `["user"]["created_at"]`)
    }).pipe(Effect.provide(inMemory())))
})
