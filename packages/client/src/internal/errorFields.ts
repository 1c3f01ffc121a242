import * as Schema from "effect/Schema"

export const message = Schema.String.annotateKey({ description: "Description of the failure, and of how to fix it." })

export const problem = Schema.optionalKey(Schema.String).annotateKey({
  description: "Description of the failure without advice. Absent if only the message is known."
})

export const attempts = Schema.Int.annotateKey({ description: "Number of requests sent, retries included." })

export const isRetryable = Schema.Boolean.annotateKey({
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

export const delivery = Delivery.annotateKey({
  description: "Outcome of the request on the server: the strongest over all attempts."
})

/** The fields of every reason that comes from a response. */
export const response = {
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
