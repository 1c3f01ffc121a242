/** Overrides the timeouts and retries of a client for some effects. */
import { Campaigns, RevoxClient } from "@effect-revox/client"
import { CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { RevoxLive } from "./support/simulated.ts"

// An interactive page needs a response within ten seconds, or an error.
const interactive = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring")).pipe(
  RevoxClient.withTimeout("10 seconds"),
  RevoxClient.withMaxRetries(0)
)

// A nightly job has time: more retries, and ten minutes for each page including its retries.
const nightly = CampaignRows.stream("spring", { pageSize: 500 }).pipe(
  Stream.runCount,
  RevoxClient.withMaxRetries(8),
  RevoxClient.withTotalTimeout("10 minutes")
)

// Adds a header to the requests of one effect, for example for a proxy.
const tagged = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring")).pipe(
  RevoxClient.withTransformClient(HttpClient.mapRequest(HttpClientRequest.setHeader("x-team", "growth")))
)

const program = Effect.gen(function*() {
  const simulator = yield* RevoxSimulator.RevoxSimulator

  yield* simulator.inject(Fault.status(503))
  const { reason } = yield* Effect.flip(interactive)
  yield* Console.log(`interactive: ${reason._tag}, attempts: ${"attempts" in reason ? reason.attempts : 0}`)

  yield* simulator.inject(Fault.status(503).pipe(Fault.times(3)))
  yield* Console.log(`nightly: ${yield* nightly} rows`)

  yield* tagged
  const headers = (yield* simulator.requests).map((request) => request.headers["x-team"])
  yield* Console.log(`the last request was tagged: ${headers.at(-1)}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
