/** Program that runs campaigns on an embedded database until it is killed. */
import { Revox } from "@effect-revox/client"
import { CampaignRuns, Embedded } from "@effect-revox/workflow"
import { NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Config, Console, Effect, Layer, Logger, Schema } from "effect"
import { jobOf } from "./campaignRuns.ts"

const revox = Layer.unwrap(Effect.gen(function*() {
  const apiKey = yield* Config.Redacted("REVOX_API_KEY")
  const baseUrl = yield* Config.String("REVOX_BASE_URL")
  return Revox.layer({ apiKey, baseUrl, timeout: "2 seconds", maxRetries: 1 })
})).pipe(Layer.provide(NodeHttpClient.layerUndici))

const program = Effect.gen(function*() {
  const directory = yield* Config.String("RUNNER_DIRECTORY")
  const keys = yield* Config.Array(Schema.String, "RUNNER_KEYS")
  const runner = Layer.orDie(Embedded.layer({ directory, pollInterval: "100 millis", pagesPerStep: 4 }))
  return yield* Effect.gen(function*() {
    const runs = yield* CampaignRuns.CampaignRuns
    yield* Console.log("ready")
    yield* Effect.forEach(
      keys,
      (key) => Effect.andThen(runs.start(jobOf(key)), Effect.exit(runs.result(key))),
      { concurrency: "unbounded" }
    )
    yield* Console.log("done")
    return yield* Effect.never
  }).pipe(Effect.provide(runner.pipe(Layer.provide(revox))))
})

program.pipe(
  Effect.provide([NodeServices.layer, Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])]),
  NodeRuntime.runMain
)
