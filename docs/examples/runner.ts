/** A runner of durable exports: one of several processes that share a PostgreSQL database. */
import { Revox } from "@effect-revox/client"
import { Runner } from "@effect-revox/workflow"
import { NodeClusterSocket, NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { PgClient } from "@effect/sql-pg"
import { Config, Effect, Layer, Option } from "effect"
import { RunnerAddress } from "effect/cluster"

// The address at which the other runners reach this one.
const Cluster = Layer.unwrap(Effect.gen(function*() {
  const host = yield* Config.String("RUNNER_HOST")
  const port = yield* Config.Int("RUNNER_PORT")
  const runnerAddress = Option.some(RunnerAddress.make(host, port))
  return NodeClusterSocket.layer({ storage: "sql", shardingConfig: { ...Runner.sharding, runnerAddress } })
}))

const RunnerLive = Runner.layer().pipe(
  Layer.provide(Runner.destinations),
  Layer.provide(Cluster),
  Layer.provide(PgClient.layerConfig({ url: Config.Redacted("DATABASE_URL") })),
  Layer.provide(Revox.layerConfig()),
  Layer.provide([NodeHttpClient.layerUndici, NodeServices.layer])
)

Layer.launch(RunnerLive).pipe(NodeRuntime.runMain)
