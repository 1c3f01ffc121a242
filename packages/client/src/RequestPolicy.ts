/**
 * Policies for the requests of a client: rate limits and circuit breakers.
 *
 * Both use the modules of `effect/persistence`, with their state in memory or in a store that several machines share.
 * Bundles of clients without a policy do not contain these modules.
 *
 * @since 0.1.0
 */
import * as Options from "@effect-revox/schema/Options"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { CircuitOpenError, type Reason } from "./RevoxError.ts"

/**
 * A policy for the requests of a client. It can delay a request, or fail before the request is sent.
 *
 * @category models
 * @since 0.1.0
 */
export interface RequestPolicy {
  /** Makes the function that wraps each request. Runs once for each client. Fails if an option is invalid. */
  readonly make: Effect.Effect<
    <A, R>(request: Effect.Effect<A, Reason, R>) => Effect.Effect<A, Reason, R>,
    Options.InvalidOptionError,
    Scope.Scope
  >
}

/**
 * The options of {@link rateLimit} and {@link sharedRateLimit}.
 *
 * @category models
 * @since 0.1.0
 */
export interface RateLimitOptions {
  /** Maximum number of requests per window: 1 or more. */
  readonly limit: number
  /** Length of the window: finite, longer than zero. */
  readonly window: Duration.Input
  /** Key of the limit. Clients with the same store and key share it. Default: `effect-revox`. */
  readonly key?: string | undefined
}

const key = Schema.optional(Options.Text)

const rateLimitFields = { limit: Options.PositiveCount, window: Options.FiniteTime, key }

const validateRateLimit = Options.validator(Schema.Struct({ rateLimit: Schema.Struct(rateLimitFields) }))

const isLimiter = (value: unknown): value is RateLimiter.RateLimiter =>
  Predicate.hasProperty(value, "consume") && Predicate.isFunction(value.consume)

const validateSharedRateLimit = Options.validator(Schema.Struct({
  rateLimit: Schema.Struct({ limiter: Options.satisfying(isLimiter, "a RateLimiter"), ...rateLimitFields })
}))

const limited = (limiter: RateLimiter.RateLimiter, options: RateLimitOptions): Effect.Effect<void> =>
  RateLimiter.sleep(limiter, { ...options, key: options.key ?? "effect-revox", algorithm: "token-bucket" }).pipe(
    // An unavailable store must not stop requests, because the server still enforces its rate limit.
    Effect.catch((error) =>
      Effect.logWarning("The rate limit store failed. The request is sent without a rate limit", error)
    ),
    Effect.asVoid
  )

/**
 * Limits the request rate of one client.
 *
 * **Details**
 *
 * A token bucket allows `limit` requests at once, then refills at `limit` per `window`. Retries count as requests.
 *
 * @category rate limiting
 * @since 0.1.0
 */
export const rateLimit = (options: RateLimitOptions): RequestPolicy => ({
  make: Effect.provide(
    Effect.zipWith(
      validateRateLimit({ rateLimit: options }),
      RateLimiter.make,
      (_, limiter) => (request) => Effect.andThen(limited(limiter, options), request)
    ),
    RateLimiter.layerStoreMemory
  )
})

/**
 * Limits the request rate with an existing `RateLimiter`, such as one over Redis that several machines share.
 *
 * **Details**
 *
 * If the store of the limiter fails, a warning is logged and the request is sent without a rate limit.
 *
 * @category rate limiting
 * @since 0.1.0
 */
export const sharedRateLimit = (limiter: RateLimiter.RateLimiter, options: RateLimitOptions): RequestPolicy => ({
  make: Effect.as(
    validateSharedRateLimit({ rateLimit: { limiter, ...options } }),
    (request) => Effect.andThen(limited(limiter, options), request)
  )
})

/**
 * The options of {@link circuitBreaker}.
 *
 * @category models
 * @since 0.1.0
 */
export interface CircuitBreakerOptions {
  /** Number of consecutive failed calls that opens the circuit: 1 or more. */
  readonly failureThreshold: number
  /** Time that the circuit stays open before it lets one request through: finite, longer than zero. */
  readonly resetTimeout: Duration.Input
}

const validateCircuitBreaker = Options.validator(Schema.Struct({
  circuitBreaker: Schema.Struct({ failureThreshold: Options.PositiveCount, resetTimeout: Options.FiniteTime })
}))

/** Only an unreachable or failing server opens the circuit. A 4xx response comes from a working server. */
const outcomeOf = (reason: Reason): CircuitBreaker.Outcome => {
  switch (reason._tag) {
    case "InternalServerError":
    case "ConnectionError":
      return CircuitBreaker.failure()
    case "TimeoutError":
      // A call can wait too long for its turn, before it is sent or after a 429.
      return reason.delivery === "unknown" ? CircuitBreaker.failure() : CircuitBreaker.ignored
    case "RateLimitError":
      return CircuitBreaker.ignored
    default:
      return CircuitBreaker.success
  }
}

const classify = (exit: Exit.Exit<unknown, Reason>): CircuitBreaker.Outcome =>
  Exit.isSuccess(exit)
    ? CircuitBreaker.success
    : Option.match(Exit.findErrorOption(exit), { onNone: () => CircuitBreaker.ignored, onSome: outcomeOf })

const circuitOpen = (error: CircuitBreaker.CircuitBreakerError): CircuitOpenError => {
  const { reason } = error
  return new CircuitOpenError({
    message: "The circuit breaker is open after too many failed requests. No request was sent. Try again later.",
    ...(reason._tag === "CircuitOpen" ? { retryAfter: reason.retryAfter } : {})
  })
}

const isBreaker = (value: unknown): value is CircuitBreaker.CircuitBreaker =>
  Predicate.hasProperty(value, "execute") && Predicate.isFunction(value.execute)

const validateSharedCircuitBreaker = Options.validator(Schema.Struct({
  circuitBreaker: Schema.Struct({ breaker: Options.satisfying(isBreaker, "a CircuitBreaker"), key })
}))

/**
 * Stops requests to a failing server with an existing `CircuitBreaker`, whose store several machines can share.
 *
 * **Gotchas**
 *
 * The time that the store takes is not a part of the total timeout of a call.
 *
 * @category circuit breaking
 * @since 0.1.0
 */
export const sharedCircuitBreaker = (
  breaker: CircuitBreaker.CircuitBreaker,
  options?: {
    /** Key of the circuit. Clients with the same breaker and key share it. Default: `effect-revox`. */
    readonly key?: string | undefined
  }
): RequestPolicy => ({
  make: Effect.as(
    validateSharedCircuitBreaker({ circuitBreaker: { breaker, ...options } }),
    (request) =>
      Effect.mapError(
        breaker.execute(request, { key: options?.key ?? "effect-revox", classify }),
        (error): Reason => (error._tag === "CircuitBreakerError" ? circuitOpen(error) : error)
      )
  )
})

/**
 * Stops the requests of one client to a failing server.
 *
 * **Details**
 *
 * The circuit opens after `failureThreshold` consecutive calls that time out, fail to connect or end with a status of
 * 500 or above. While it is open, calls fail with `CircuitOpenError` before a request is sent.
 *
 * @category circuit breaking
 * @since 0.1.0
 */
export const circuitBreaker = (options: CircuitBreakerOptions): RequestPolicy => ({
  make: validateCircuitBreaker({ circuitBreaker: options }).pipe(
    Effect.flatMap(({ circuitBreaker: { failureThreshold, resetTimeout } }) =>
      CircuitBreaker.make({ tripPolicy: CircuitBreaker.consecutive(failureThreshold), openDuration: resetTimeout })
    ),
    Effect.provide(CircuitBreaker.layerStoreMemory()),
    Effect.flatMap((breaker) => sharedCircuitBreaker(breaker).make)
  )
})
