/**
 * Everything that can go wrong with a request: one error, {@link RevoxError}, with a tagged reason under the name that
 * the official SDKs use. Catch a reason with `Effect.catchReason("RevoxError", "NotFoundError", …)`, several with
 * `Effect.catchReasons`, or move them into the error channel with `Effect.unwrapReason("RevoxError")`.
 *
 * All of them are schemas, so an error can cross a process border and still be matched on the other side.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"

const message = Schema.String.annotateKey({ description: "What happened and what to try, for a person to read." })

const attempts = Schema.Int.annotateKey({ description: "How many requests were sent, retries included." })

/** What every answer of the server has, whatever it says. */
const answer = {
  message,
  status: Schema.Int.annotateKey({ description: "The HTTP status." }),
  attempts,
  requestId: Schema.optionalKey(Schema.String).annotateKey({
    description: "The server's id of the request (`x-request-id`), for a question to its support."
  }),
  bodyExcerpt: Schema.optionalKey(Schema.String).annotateKey({
    description: "The beginning of the body, without the API key."
  }),
  retryAfter: Schema.optionalKey(Schema.Duration).annotateKey({
    description: "How long the server asks to wait before the next request (`retry-after-ms`, `Retry-After`)."
  }),
  shouldRetry: Schema.optionalKey(Schema.Boolean).annotateKey({
    description: "What the server says of trying again (`x-should-retry`)."
  })
}

/**
 * The server could not make sense of the request. Status 400.
 *
 * @category reasons
 * @since 0.1.0
 */
export class BadRequestError extends Schema.TaggedError<BadRequestError>()("BadRequestError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? false
  }
}

/**
 * The API key is missing or wrong. Status 401.
 *
 * @category reasons
 * @since 0.1.0
 */
export class AuthenticationError extends Schema.TaggedError<AuthenticationError>()("AuthenticationError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? false
  }
}

/**
 * The API key is right and may not do this. Status 403.
 *
 * @category reasons
 * @since 0.1.0
 */
export class PermissionDeniedError
  extends Schema.TaggedError<PermissionDeniedError>()("PermissionDeniedError", answer)
{
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? false
  }
}

/**
 * There is no such thing, or the API key may not see it. Status 404.
 *
 * @category reasons
 * @since 0.1.0
 */
export class NotFoundError extends Schema.TaggedError<NotFoundError>()("NotFoundError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? false
  }
}

/**
 * Something else changed it at the same time. Status 409.
 *
 * @category reasons
 * @since 0.1.0
 */
export class ConflictError extends Schema.TaggedError<ConflictError>()("ConflictError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? true
  }
}

/**
 * The request made sense and its content did not. Status 422.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnprocessableEntityError
  extends Schema.TaggedError<UnprocessableEntityError>()("UnprocessableEntityError", answer)
{
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? false
  }
}

/**
 * Too many requests. Status 429.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RateLimitError extends Schema.TaggedError<RateLimitError>()("RateLimitError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? true
  }
}

/**
 * The server failed. Status 500 and above.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InternalServerError extends Schema.TaggedError<InternalServerError>()("InternalServerError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    // What the server cannot do, it cannot do the next time either.
    return this.shouldRetry ?? (this.status !== 501 && this.status !== 505)
  }
}

/**
 * A status that none of the other reasons stands for, such as a redirect, which is never followed, or 408.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnexpectedStatusError
  extends Schema.TaggedError<UnexpectedStatusError>()("UnexpectedStatusError", answer)
{
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.shouldRetry ?? this.status === 408
  }
}

/**
 * No answer came: the name did not resolve, the connection was refused, or it broke off.
 *
 * @category reasons
 * @since 0.1.0
 */
export class ConnectionError extends Schema.TaggedError<ConnectionError>()("ConnectionError", { message, attempts }) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The answer, its body included, did not come in the time of one request (`timeout`), or not in the time of all requests
 * and pauses together (`deadline`).
 *
 * @category reasons
 * @since 0.1.0
 */
export class TimeoutError extends Schema.TaggedError<TimeoutError>()("TimeoutError", { message, attempts }) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The answer is not JSON, or JSON that does not fit the schema: the message says where.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidResponseError extends Schema.TaggedError<InvalidResponseError>()("InvalidResponseError", answer) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The caller's input cannot be sent; nothing was.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidRequestError extends Schema.TaggedError<InvalidRequestError>()("InvalidRequestError", { message }) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The circuit breaker of the client's options is open, since too many requests failed lately; nothing was sent.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CircuitOpenError extends Schema.TaggedError<CircuitOpenError>()("CircuitOpenError", {
  message,
  retryAfter: Schema.optionalKey(Schema.Duration).annotateKey({
    description: "When the breaker lets the next request through."
  })
}) {
  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Why a request failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  UnprocessableEntityError,
  RateLimitError,
  InternalServerError,
  UnexpectedStatusError,
  ConnectionError,
  TimeoutError,
  InvalidResponseError,
  InvalidRequestError,
  CircuitOpenError
])
/**
 * Why a request failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * A request failed.
 *
 * @category errors
 * @since 0.1.0
 */
export class RevoxError extends Schema.TaggedError<RevoxError>()("RevoxError", {
  operation: Schema.String.annotateKey({ description: "What was asked, such as `Campaigns.retrieve`." }),
  reason: Reason.annotateKey({ description: "Why it failed." })
}) {
  override get message(): string {
    return `${this.operation}: ${this.reason.message}`
  }

  /** Whether the same request may succeed later. The client has already retried what its options allow. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }

  /** How long to wait before the next request, where that is known. */
  get retryAfter(): Duration.Duration | undefined {
    return "retryAfter" in this.reason ? this.reason.retryAfter : undefined
  }
}
