/** Lets one region of code wait less, and another more, than the options of the client say. */
import { Campaigns, RevoxClient } from "@effect-revox/client"
import { CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { RevoxLive } from "./support/simulated.ts"

// An interactive page needs a response within ten seconds, or an error.
const forAPerson = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring")).pipe(
  RevoxClient.withTimeout("10 seconds"),
  RevoxClient.withMaxRetries(0)
)

// A job at night has time: many retries, and ten minutes for each page with all of them.
const atNight = CampaignRows.stream("spring", { pageSize: 500 }).pipe(
  Stream.runCount,
  RevoxClient.withMaxRetries(8),
  RevoxClient.withTotalTimeout("10 minutes")
)

// A header on the requests of a region, such as one that a proxy wants.
const tagged = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring")).pipe(
  RevoxClient.withTransformClient(HttpClient.mapRequest(HttpClientRequest.setHeader("x-team", "growth")))
)

const program = Effect.gen(function*() {
  const simulator = yield* RevoxSimulator.RevoxSimulator

  yield* simulator.inject(Fault.status(503))
  const { reason } = yield* Effect.flip(forAPerson)
  yield* Console.log(`for a person: ${reason._tag}, asked ${"attempts" in reason ? reason.attempts : 0} times`)

  yield* simulator.inject(Fault.status(503).pipe(Fault.times(3)))
  yield* Console.log(`at night: ${yield* atNight} rows`)

  yield* tagged
  const headers = (yield* simulator.requests).map((request) => request.headers["x-team"])
  yield* Console.log(`the last request was tagged: ${headers.at(-1)}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
