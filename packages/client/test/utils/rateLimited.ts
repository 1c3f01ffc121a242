import { Clock, Effect } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

/**
 * A server that accepts a number of requests a second, with a token bucket of that size, and refuses others with a
 * `Retry-After` of one second.
 */
export const limited = (perSecond: number) => {
  let tokens = perSecond
  let filledAt = 0
  return (client: HttpClient.HttpClient) =>
    HttpClient.transform(client, (send, request) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        tokens = Math.min(perSecond, tokens + (now - filledAt) / 1000 * perSecond)
        filledAt = now
        if (tokens < 1) {
          return Effect.succeed(
            HttpClientResponse.fromWeb(request, new Response("", { status: 429, headers: { "retry-after": "1" } }))
          )
        }
        tokens -= 1
        return send
      }))
}
