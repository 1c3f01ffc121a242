/** Runs the handler of `worker.ts` and the program of a web page against the simulator. */
import { Campaigns, Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Redacted } from "effect"
import { FetchHttpClient } from "effect/http"
import worker from "./worker.ts"

// In a web page: fetch, and a proxy at the same origin that adds the API key.
const pageServices = (origin: string) =>
  Revox.layer({
    apiKey: Redacted.make("none"),
    baseUrl: `${origin}/api`
  }).pipe(Layer.provide(FetchHttpClient.layer))

const nameOf = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(Effect.map((campaign) => campaign.name))

const program = Effect.gen(function*() {
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const environment = { REVOX_API_KEY: Redacted.value(apiKey), REVOX_BASE_URL: baseUrl }
  const response = worker.fetch(new Request("http://worker/?campaign=spring"), environment)
  const lines = (yield* Effect.promise(() => response.text())).trimEnd().split("\n")
  yield* Console.log(`the worker sent ${lines.length > 100 ? "many" : "few"} lines`)
  const { status } = worker.fetch(new Request("http://worker/"), environment)
  yield* Console.log(`without a campaign: ${status}`)

  const { reason } = yield* Effect.flip(Effect.provide(nameOf("spring"), pageServices(new URL(baseUrl).origin)))
  yield* Console.log(`the page without such a server: ${reason._tag}`)
})

program.pipe(
  Effect.provide(RevoxSimulator.layer({ campaigns: [{ id: "spring", rows: 300, status: "completed" }] })),
  NodeRuntime.runMain
)
