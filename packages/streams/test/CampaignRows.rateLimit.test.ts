import { Revox } from "@effect-revox/client"
import { CampaignRows } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"

/** Accepts a number of requests in each second, and refuses others with a `Retry-After` of one second. */
const limited = (perSecond: number) => {
  const accepted: Array<number> = []
  return (client: HttpClient.HttpClient) =>
    HttpClient.transform(client, (send, request) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        if (accepted.filter((time) => now - time < 1000).length >= perSecond) {
          const response = new Response("", { status: 429, headers: { "retry-after": "1" } })
          return Effect.succeed(HttpClientResponse.fromWeb(request, response))
        }
        accepted.push(now)
        return send
      }))
}

const revox = (perSecond: number) =>
  Layer.unwrap(
    Effect.map(
      RevoxSimulator.RevoxSimulator,
      ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl, transformClient: limited(perSecond) })
    )
  ).pipe(
    Layer.provideMerge(
      RevoxSimulator.layerMemory({ campaigns: [{ id: "spring", status: "completed", rows: 500 }] })
    )
  )

describe("CampaignRows.stream on a server that limits the rate", () => {
  it.effect.each([1, 2])(
    "to %i a second: six runs with four pages in flight read every row",
    (perSecond) =>
      Effect.forEach(Array.from({ length: 6 }), () =>
        Effect.gen(function*() {
          const rows = CampaignRows.stream("spring", { pageSize: 20, prefetch: 3 })
          const fiber = yield* Effect.forkChild(Stream.runCollect(rows))
          for (let minute = 0; minute < 30; minute++) yield* TestClock.adjust("1 minute")
          assert.lengthOf(yield* Fiber.join(fiber), 500)
        }).pipe(Effect.provide(revox(perSecond), { local: true })))
  )
})
