/** Determines undocumented behaviour of a server with a few small requests. */
import { Campaigns, RevoxClient } from "@effect-revox/client"
import { Endpoint } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// If pages count from 1, page 0 is empty, an error, or the same as page 1.
const firstPage = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const idsOf = (page: number) =>
    campaigns.getRows("spring", { page, page_size: 1 }).pipe(
      Effect.map(({ rows }) => rows.map((row) => row.id).join())
    )
  const refused = () => Effect.succeed("")
  const zero = yield* Effect.catchReasons(idsOf(0), "RevoxError", {
    BadRequestError: refused,
    UnprocessableEntityError: refused
  })
  return zero === "" || zero === (yield* idsOf(1)) ? 1 : 0
})

// Request a page larger than any server allows, and measure the response.
const largestPage = Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring", { page_size: 100_000 })).pipe(
  Effect.map(({ page_size = 0, rows }) => Math.max(page_size, rows.length))
)

// Counts rows that were received twice or are missing because the list changed.
const audit = CampaignRows.audit("spring", { pageSize: 500 })

// An endpoint that the SDK does not have.
const retrieveUsage = Endpoint.make("GET", "/usage", {
  summary: "Retrieves the usage of the organization.",
  success: Schema.Struct({ minutes: Schema.Finite })
})
const usage = RevoxClient.execute(retrieveUsage, {})

const program = Effect.gen(function*() {
  yield* Console.log(`pages count from ${yield* firstPage}`)
  yield* Console.log(`a page has at most ${yield* largestPage} rows`)
  const { duplicates, missing } = yield* audit
  yield* Console.log(`${duplicates} duplicates, ${missing} missing`)
  const counted = yield* CampaignRows.stream("spring", { firstPage: yield* firstPage }).pipe(Stream.runCount)
  yield* Console.log(`${counted} rows`)
  const { reason } = yield* Effect.flip(usage)
  yield* Console.log(`the simulator has no usage: ${reason._tag}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
