import { Campaigns } from "@effect-revox/client"
import { Api } from "@effect-revox/schema"
import { type RequestRecord, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { revox } from "./utils/simulated.ts"

/** A literal request to an endpoint, and the call of the client that must send it. */
interface Wire {
  readonly method: string
  readonly target: string
  readonly body: unknown
  readonly call: Effect.Effect<unknown, unknown, Campaigns.Campaigns>
}

/**
 * The requests of the API, literally. The client and the simulator share the declarations of endpoints, so a wrong path
 * in a declaration would go unnoticed without them.
 */
const wires: { readonly [Id in RequestRecord.EndpointId]: Wire } = {
  "campaigns.retrieve": {
    method: "GET",
    target: "/api/campaigns/spring%2Fb%20%C3%A9",
    body: undefined,
    call: Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring/b é"))
  },
  "campaigns.getRows": {
    method: "GET",
    target:
      "/api/campaigns/spring%2Fb%20%C3%A9/rows?page=1&page_size=20&query=%2B33+6&result=human&statuses=completed%2Cerrored",
    body: undefined,
    call: Campaigns.Campaigns.use((campaigns) =>
      campaigns.getRows("spring/b é", {
        page: 1,
        page_size: 20,
        query: "+33 6",
        result: "human",
        statuses: ["completed", "errored"]
      })
    )
  }
}

const sendRaw = Effect.fnUntraced(function*({ body, method, target }: Wire) {
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const headers = { authorization: `Bearer ${Redacted.value(apiKey)}` }
  const json = body === undefined
    ? {}
    : { body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } }
  return yield* Effect.promise(() => fetch(new URL(target, baseUrl), { method, headers, ...json }))
})

const layer = Layer.provideMerge(
  revox({ maxRetries: 0 }),
  Layer.merge(RevoxSimulator.layer({ campaigns: [{ id: "spring/b é", rows: 100 }] }), FetchHttpClient.layer)
)

describe("requests to endpoints", () => {
  it("are listed for each endpoint of the API", () => {
    const ids = Object.entries(Api).flatMap(([resource, endpoints]) =>
      Object.keys(endpoints).map((name) => `${resource}.${name}`)
    )
    assert.sameMembers(Object.keys(wires), ids)
  })

  it.live.each(Object.entries(wires))("%s", ([id, wire]) =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const response = yield* sendRaw(wire)
      assert.isTrue(response.ok, yield* Effect.promise(() => response.text()))
      yield* wire.call
      const [raw, sent, ...others] = yield* simulator.requests
      assert.deepStrictEqual([raw?.endpoint, sent?.endpoint, others], [id, id, []])
      const { body, method, target } = wire
      assert.deepStrictEqual({ method: sent?.method, target: sent?.target, body: sent?.body }, { method, target, body })
    }).pipe(Effect.provide(layer)))
})
