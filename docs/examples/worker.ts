/** A fetch handler for Cloudflare Workers, Deno and Bun that streams the rows of a campaign as NDJSON. */
import { Revox } from "@effect-revox/client"
import { CampaignRows } from "@effect-revox/streams"
import { Layer, ManagedRuntime, Redacted } from "effect"
import { FetchHttpClient } from "effect/http"

/** The environment that the platform passes to the handler. */
export interface Environment {
  readonly REVOX_API_KEY: string
  readonly REVOX_BASE_URL?: string
}

const make = ({ REVOX_API_KEY, REVOX_BASE_URL }: Environment) =>
  ManagedRuntime.make(
    Revox.layer({ apiKey: Redacted.make(REVOX_API_KEY), baseUrl: REVOX_BASE_URL }).pipe(
      Layer.provide(FetchHttpClient.layer)
    )
  )

// One runtime for all requests of this instance, so that they share limits, pauses and connections.
let runtime: ReturnType<typeof make> | undefined

const worker = {
  fetch: (request: Request, environment: Environment): Response => {
    const id = new URL(request.url).searchParams.get("campaign")
    if (id === null) return new Response("The parameter `campaign` is missing.\n", { status: 400 })
    runtime ??= make(environment)
    const lines = CampaignRows.toReadableStream(runtime, id, { result: "human", signal: request.signal }).pipeThrough(
      new TransformStream({ transform: (row, to) => to.enqueue(`${JSON.stringify(row)}\n`) })
    )
    return new Response(lines.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "application/x-ndjson" }
    })
  }
}

export default worker
