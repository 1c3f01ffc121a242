/**
 * What a client may put around its requests: a limit on their rate, a circuit breaker. Both are Effect's own parts, in
 * memory or in a store that several machines share; a client without them does not carry their code.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import * as RateLimiter from "effect/persistence/RateLimiter"
import type * as Scope from "effect/Scope"
import { CircuitOpenError, type Reason } from "./RevoxError.ts"

/**
 * Something around a request: it may delay it, or fail it unsent.
 *
 * @category models
 * @since 0.1.0
 */
export interface RequestPolicy {
  /** Makes what is put around each request, once for a client. */
  readonly make: Effect.Effect<
    <A, R>(request: Effect.Effect<A, Reason, R>) => Effect.Effect<A, Reason, R>,
    never,
    Scope.Scope
  >
}

/**
 * How many requests may be sent in which time.
 *
 * @category models
 * @since 0.1.0
 */
export interface RateLimitOptions {
  /** Requests per window, 1 or more. */
  readonly limit: number
  /** The length of the window. */
  readonly window: Duration.Input
  /** Whose requests are counted together. Default `effect-revox`. */
  readonly key?: string | undefined
}

const limited = (limiter: RateLimiter.RateLimiter, options: RateLimitOptions): Effect.Effect<void> =>
  RateLimiter.sleep(limiter, { ...options, key: options.key ?? "effect-revox", algorithm: "token-bucket" }).pipe(
    // A store that is away must not stop the work: the server still has a limit of its own.
    Effect.catch((error) =>
      Effect.logWarning("The rate limit could not be read; the request is sent without it", error)
    ),
    Effect.asVoid
  )

/**
 * A rate limit for this client alone.
 *
 * @category rate limiting
 * @since 0.1.0
 */
export const rateLimit = (options: RateLimitOptions): RequestPolicy => ({
  make: Effect.provide(
    Effect.map(RateLimiter.make, (limiter) => (request) => Effect.andThen(limited(limiter, options), request)),
    RateLimiter.layerStoreMemory
  )
})

/**
 * A rate limit over a `RateLimiter` of the application's, such as one on Redis by which several machines share the
 * budget of one key. A store that cannot be reached is logged, and the request is sent without it.
 *
 * @category rate limiting
 * @since 0.1.0
 */
export const sharedRateLimit = (limiter: RateLimiter.RateLimiter, options: RateLimitOptions): RequestPolicy => ({
  make: Effect.succeed((request) => Effect.andThen(limited(limiter, options), request))
})

/**
 * When a circuit breaker opens, and for how long.
 *
 * @category models
 * @since 0.1.0
 */
export interface CircuitBreakerOptions {
  /** Calls in a row that have to fail. */
  readonly failureThreshold: number
  /** How long nothing is sent then, before one request is tried. */
  readonly resetTimeout: Duration.Input
}

/** Only a server that cannot be reached or does not work opens a circuit; one that says no works. */
const classify = (exit: Exit.Exit<unknown, Reason>): CircuitBreaker.Outcome => {
  if (Exit.isSuccess(exit)) return CircuitBreaker.success
  return Option.match(Exit.findErrorOption(exit), {
    onNone: () => CircuitBreaker.ignored,
    onSome: (reason) =>
      reason._tag === "InternalServerError" || reason._tag === "ConnectionError" || reason._tag === "TimeoutError"
        ? CircuitBreaker.failure()
        : reason._tag === "RateLimitError"
        ? CircuitBreaker.ignored
        : CircuitBreaker.success
  })
}

const circuitOpen = (error: CircuitBreaker.CircuitBreakerError): CircuitOpenError => {
  const { reason } = error
  return new CircuitOpenError({
    message: "Too many requests failed lately: nothing was sent. Try again later.",
    ...(reason._tag === "CircuitOpen" ? { retryAfter: reason.retryAfter } : {})
  })
}

/**
 * A circuit breaker over one of the application's, whose store several machines may share.
 *
 * @category circuit breaking
 * @since 0.1.0
 */
export const sharedCircuitBreaker = (
  breaker: CircuitBreaker.CircuitBreaker,
  options?: {
    /** Which circuit this client shares. Default `effect-revox`. */
    readonly key?: string | undefined
  }
): RequestPolicy => ({
  make: Effect.succeed((request) =>
    Effect.mapError(
      breaker.execute(request, { key: options?.key ?? "effect-revox", classify }),
      (error): Reason => (error._tag === "CircuitBreakerError" ? circuitOpen(error) : error)
    )
  )
})

/**
 * A circuit breaker for this client alone.
 *
 * @category circuit breaking
 * @since 0.1.0
 */
export const circuitBreaker = (options: CircuitBreakerOptions): RequestPolicy => ({
  make: CircuitBreaker.make({
    tripPolicy: CircuitBreaker.consecutive(options.failureThreshold),
    openDuration: Duration.fromInputUnsafe(options.resetTimeout)
  }).pipe(
    Effect.provide(CircuitBreaker.layerStoreMemory()),
    Effect.flatMap((breaker) => sharedCircuitBreaker(breaker).make)
  )
})
