/**
 * The service that places, retrieves, lists and cancels calls.
 *
 * @since 0.1.0
 */
import * as calls from "@effect-revox/schema/api/calls"
import type { AttemptsQuery } from "@effect-revox/schema/AttemptsQuery"
import * as Call from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type { CallCreate } from "@effect-revox/schema/CallCreate"
import * as CallSearch from "@effect-revox/schema/CallSearch"
import * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as RevoxClient from "./RevoxClient.ts"
import type { RevoxError } from "./RevoxError.ts"

/**
 * Places, retrieves, lists and cancels calls.
 *
 * @category services
 * @since 0.1.0
 */
export class Calls extends Context.Service<Calls, {
  /**
   * Places a call, now or at the time `scheduled_at`. The call is one order, with one or more attempts over hours or
   * days.
   *
   * **Details**
   *
   * The request has either `assistant_id` or `assistant`. It is validated before it is sent.
   *
   * The request is not idempotent. It is retried only if the server certainly did not act on it. If the error's
   * `delivery` is `"unknown"` or `"accepted"`, the contact may be called. To find out, give each call a
   * unique id in `metadata`, and look for that id in the results of `search` before you place the call again.
   */
  readonly create: (call: CallCreate) => Effect.Effect<Call.Call, RevoxError>
  /** Retrieves a call by its id. */
  readonly retrieve: {
    /** Retrieves a call by its id. */
    (id: string): Effect.Effect<Call.Call, RevoxError>
    /** Retrieves a call by its id, decoded by a custom schema. */
    <S extends Schema.Constraint>(
      id: string,
      options: { readonly schema: S }
    ): Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
  }
  /**
   * Retrieves one page of the attempts of all calls. The items are attempts, not call orders.
   *
   * **Gotchas**
   *
   * The response has no total, and the API reference contradicts itself about the number of the first page. Newer
   * versions of the API no longer document this endpoint, and have `search` instead.
   */
  readonly listAttempts: (query: AttemptsQuery) => Effect.Effect<ReadonlyArray<CallAttempt>, RevoxError>
  /**
   * Searches calls. Filters that are absent match all calls.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly search: (criteria: CallSearch.CallCriteria) => Effect.Effect<CallSearch.CallSearchResult, RevoxError>
  /**
   * Cancels a running or scheduled call. `retrieve` returns the new status, since the response has no documented body.
   */
  readonly cancel: (id: string) => Effect.Effect<void, RevoxError>
  /**
   * Pauses a call.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly pause: (id: string) => Effect.Effect<void, RevoxError>
  /**
   * Resumes a paused call.
   *
   * The request is not idempotent, because repeating it could undo a later pause. The endpoint is provisional: its
   * method and path are not publicly documented.
   */
  readonly resume: (id: string) => Effect.Effect<void, RevoxError>
}>()("@effect-revox/client/Calls") {}

const retrieveWith = memoize(<S extends Schema.Constraint>(schema: S) =>
  Endpoint.withSuccess(calls.retrieve, Call.envelope(schema))
)

/**
 * Makes the `Calls` service from a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Calls["Service"], never, RevoxClient.RevoxClient> = Effect.gen(function*() {
  const client = yield* RevoxClient.RevoxClient

  const retrieveAs = <S extends Schema.Constraint>(id: string, schema: S) =>
    Effect.map(
      client.execute(retrieveWith(schema), { params: { id } }, { operation: "Calls.retrieve" }),
      ({ call }) => call
    )

  function retrieve(id: string): Effect.Effect<Call.Call, RevoxError>
  function retrieve<S extends Schema.Constraint>(
    id: string,
    options: { readonly schema: S }
  ): Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
  function retrieve(id: string, options?: { readonly schema: Schema.Constraint }) {
    return retrieveAs(id, options?.schema ?? Call.Call)
  }

  return Calls.of({
    create: (payload) =>
      Effect.map(client.execute(calls.create, { payload }, { operation: "Calls.create" }), ({ call }) => call),
    retrieve,
    listAttempts: (query) =>
      Effect.map(
        client.execute(calls.listAttempts, { query }, { operation: "Calls.listAttempts" }),
        ({ calls }) => calls
      ),
    search: (criteria) =>
      client.execute(calls.search, { payload: CallSearch.fromCriteria(criteria) }, { operation: "Calls.search" }),
    cancel: (id) => client.execute(calls.cancel, { params: { id } }, { operation: "Calls.cancel" }),
    pause: (id) => client.execute(calls.pause, { params: { id } }, { operation: "Calls.pause" }),
    resume: (id) => client.execute(calls.resume, { params: { id } }, { operation: "Calls.resume" })
  })
})

/**
 * Layer of the `Calls` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Calls, never, RevoxClient.RevoxClient> = Layer.effect(Calls, make)
