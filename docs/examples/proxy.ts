/* oxlint-disable import/namespace -- `Undici` re-exports undici */
/** Sends requests through the proxy that the environment configures, except those to this machine. */
import { Campaigns, Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import * as Undici from "@effect/platform-node/Undici"
import { Config, Console, Effect, Layer } from "effect"

// The agent reads HTTPS_PROXY and HTTP_PROXY. A proxy cannot reach this machine by its loopback addresses.
const ProxyAgent = Layer.effect(
  NodeHttpClient.Dispatcher,
  Effect.gen(function*() {
    const hosts = yield* Config.withDefault(Config.String("NO_PROXY"), "")
    return yield* Effect.acquireRelease(
      Effect.sync(() => new Undici.EnvHttpProxyAgent({ noProxy: `localhost,127.0.0.1,::1,${hosts}` })),
      (agent) => Effect.promise(() => agent.destroy())
    )
  })
)

const HttpClientLive = Layer.provide(NodeHttpClient.layerUndiciNoDispatcher, ProxyAgent)

const RevoxLive = Revox.layerConfig().pipe(Layer.provide(HttpClientLive))

const program = Effect.gen(function*() {
  const { name, status } = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring"))
  yield* Console.log(`${name} is ${status}, and no proxy was needed`)
})

program.pipe(
  Effect.provide(
    RevoxLive.pipe(
      Layer.provide(RevoxSimulator.layerConfig),
      Layer.provide(RevoxSimulator.layer({ campaigns: [{ id: "spring", name: "Spring", status: "completed" }] }))
    )
  ),
  NodeRuntime.runMain
)
