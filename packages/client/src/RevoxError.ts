/**
 * The errors of requests: one error, {@link RevoxError}, whose tagged reason has the name that the official SDKs use.
 * Catch one reason with `Effect.catchReason("RevoxError", "NotFoundError", …)`, several with `Effect.catchReasons`, or
 * move all of them into the error channel with `Effect.unwrapReason("RevoxError")`.
 *
 * All errors are schemas, so they can be sent to another process and matched there.
 *
 * @since 0.1.0
 */
import { InvalidOptionError } from "@effect-revox/schema/Options"
import type * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"

const message = Schema.String.annotateKey({ description: "Description of the failure, and of how to fix it." })

const problem = Schema.optionalKey(Schema.String).annotateKey({
  description: "Description of the failure without advice. Absent if only the message is known."
})

const attempts = Schema.Int.annotateKey({ description: "Number of requests sent, retries included." })

const isRetryable = Schema.Boolean.annotateKey({
  description: "Whether sending the request again is safe and may succeed."
})

/**
 * The outcome of a request on the server, as far as the client can know. For a call with retries, it is the strongest
 * outcome over all attempts, in this order:
 *
 * - `"not-sent"`: the request never reached the server, such as a refused connection or an open circuit breaker
 * - `"rejected"`: the server refused the request, with a status from 400 to 499 except 408
 * - `"unknown"`: the server may have acted on the request, such as after a reset, a timeout, a redirect or a status of
 *   500 or more
 * - `"accepted"`: the server acted on the request, but its response cannot be decoded
 *
 * @category models
 * @since 0.1.0
 */
export const Delivery = Schema.Literals(["not-sent", "rejected", "unknown", "accepted"])
/**
 * The outcome of a request on the server, as far as the client can know.
 *
 * @category models
 * @since 0.1.0
 */
export type Delivery = typeof Delivery.Type

const delivery = Delivery.annotateKey({
  description: "Outcome of the request on the server: the strongest over all attempts."
})

/** The fields of every reason that comes from a response. */
const response = {
  message,
  delivery,
  isRetryable,
  status: Schema.Int.annotateKey({ description: "The HTTP status." }),
  attempts,
  requestId: Schema.optionalKey(Schema.String).annotateKey({
    description: "The server's id of the request (`x-request-id`), for support requests to Revox."
  }),
  bodyExcerpt: Schema.optionalKey(Schema.String).annotateKey({
    description: "The beginning of the response body, without the API key."
  }),
  serverMessage: Schema.optionalKey(Schema.String).annotateKey({
    description: "The message in the response body, without the API key. Absent if the body has none."
  }),
  retryAfter: Schema.optionalKey(Schema.Duration).annotateKey({
    description: "The delay that the server requests before the next request (`retry-after-ms`, `Retry-After`)."
  }),
  shouldRetry: Schema.optionalKey(Schema.Boolean).annotateKey({
    description: "Whether the server advises a retry (`x-should-retry`)."
  })
}

/**
 * The server cannot process the request. Status 400.
 *
 * @category reasons
 * @since 0.1.0
 */
export class BadRequestError extends Schema.TaggedError<BadRequestError>()("BadRequestError", response) {}

/**
 * The API key is missing or invalid. Status 401.
 *
 * @category reasons
 * @since 0.1.0
 */
export class AuthenticationError extends Schema.TaggedError<AuthenticationError>()("AuthenticationError", response) {}

/**
 * The API key is valid but lacks permission. Status 403.
 *
 * @category reasons
 * @since 0.1.0
 */
export class PermissionDeniedError
  extends Schema.TaggedError<PermissionDeniedError>()("PermissionDeniedError", response)
{}

/**
 * The resource does not exist, or the API key cannot access it. Status 404.
 *
 * @category reasons
 * @since 0.1.0
 */
export class NotFoundError extends Schema.TaggedError<NotFoundError>()("NotFoundError", response) {}

/**
 * The request conflicts with the state of the resource. Status 409. Retried for `GET` only.
 *
 * @category reasons
 * @since 0.1.0
 */
export class ConflictError extends Schema.TaggedError<ConflictError>()("ConflictError", response) {}

/**
 * The server understood the request, but its content is invalid. Status 422.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnprocessableEntityError
  extends Schema.TaggedError<UnprocessableEntityError>()("UnprocessableEntityError", response)
{}

/**
 * The client sent too many requests. Status 429.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RateLimitError extends Schema.TaggedError<RateLimitError>()("RateLimitError", response) {}

/**
 * The server failed. Status 500 and above.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InternalServerError extends Schema.TaggedError<InternalServerError>()("InternalServerError", response) {}

/**
 * The response has another status outside of 200 to 299, such as 408 or a redirect. Redirects are never followed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnexpectedStatusError
  extends Schema.TaggedError<UnexpectedStatusError>()("UnexpectedStatusError", response)
{}

/**
 * The request failed without a complete response: the host name did not resolve, or the connection was refused or
 * broke.
 *
 * @category reasons
 * @since 0.1.0
 */
export class ConnectionError extends Schema.TaggedError<ConnectionError>()("ConnectionError", {
  message,
  problem,
  delivery,
  isRetryable,
  attempts
}) {}

/**
 * The response, including its body, did not arrive within the time limit of one request (`timeout`), or of the call
 * with all of its retries (`totalTimeout`).
 *
 * @category reasons
 * @since 0.1.0
 */
export class TimeoutError extends Schema.TaggedError<TimeoutError>()("TimeoutError", {
  message,
  problem,
  delivery,
  isRetryable,
  attempts
}) {}

/**
 * The body of a successful response cannot be decoded: it is not JSON, or does not match the schema. The message has
 * the path of the field and the kind of its value, but not the value. Its `delivery` is `"accepted"`.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidResponseError extends Schema.TaggedError<InvalidResponseError>()("InvalidResponseError", {
  ...response,
  problem,
  resourceId: Schema.optionalKey(Schema.String).annotateKey({
    description: "The id in the response body, such as the id of a created resource. Absent if the body has none."
  })
}) {}

/**
 * The request is invalid: a parameter or the body. Nothing was sent.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidRequestError extends Schema.TaggedError<InvalidRequestError>()("InvalidRequestError", { message }) {
  /** Outcome of the request on the server: always `"not-sent"`. */
  get delivery(): Delivery {
    return "not-sent"
  }

  /** Whether sending the request again may succeed: always `false`, because the same request stays invalid. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Contacts of a new campaign are invalid. Nothing was sent.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidContactsError extends Schema.TaggedError<InvalidContactsError>()("InvalidContactsError", {
  problems: Schema.Array(Schema.Struct({
    index: Schema.Finite.annotateKey({ description: "Position of the contact in the list, from 0." }),
    problem: Schema.String.annotateKey({ description: "The reason, without the data of the contact." })
  })).annotateKey({ description: "The first 100 problems." }),
  problemCount: Schema.Finite.annotateKey({ description: "Number of problems." })
}) {
  override get message(): string {
    const more = this.problemCount - this.problems.length
    return [
      "The contacts are invalid. No request was sent.",
      ...this.problems.map(({ index, problem }) => `- contact ${index}: ${problem}`),
      ...(more > 0 ? [`- ${more} more problems`] : [])
    ].join("\n")
  }

  /** Outcome of the request on the server: always `"not-sent"`. */
  get delivery(): Delivery {
    return "not-sent"
  }

  /** Whether sending the request again may succeed: always `false`, because the same request stays invalid. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The circuit breaker of the client is open after too many failed requests. Nothing was sent.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CircuitOpenError extends Schema.TaggedError<CircuitOpenError>()("CircuitOpenError", {
  message,
  retryAfter: Schema.optionalKey(Schema.Duration).annotateKey({
    description: "Time until the circuit breaker lets a request through."
  })
}) {
  /** Outcome of the request on the server: always `"not-sent"`. */
  get delivery(): Delivery {
    return "not-sent"
  }

  /** Whether sending the request again may succeed: always `true`, once the circuit breaker lets requests through. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The reason of a failed request, discriminated by `_tag`.
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
  InvalidOptionError,
  InvalidContactsError,
  CircuitOpenError
])
/**
 * The reason of a failed request, discriminated by `_tag`.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * The error of a failed request. Its `reason` distinguishes the causes.
 *
 * @category errors
 * @since 0.1.0
 */
export class RevoxError extends Schema.TaggedError<RevoxError>()("RevoxError", {
  operation: Schema.String.annotateKey({ description: "The operation that failed, such as `Campaigns.retrieve`." }),
  reason: Reason.annotateKey({ description: "The cause of the failure." })
}) {
  override get message(): string {
    return `${this.operation}: ${this.reason.message}`
  }

  /**
   * Whether sending the request again is safe and may succeed. The client has already made the retries that its options
   * allow. It is `false` for a request that is not idempotent and that the server may have acted on.
   */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }

  /** Outcome of the request on the server, as far as the client can know. */
  get delivery(): Delivery {
    return this.reason.delivery
  }

  /** The delay to wait before the next request, if it is known. */
  get retryAfter(): Duration.Duration | undefined {
    return "retryAfter" in this.reason ? this.reason.retryAfter : undefined
  }
}
