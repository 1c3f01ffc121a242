import * as Campaign from "@effect-revox/schema/Campaign"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import { api, type ErrorResponse, layerClient } from "@effect-revox/schema/HttpApi"
import { RevoxSimulator } from "@effect-revox/testing"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpClient from "effect/http/HttpClient"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** A response, as plain `fetch` receives it. */
export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly url: string
  readonly text: string
}

/** `fetch` rejected, or the body was interrupted. */
export class Broken extends Data.TaggedError("Broken")<{
  readonly at: "connect" | "body"
  readonly status?: number
  readonly message: string
  readonly code: string
}> {}

const broken = (at: Broken["at"], status: number | undefined) => (error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
  return new Broken({
    at,
    ...(status === undefined ? {} : { status }),
    message: cause?.message ?? String(error),
    code: cause !== undefined && "code" in cause ? String(cause.code) : ""
  })
}

/** Sends a request with plain `fetch` and the simulator's key. */
export const get = Effect.fnUntraced(function*(path: string, init: RequestInit = {}) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const url = path.startsWith("http") ? path : simulator.baseUrl + path
  // The signal outlives the headers, so that an interruption while the body is read closes the connection too.
  const controller = yield* Effect.acquireRelease(
    Effect.sync(() => new AbortController()),
    (controller) => Effect.sync(() => controller.abort())
  )
  const response = yield* Effect.tryPromise({
    try: () =>
      fetch(url, {
        headers: { authorization: `Bearer ${Redacted.value(simulator.apiKey)}` },
        signal: controller.signal,
        ...init
      }),
    catch: broken("connect", undefined)
  })
  const text = yield* Effect.tryPromise({ try: () => response.text(), catch: broken("body", response.status) })
  const seen: Seen = { status: response.status, headers: Object.fromEntries(response.headers), url: response.url, text }
  return seen
}, Effect.scoped)

const decodePage = Schema.decodeUnknownEffect(Schema.fromJsonString(CampaignRowsPage.CampaignRowsPage))
const decodeCampaign = Schema.decodeUnknownEffect(Schema.fromJsonString(Campaign.CampaignEnvelope))

/** Requests a page with plain `fetch`, and decodes it with all checks. */
export const getPage = (id: string, query = "") =>
  Effect.flatMap(get(`/campaigns/${id}/rows${query === "" ? "" : `?${query}`}`), ({ text }) => decodePage(text))

/** Requests a campaign with plain `fetch`, and decodes it with all checks. */
export const getCampaign = (id: string) =>
  Effect.flatMap(get(`/campaigns/${id}`), ({ text }) => Effect.map(decodeCampaign(text), ({ campaign }) => campaign))

/** Sends a request with the `HttpClient` of the context and the simulator's key. */
export const request = Effect.fnUntraced(function*(path: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return yield* HttpClient.get(simulator.baseUrl + path, {
    headers: { authorization: `Bearer ${Redacted.value(simulator.apiKey)}` }
  })
})

/** Requests all rows of a campaign with the `HttpClient` of the context, and decodes them with all checks. */
export const requestAllRows = Effect.fnUntraced(function*(id: string, query = "") {
  const response = yield* request(`/campaigns/${id}/rows?page_size=1000${query}`)
  return yield* Effect.flatMap(response.text, decodePage)
})

/** Requests a campaign with the `HttpClient` of the context, and decodes it with all checks. */
export const requestCampaign = Effect.fnUntraced(function*(id: string) {
  const response = yield* request(`/campaigns/${id}`)
  return (yield* Effect.flatMap(response.text, decodeCampaign)).campaign
})

/** A typed client of the simulator over the `HttpClient` of the context. */
export const apiClient = Effect.gen(function*() {
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  return yield* HttpApiClient.make(api, { baseUrl }).pipe(Effect.provide(layerClient(apiKey)))
})

/** The status of an error response. */
export const errorStatus = <A, R>(
  response: Effect.Effect<A, ErrorResponse | { readonly _tag: string }, R>
): Effect.Effect<number | string | A, never, R> =>
  Effect.catch(response, (error) => Effect.succeed("status" in error ? error.status : error._tag))
