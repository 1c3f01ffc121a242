import { Calls, Campaigns, type Revox } from "@effect-revox/client"
import { Api } from "@effect-revox/schema"
import { type RequestRecord, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { accountWires } from "./utils/accountWires.ts"
import { assistantWires } from "./utils/assistantWires.ts"
import { revox } from "./utils/simulated.ts"
import { voiceWires } from "./utils/voiceWires.ts"
import type { Wire } from "./utils/Wire.ts"

const campaign = {
  assistant_id: "5b8e2c1a-6a5f-4f0e-9c39-6f6c3f0b7d21",
  contacts: [
    { prompt_variables: { first_name: "Zoë" }, to_phone_number: "+33184801234" },
    { prompt_variables: { first_name: "Ada" }, to_phone_number: "+15125550100" }
  ],
  launch: false,
  name: "Spring offer – été",
  call_retry_config: {
    allowed_days: ["monday"],
    calling_windows: [
      { calling_window_end_time: "18:00", calling_window_start_time: "09:00", retry_delay_seconds: 3600 }
    ],
    max_retry_attempts: 2,
    timezone: "Europe/Paris"
  },
  from_phone_number: "+33184800000",
  max_concurrent_calls: 3,
  scheduled_at: "2026-12-01T09:00:00+01:00",
  type: "regular"
} as const

const launch = {
  mode: "ai_first",
  selection: { filters: { outcome: "interested" }, rows: { call_ids: [], mode: "include" } },
  scheduled_at: "2026-12-01T09:00:00Z"
} as const

const call = {
  phone_number: "+33184801234",
  assistant_id: "5b8e2c1a-6a5f-4f0e-9c39-6f6c3f0b7d21",
  concurrency: { key: "sales", max: 2 },
  from_phone_number: "+33184800000",
  metadata: { order: "A-1" },
  prompt_variables: { first_name: "Zoë" },
  scheduled_at: "2026-12-01T09:00:00+01:00",
  skip_calling_window: true
}

const withCalls = <A, E>(call: (calls: Calls.Calls["Service"]) => Effect.Effect<A, E>) => Calls.Calls.use(call)

const withCampaigns = <A, E>(call: (campaigns: Campaigns.Campaigns["Service"]) => Effect.Effect<A, E>) =>
  Campaigns.Campaigns.use(call)

/**
 * The requests of the API, literally. The client and the simulator share the declarations of endpoints, so a wrong path
 * in a declaration would go unnoticed without them.
 */
const wires: { readonly [Id in RequestRecord.EndpointId]: Wire } = {
  "calls.create": {
    method: "POST",
    target: "/api/call",
    body: call,
    call: withCalls((calls) => calls.create(call))
  },
  "calls.retrieve": {
    method: "GET",
    target: "/api/call/spring%2Fb%20%C3%A9",
    body: undefined,
    call: withCalls((calls) => calls.retrieve("spring/b é"))
  },
  "calls.listAttempts": {
    method: "GET",
    target: "/api/call?page=1&page_size=20&statuses=completed%2Cerrored",
    body: undefined,
    call: withCalls((calls) => calls.listAttempts({ page: 1, page_size: 20, statuses: ["completed", "errored"] }))
  },
  "calls.search": {
    method: "POST",
    target: "/api/call/search",
    body: {
      assignee_ids: [],
      assistant_ids: ["a-1"],
      campaign_ids: [],
      directions: ["outbound"],
      from_phone_numbers: [],
      outcomes: [],
      page: 1,
      page_size: 20,
      results: [],
      statuses: [],
      query: "+33 6"
    },
    call: withCalls((calls) =>
      calls.search({ page: 1, page_size: 20, assistant_ids: ["a-1"], directions: ["outbound"], query: "+33 6" })
    )
  },
  "calls.cancel": {
    method: "POST",
    target: "/api/call/spring%2Fb%20%C3%A9/cancel",
    body: undefined,
    call: withCalls((calls) => calls.cancel("spring/b é"))
  },
  "calls.pause": {
    method: "POST",
    target: "/api/call/spring%2Fb%20%C3%A9/pause",
    body: undefined,
    call: withCalls((calls) => calls.pause("spring/b é"))
  },
  "calls.resume": {
    method: "POST",
    target: "/api/call/spring%2Fb%20%C3%A9/resume",
    body: undefined,
    spec: { isPaused: true },
    call: withCalls((calls) => calls.resume("spring/b é"))
  },
  "campaigns.list": {
    method: "GET",
    target: "/api/campaigns",
    body: undefined,
    call: withCampaigns((campaigns) => campaigns.list())
  },
  "campaigns.create": {
    method: "POST",
    target: "/api/campaigns",
    body: campaign,
    call: withCampaigns((campaigns) => campaigns.create(campaign))
  },
  "campaigns.retrieve": {
    method: "GET",
    target: "/api/campaigns/spring%2Fb%20%C3%A9",
    body: undefined,
    call: withCampaigns((campaigns) => campaigns.retrieve("spring/b é"))
  },
  "campaigns.getRows": {
    method: "GET",
    target:
      "/api/campaigns/spring%2Fb%20%C3%A9/rows?page=1&page_size=20&query=%2B33+6&result=human&statuses=completed%2Cerrored",
    body: undefined,
    call: withCampaigns((campaigns) =>
      campaigns.getRows("spring/b é", {
        page: 1,
        page_size: 20,
        query: "+33 6",
        result: "human",
        statuses: ["completed", "errored"]
      })
    )
  },
  "campaigns.update": {
    method: "PATCH",
    target: "/api/campaigns/spring%2Fb%20%C3%A9",
    body: { name: "Autumn", from_phone_number: null },
    call: withCampaigns((campaigns) => campaigns.update("spring/b é", { name: "Autumn", from_phone_number: null }))
  },
  "campaigns.launch": {
    method: "POST",
    target: "/api/campaigns/spring%2Fb%20%C3%A9/launch",
    body: launch,
    status: "draft",
    call: withCampaigns((campaigns) => campaigns.launch("spring/b é", launch))
  },
  "campaigns.pause": {
    method: "POST",
    target: "/api/campaigns/spring%2Fb%20%C3%A9/pause",
    body: undefined,
    call: withCampaigns((campaigns) => campaigns.pause("spring/b é"))
  },
  "campaigns.resume": {
    method: "POST",
    target: "/api/campaigns/spring%2Fb%20%C3%A9/resume",
    body: undefined,
    status: "paused",
    call: withCampaigns((campaigns) => campaigns.resume("spring/b é"))
  },
  "campaigns.cancel": {
    method: "POST",
    target: "/api/campaigns/spring%2Fb%20%C3%A9/cancel",
    body: undefined,
    call: withCampaigns((campaigns) => campaigns.cancel("spring/b é"))
  },
  "campaigns.delete": {
    method: "DELETE",
    target: "/api/campaigns/spring%2Fb%20%C3%A9",
    body: undefined,
    call: withCampaigns((campaigns) => campaigns.delete("spring/b é"))
  },
  ...accountWires,
  ...assistantWires,
  ...voiceWires
}

const sendRaw = Effect.fnUntraced(function*({ body, method, target }: Wire) {
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const headers = { authorization: `Bearer ${Redacted.value(apiKey)}` }
  const json = body === undefined
    ? {}
    : { body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } }
  return yield* Effect.promise(() => fetch(new URL(target, baseUrl), { method, headers, ...json }))
})

const layer = ({ simulator, spec, status }: Wire) =>
  Layer.provideMerge(
    revox({ maxRetries: 0 }),
    Layer.merge(
      RevoxSimulator.layer({
        campaigns: [{ id: "spring/b é", rows: 100, status }],
        calls: [{ id: "spring/b é", ...spec }],
        ...simulator
      }),
      FetchHttpClient.layer
    )
  )

/** Sends a request to a separate simulator, and returns its record. */
const recorded = Effect.fnUntraced(
  function*<E>(send: Effect.Effect<unknown, E, Revox.Services | RevoxSimulator.RevoxSimulator>, wire: Wire) {
    return yield* Effect.andThen(
      send,
      RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)
    ).pipe(Effect.provide(layer(wire)))
  }
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
      const [raw] = yield* recorded(sendRaw(wire), wire)
      assert.deepStrictEqual([raw?.endpoint, raw?.status !== undefined && raw.status < 300], [id, true])
      const [sent, ...others] = yield* recorded(wire.call, wire)
      assert.deepStrictEqual([sent?.endpoint, others], [id, []])
      const { body, method, target } = wire
      assert.deepStrictEqual({ method: sent?.method, target: sent?.target, body: sent?.body }, { method, target, body })
    }))
})
