/** Program that runs campaigns on an embedded database until it is killed. */
import * as Revox from "@effect-revox/client/Revox"
import * as CampaignRuns from "@effect-revox/workflow/CampaignRuns"
import * as Embedded from "@effect-revox/workflow/Embedded"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
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
