/**
 * Sends the webhook requests of the service to an application under test.
 *
 * @since 0.1.0
 */
import type { Call } from "@effect-revox/schema/Call"
import { CallWebhookPayload } from "@effect-revox/schema/CallWebhookPayload"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Schema from "effect/Schema"
import { validateDelivery } from "./internal/settings.ts"

/**
 * The options of deliveries.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Number of requests with the same payload, sent at once, 1 or more. Default: 1. */
  readonly copies?: number | undefined
  /** Time before the requests are sent, finite. Default: none. */
  readonly delay?: Duration.Input | undefined
  /** Size of the body in bytes, if it is larger than the payload. Default: the size of the payload. */
  readonly size?: number | undefined
  /** Changes the body, for example to send a body that is not valid. */
  readonly transformBody?: ((body: string) => string) | undefined
}

/**
 * The payload of the latest attempt of a call, as the service sends it. `undefined` if there is none.
 *
 * @category constructors
 * @since 0.1.0
 */
export const payload = (call: Call): CallWebhookPayload | undefined => {
  const attempt = call.last_call_attempt
  return attempt === null ? undefined : {
    call_order_id: call.id,
    call_id: attempt.id,
    status: attempt.status,
    result: attempt.result,
    transcript: (attempt.transcript ?? []).map(({ content, role }) => `${role}: ${content}`).join("\n"),
    recording_url: attempt.recording_url,
    started_at: attempt.started_at,
    ended_at: attempt.ended_at,
    calls_count: call.calls_count
  }
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length

const encode = Schema.encodeSync(Schema.fromJsonString(CallWebhookPayload))

/**
 * Sends the webhook requests of a completed call to a URL, and returns the statuses of the responses.
 *
 * **Details**
 *
 * The URL is that of the webhook, with its secret. To test a wrong secret, pass a URL with another one. If the call has
 * no attempts, the body is an empty JSON object. Invalid options fail with `InvalidOptionError`, which names the option.
 *
 * **Example** (Delivering a call twice at once)
 *
 * ```ts
 * import { Webhook } from "@effect-revox/testing"
 * import type { Call } from "@effect-revox/schema"
 *
 * const twice = (call: Call.Call) =>
 *   Webhook.deliver("http://127.0.0.1:3000/calls/completed?sig=a-long-secret-text", call, { copies: 2 })
 * ```
 *
 * @category running
 * @since 0.1.0
 */
export const deliver = (
  url: string,
  call: Call,
  options: Options = {}
): Effect.Effect<ReadonlyArray<number>, HttpClientError.HttpClientError | InvalidOptionError, HttpClient.HttpClient> =>
  Effect.flatMap(validateDelivery(options), () => {
    const { copies = 1, delay = 0, size = 0, transformBody = (body: string) => body } = options
    const content = payload(call)
    const body = transformBody(content === undefined ? "{}" : encode(content))
    const request = HttpClientRequest.post(url).pipe(
      // Spaces are part of JSON.
      HttpClientRequest.bodyText(body + " ".repeat(Math.max(0, size - byteLength(body))), "application/json")
    )
    const send = Effect.scoped(Effect.map(HttpClient.execute(request), (response) => response.status))
    return Effect.delay(Effect.all(Array.from({ length: copies }, () => send), { concurrency: "unbounded" }), delay)
  })
