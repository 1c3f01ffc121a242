import { Effect, Layer, Redacted, Ref } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { Campaigns, RevoxClient } from "@effect-revox/client"

/** A sent request. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body as text; `undefined` without a body. */
  readonly body: string | undefined
}

const bodyOf = ({ body }: HttpClientRequest.HttpClientRequest): string | undefined =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : undefined

/** An `HttpClient` that returns the given responses in turn, repeats the last one, and records requests. */
export const make = Effect.fnUntraced(function*(
  responses: readonly [() => Response, ...Array<() => Response>],
  options?: Partial<RevoxClient.Options>
) {
  const sent = yield* Ref.make<ReadonlyArray<Sent>>([])
  const httpClient = HttpClient.make((request, url) =>
    Effect.gen(function*() {
      const earlier = yield* Ref.getAndUpdate(sent, (all) => [
        ...all,
        { method: request.method, url: url.href, headers: request.headers, body: bodyOf(request) }
      ])
      const respond = responses[Math.min(earlier.length, responses.length - 1)] ?? responses[0]
      return HttpClientResponse.fromWeb(request, respond())
    })
  )
  const layer = Campaigns.layer.pipe(
    Layer.provideMerge(RevoxClient.layer({ apiKey: Redacted.make("secret-key"), ...options })),
    Layer.provide(Layer.succeed(HttpClient.HttpClient, httpClient))
  )
  return { sent: Ref.get(sent), layer }
})

/** A JSON response. */
export const json = (status: number, body: unknown, headers?: Record<string, string>) => () =>
  Response.json(body, { status, ...(headers === undefined ? {} : { headers }) })

/** The smallest campaign that can be decoded. */
export const campaign = {
  id: "campaign-1",
  assistant_id: "assistant-1",
  created_at: "2026-11-21T09:00:00.000Z",
  is_cancelled: false,
  name: "November",
  organization_id: "organization-1",
  status: "running",
  updated_at: null
}
