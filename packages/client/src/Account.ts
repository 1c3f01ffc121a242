/**
 * The service of the user that the API key belongs to.
 *
 * @since 0.1.0
 */
import * as account from "@effect-revox/schema/api/account"
import type { AuthStatus, User, UserUpdate } from "@effect-revox/schema/User"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RevoxClient from "./RevoxClient.ts"
import type { RevoxError } from "./RevoxError.ts"

/**
 * Retrieves the user that the API key belongs to, and checks the key.
 *
 * @category services
 * @since 0.1.0
 */
export class Account extends Context.Service<Account, {
  /** Retrieves the user that the API key belongs to. */
  readonly me: () => Effect.Effect<User, RevoxError>
  /**
   * Changes the user that the API key belongs to. Absent fields keep their values.
   *
   * The newest official SDKs do not have this endpoint, so newer versions of the API may not have it either.
   */
  readonly updateMe: (changes: UserUpdate) => Effect.Effect<User, RevoxError>
  /**
   * Checks whether the API key is valid.
   *
   * The API does not document the response to an invalid key: it may be `authenticated: false`, or fail with
   * `AuthenticationError`. Handle both.
   */
  readonly authStatus: () => Effect.Effect<AuthStatus, RevoxError>
}>()("@effect-revox/client/Account") {}

/**
 * Makes the `Account` service from a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Account["Service"], never, RevoxClient.RevoxClient> = Effect.map(
  RevoxClient.RevoxClient,
  (client) =>
    Account.of({
      me: () => Effect.map(client.execute(account.me, {}, { operation: "Account.me" }), ({ user }) => user),
      updateMe: (payload) =>
        Effect.map(
          client.execute(account.updateMe, { payload }, { operation: "Account.updateMe" }),
          ({ user }) => user
        ),
      authStatus: () => client.execute(account.authStatus, {}, { operation: "Account.authStatus" })
    })
)

/**
 * Layer of the `Account` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Account, never, RevoxClient.RevoxClient> = Layer.effect(Account, make)
