/**
 * Runs a simulator with the campaign that the README of the client retrieves. Campaigns that programs create complete
 * within seconds. The script is copied into the project and uses the packed packages. It prints its base URL and key, and
 * runs until it is stopped.
 */
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Redacted } from "effect"

const program = Effect.gen(function*() {
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  yield* Console.log(JSON.stringify({ REVOX_BASE_URL: baseUrl, REVOX_API_KEY: Redacted.value(apiKey) }))
  return yield* Effect.never
})

program.pipe(
  Effect.provide(RevoxSimulator.layer({
    campaigns: [{ id: "campaign-id", rows: 250, status: "completed" }],
    createdCampaigns: { duration: "1 second", extraction: "none" }
  })),
  NodeRuntime.runMain
)
