/**
 * Receives the webhook requests that the service sends when a call is completed.
 *
 * @since 0.1.0
 */
import type { Call } from "@effect-revox/schema/Call"
import { isTerminal } from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type { CallWebhookPayload } from "@effect-revox/schema/CallWebhookPayload"
import { InvalidOptionError, PositiveCount, satisfying, Time, validator } from "@effect-revox/schema/Options"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as UrlParams from "effect/http/UrlParams"
import type * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Calls from "./Calls.ts"
import * as Deliveries from "./internal/webhook/deliveries.ts"
import { readPayload, type Refusal, refuse } from "./internal/webhook/payload.ts"
import { hasSecret } from "./internal/webhook/secret.ts"
import { RevoxClient } from "./RevoxClient.ts"
import { RevoxError } from "./RevoxError.ts"

/**
 * A delivery that was confirmed with the API.
 *
 * @category models
 * @since 0.1.0
 */
export interface Delivery {
  /** The body of the webhook request. Only its two ids are confirmed. */
  readonly payload: CallWebhookPayload
  /** The call, retrieved from the API. It is terminal. */
  readonly call: Call
  /** The attempt of the call that the delivery is about, from the API. */
  readonly attempt: CallAttempt
}

/**
 * The options of a webhook handler.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** The secret in the query of the webhook's URL: at least 16 characters. It is compared in constant time. */
  readonly secret: Redacted.Redacted<string>
  /**
   * The name of the query parameter with the secret. Default: `sig`, which `effect/http` redacts in spans and errors. Any
   * other name must be in `UrlParams.CurrentRedactedNames`.
   */
  readonly parameter?: string | undefined
  /** Maximum size of the body in bytes. Larger bodies receive a 413. Default: 1 MiB. */
  readonly maxBodySize?: number | undefined
  /** Maximum time until the body has arrived. Slower requests receive a 408. Default: 10 seconds. */
  readonly bodyTimeout?: Duration.Input | undefined
  /** Maximum number of requests in flight that confirm deliveries. Default: 4. */
  readonly concurrency?: number | undefined
  /** Number of handled deliveries to remember, so that a repetition is not handled again. Default: 10,000. */
  readonly memory?: number | undefined
}

/**
 * Handles the requests of a webhook.
 *
 * @category models
 * @since 0.1.0
 */
export type Handler = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  never,
  HttpServerRequest.HttpServerRequest
>

const isSecret = (value: unknown): value is Redacted.Redacted<string> => {
  const secret = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return Predicate.isString(secret) && secret.length >= 16
}

const unconfirmedFields = {
  secret: satisfying(isSecret, "a Redacted of at least 16 characters"),
  parameter: Schema.NonEmptyString.pipe(Schema.withDecodingDefault(Effect.succeed("sig"))),
  maxBodySize: PositiveCount.pipe(Schema.withDecodingDefault(Effect.succeed(1024 * 1024))),
  bodyTimeout: Time.pipe(Schema.withDecodingDefault(Effect.succeed("10 seconds"))),
  memory: PositiveCount.pipe(Schema.withDecodingDefault(Effect.succeed(10_000)))
}

const UnconfirmedSettings = Schema.Struct(unconfirmedFields)

type Settings = typeof UnconfirmedSettings.Type

const validateUnconfirmed = /*#__PURE__*/ validator(UnconfirmedSettings)

const validateConfirmed = /*#__PURE__*/ validator(Schema.Struct({
  ...unconfirmedFields,
  concurrency: PositiveCount.pipe(Schema.withDecodingDefault(Effect.succeed(4)))
}))

/** Spans of the server record the query of a request, except for redacted parameters. */
const validate = Effect.fnUntraced(function*<A extends Settings>(
  options: unknown,
  validateSettings: (options: unknown) => Effect.Effect<A, InvalidOptionError>
) {
  const settings = yield* validateSettings(options)
  if (!UrlParams.isRedactedName(settings.parameter, yield* UrlParams.CurrentRedactedNames)) {
    return yield* new InvalidOptionError({
      option: "parameter",
      problem:
        "must be one of `UrlParams.CurrentRedactedNames`, so that the secret does not appear in spans: add it there, " +
        "or use the default."
    })
  }
  return settings
}, Effect.mapError((reason) => new RevoxError({ operation: "CallWebhook.make", reason })))

/** Confirms a delivery with the API. If it cannot be confirmed now, the sender should repeat it. */
const confirm = Effect.fnUntraced(function*(
  calls: Calls.Calls["Service"],
  payload: CallWebhookPayload
): Effect.fn.Return<Delivery, Refusal> {
  const call = yield* Effect.catch(
    calls.retrieve(payload.call_order_id),
    ({ message, reason }) =>
      reason._tag === "NotFoundError" || reason._tag === "InvalidRequestError"
        ? refuse(422, "there is no such call")
        : refuse(503, message)
  )
  if (!isTerminal(call)) return yield* refuse(503, "the call is not completed yet")
  const attempt = call.call_attempts.find(({ id }) => id === payload.call_id)
  return attempt === undefined
    ? yield* refuse(503, "the call does not have the attempt")
    : { payload, call, attempt }
})

const respond = (status: number): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.empty({
    status,
    // The rest of a refused body is not read.
    headers: status === 405 ? { allow: "POST" } : status >= 400 ? { connection: "close" } : {}
  })

/** Runs the effect of the user, whose failures are logged. */
const run = <E, R>(effect: Effect.Effect<unknown, E, R>): Effect.Effect<void, Refusal, R> =>
  effect.pipe(
    Effect.asVoid,
    Effect.catchCause((cause) =>
      Effect.andThen(
        Effect.logError("The handler of a webhook delivery failed.", cause),
        refuse(500, "the handler failed")
      )
    )
  )

/** Makes a handler from the effect of a delivery. */
const fromSettings = Effect.fnUntraced(function*<R>(
  settings: Settings,
  deliver: (payload: CallWebhookPayload) => Effect.Effect<void, Refusal, R>
): Effect.fn.Return<Handler, never, R | Scope.Scope> {
  const context = yield* Effect.context<R>()
  const deliveries = yield* Deliveries.make<Refusal>(settings.memory)
  const secret = Redacted.value(settings.secret)
  return HttpServerRequest.HttpServerRequest.use((request) => {
    if (request.method !== "POST") return Effect.succeed(respond(405))
    if (!hasSecret(request, settings.parameter, secret)) return Effect.succeed(respond(401))
    return readPayload(request, settings).pipe(
      Effect.flatMap((payload) =>
        deliveries.once(
          JSON.stringify([payload.call_order_id, payload.call_id]),
          Effect.provideContext(deliver(payload), context)
        )
      ),
      Effect.as(respond(204)),
      Effect.catch(({ reason, status }) =>
        Effect.as(Effect.logWarning(`A webhook delivery was refused with ${status}: ${reason}.`), respond(status))
      )
    )
  })
})

/**
 * Makes a handler of webhook requests.
 *
 * **Details**
 *
 * The handler responds with a 204 after `handle` succeeded, and with a 500 after it failed, so that the sender can repeat
 * the delivery. Before that, a delivery is checked:
 *
 * - 401: the secret in the query of the URL is missing or wrong. The body is not read.
 * - 413, 408, 415, 422: the body is too large, too slow, encoded or not JSON, or lacks the ids of a call.
 * - 422: there is no such call. 503: the call is not completed or does not have the attempt, or the API failed.
 *
 * The service publishes no signature of webhooks. Therefore each delivery is confirmed: the call is retrieved from the
 * API, and `handle` receives what the API returned. Confirmations use a client with separate limits, so that forged
 * deliveries do not delay other requests. {@link makeUnconfirmed} does not confirm.
 *
 * `HttpEffect.toWebHandler` of `effect/http` converts the handler to a function of a web `Request` that returns a promise
 * of a `Response`.
 *
 * Deliveries are handled at least once. Concurrent deliveries of one attempt share one run of `handle`, and the last
 * deliveries that succeeded are remembered, but not across processes. `handle` continues when the sender disconnects,
 * and is interrupted when the scope closes.
 *
 * **Example** (Handling completed calls)
 *
 * ```ts
 * import { CallWebhook } from "@effect-revox/client"
 * import { Config, Effect, Layer } from "effect"
 *
 * // The URL of the webhook ends with `/calls/completed?sig=` and the secret.
 * const webhook = Layer.unwrap(
 *   Effect.map(Config.Redacted("WEBHOOK_SECRET"), (secret) =>
 *     CallWebhook.layer("/calls/completed", { secret }, ({ attempt, call }) =>
 *       Effect.log(`${call.to_phone_number}: ${attempt.result}`)))
 * )
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function*<E, R>(
  options: Options,
  handle: (delivery: Delivery) => Effect.Effect<unknown, E, R>
): Effect.fn.Return<Handler, RevoxError, RevoxClient | R | Scope.Scope> {
  const settings = yield* validate(options, validateConfirmed)
  const client = yield* (yield* RevoxClient).isolated({ maxConcurrentRequests: settings.concurrency })
  const calls = yield* Effect.provideService(Calls.make, RevoxClient, client)
  return yield* fromSettings(
    settings,
    (payload) => Effect.flatMap(confirm(calls, payload), (delivery) => run(handle(delivery)))
  )
})

/**
 * Makes a handler of webhook requests that does not confirm deliveries: `handle` receives the payload as it came.
 *
 * **Details**
 *
 * Responses, limits and repetitions are those of {@link make}, except that the API is not used.
 *
 * **Gotchas**
 *
 * Nothing in the payload is verified, except that the sender knows the secret.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeUnconfirmed = Effect.fnUntraced(function*<E, R>(
  options: Omit<Options, "concurrency">,
  handle: (payload: CallWebhookPayload) => Effect.Effect<unknown, E, R>
): Effect.fn.Return<Handler, RevoxError, R | Scope.Scope> {
  return yield* fromSettings(yield* validate(options, validateUnconfirmed), (payload) => run(handle(payload)))
})

/**
 * Layer that adds the handler of {@link make} to a router, for `POST` requests to a path.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = <E, R>(
  path: HttpRouter.PathInput,
  options: Options,
  handle: (delivery: Delivery) => Effect.Effect<unknown, E, R>
): Layer.Layer<never, RevoxError, HttpRouter.HttpRouter | RevoxClient | Exclude<R, Scope.Scope>> =>
  HttpRouter.use((router) => Effect.flatMap(make(options, handle), (handler) => router.add("POST", path, handler)))
