import type { BodyKind } from "@effect-revox/schema/Endpoint"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { RequestPolicy } from "../RequestPolicy.ts"
import { type Reason, TimeoutError } from "../RevoxError.ts"
import { attempt } from "./attempt.ts"
import * as Call from "./call.ts"
import type { RawResponse } from "./errorResponse.ts"
import { CurrentOverrides, noOverrides, type Overrides } from "./overrides.ts"
import * as RateLimitGate from "./rateLimitGate.ts"
import { repeatsAfterPause, retried, schedule } from "./retry.ts"
import * as RetryBudget from "./retryBudget.ts"
import { type Settings, validateOverrides } from "./settings.ts"
import { timeoutFail } from "./timeLimit.ts"

/** Sends requests with retries, time limits and policies, and returns responses of 200 to 299. */
export interface Transport {
  /** The request to the base URL, with the headers of all requests. */
  readonly base: HttpClientRequest.HttpClientRequest
  /** Whether the base URL has a path. */
  readonly hasBasePath: boolean
  readonly send: (
    request: HttpClientRequest.HttpClientRequest,
    call: Call.Call,
    kind: BodyKind
  ) => Effect.Effect<RawResponse, Reason>
}

const withTotalTimeout = <A, R>(
  effect: Effect.Effect<A, Reason, R>,
  totalTimeout: Duration.Duration,
  call: Call.Call
): Effect.Effect<A, Reason, R> =>
  Duration.isFinite(totalTimeout)
    ? timeoutFail(effect, totalTimeout, () => {
      const delivery = Call.current(call)
      const problem = `No response within the total timeout of ${
        Duration.format(totalTimeout)
      }, retries and pauses included`
      return new TimeoutError({
        attempts: call.attempts,
        delivery,
        isRetryable: Call.isSafeToRepeat(call, delivery),
        problem,
        message: `${problem}: try again later, or allow more time.${Call.advice(call, delivery)}`
      })
    })
    : effect

export const make = Effect.fnUntraced(function*(
  settings: typeof Settings.Type,
  options: {
    readonly rateLimit?: RequestPolicy | undefined
    readonly circuitBreaker?: RequestPolicy | undefined
    readonly transformClient?: ((client: HttpClient.HttpClient) => HttpClient.HttpClient) | undefined
  }
): Effect.fn.Return<Transport, InvalidOptionError, HttpClient.HttpClient | Scope.Scope> {
  const { apiKey, maxBodySize } = settings
  const base = HttpClientRequest.get(settings.baseUrl.href).pipe(
    HttpClientRequest.bearerToken(apiKey),
    HttpClientRequest.acceptJson,
    HttpClientRequest.setHeader("user-agent", settings.userAgent)
  )
  const httpClient = (options.transformClient ?? identity)(yield* HttpClient.HttpClient)
  const limited = options.rateLimit === undefined ? identity : yield* options.rateLimit.make
  const guarded = options.circuitBreaker === undefined ? identity : yield* options.circuitBreaker.make
  const permitted = settings.maxConcurrentRequests === undefined
    ? identity
    : (yield* Semaphore.make(settings.maxConcurrentRequests)).withPermits(1)
  const gate = RateLimitGate.make()
  const budget = RetryBudget.make()

  const defaults = {
    client: httpClient,
    totalTimeout: settings.totalTimeout,
    timeout: settings.timeout,
    maxRetries: settings.maxRetries,
    schedule: schedule(settings.maxRetries, budget)
  }

  const sendWith = (
    request: HttpClientRequest.HttpClientRequest,
    { client, maxRetries, schedule, timeout, totalTimeout }: typeof defaults,
    call: Call.Call,
    kind: BodyKind
  ): Effect.Effect<RawResponse, Reason> => {
    const once = Effect.catchEager(
      attempt(request, { call, kind, httpClient: client, maxBodySize, timeout }),
      (reason): Effect.Effect<undefined, Reason> =>
        reason._tag === "RateLimitError"
          ? Effect.flatMap(gate.refuse(reason.retryAfter), (pause) =>
            repeatsAfterPause(call, reason, pause, maxRetries) ? Effect.undefined : Effect.fail(reason))
          : Effect.fail(reason)
    )
    // The gate may close while a request waits for the rate limit. Its turn is lost then, so that no more requests than
    // the rate limit allows are sent after the pause.
    const admit: Effect.Effect<RawResponse, Reason> = Effect.andThen(
      gate.pass,
      limited(Effect.flatMapEager(
        gate.isOpen,
        (isOpen): Effect.Effect<RawResponse | undefined, Reason> => isOpen ? once : Effect.undefined
      ))
    ).pipe(Effect.flatMapEager((response) => response === undefined ? admit : Effect.succeed(response)))
    // The circuit breaker must observe the failure of a call that times out, and not its interruption.
    const withRetries = guarded(withTotalTimeout(retried(permitted(admit), schedule), totalTimeout, call))
    return Effect.map(withRetries, (response) => {
      budget.earn()
      gate.accept()
      return response
    })
  }

  // Overrides are validated when a request uses them, because the functions that set them cannot fail.
  const overridden = (overrides: Overrides): Effect.Effect<typeof defaults, InvalidOptionError> =>
    Effect.map(validateOverrides(overrides), ({ maxRetries, transformClient: _, ...times }) => ({
      ...defaults,
      ...times,
      client: (overrides.transformClient ?? identity)(httpClient),
      ...(maxRetries === undefined ? {} : { maxRetries, schedule: schedule(maxRetries, budget) })
    }))

  return {
    base,
    hasBasePath: settings.baseUrl.pathname !== "/",
    send: (request, call, kind) =>
      Effect.withFiber((fiber) => {
        const overrides = fiber.getRef(CurrentOverrides)
        return overrides === noOverrides
          ? sendWith(request, defaults, call, kind)
          : Effect.flatMap(overridden(overrides), (options) => sendWith(request, options, call, kind))
      })
  }
})
