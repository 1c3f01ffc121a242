import { RevoxSimulator } from "@effect-revox/testing"
import { Runner } from "@effect-revox/workflow"
import { NodeClusterSocket, NodeHttpClient, NodeServices } from "@effect/platform-node"
import { PgClient } from "@effect/sql-pg"
import { Duration, Effect, Layer, Path, Random, Redacted, Stream } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { SqlClient } from "effect/sql"
import { createServer } from "node:net"
import { revox } from "./embedded.ts"
import { node } from "../../../../scripts/internal/childProcess.ts"

/** Creates a database on a server, and drops it when the scope closes. */
export const freshDatabase = Effect.fnUntraced(function*(server: string) {
  const name = `revox_test_${yield* Random.nextIntBetween(0, 1_000_000_000)}`
  const admin = Effect.provide(
    PgClient.layer({ url: Redacted.make(server), maxConnections: 1, connectTimeout: "1 minute" })
  )
  const run = (statement: string) =>
    Effect.scoped(admin(SqlClient.SqlClient.use((sql) => sql.unsafe(statement)))).pipe(Effect.orDie)
  yield* Effect.acquireRelease(
    run(`CREATE DATABASE ${name}`),
    () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  )
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
})

/** Returns an unused port. */
export const freePort = Effect.callback<number>((resume) => {
  const server = createServer()
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() => resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0)))
  })
})

/** Starts a runner in another process, which is killed when the scope closes. */
export const spawnRunner = Effect.fnUntraced(function*(env: Readonly<Record<string, string>>, program = "runner.ts") {
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const file = yield* path.fromFileUrl(new URL(program, import.meta.url))
  const child = yield* spawner.spawn(
    node([file], {
      env: { REVOX_API_KEY: Redacted.value(apiKey), REVOX_BASE_URL: baseUrl, ...env },
      extendEnv: true,
      stderr: "ignore"
    })
  )
  /** Waits until the process prints a line. */
  const printed = (text: string) =>
    child.stdout.pipe(
      Stream.decodeText,
      Stream.splitLines,
      Stream.filter((line) => line === text),
      Stream.runHead
    )
  return { kill9: Effect.ignore(child.kill({ killSignal: "SIGKILL" })), printed }
})

/** Provides `CampaignExports` and `CampaignRuns` on a database, without a runner. */
export const client = (url: string) =>
  Runner.clientWith().pipe(
    Layer.provide(revox),
    Layer.provide(NodeHttpClient.layerUndici),
    Layer.provide(NodeClusterSocket.layer({
      clientOnly: true,
      storage: "sql",
      shardingConfig: { ...Runner.sharding, refreshAssignmentsInterval: Duration.millis(500) }
    })),
    Layer.provideMerge(PgClient.layer({ url: Redacted.make(url), maxConnections: 3, connectTimeout: "1 minute" })),
    Layer.provideMerge(NodeServices.layer)
  )
