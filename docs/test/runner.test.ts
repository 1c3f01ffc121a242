/** Runs the examples that use PostgreSQL on a server, if there is one. */
import { RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Path, Redacted } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { client, freePort, freshDatabase } from "../../packages/workflow/test/utils/processes.ts"
import { node } from "../../scripts/internal/childProcess.ts"

const server = process.env["REVOX_TEST_DATABASE_URL"]

const Simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", rows: 250, status: "completed" }] })

describe("docs/examples/runner.ts (REVOX_TEST_DATABASE_URL)", () => {
  it.live.skipIf(server === undefined)(
    "runs the exports of a database, and stops on SIGTERM",
    () =>
      Effect.gen(function*() {
        const path = yield* Path.Path
        const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
        const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
        const url = yield* freshDatabase(server ?? "")
        const env = {
          DATABASE_URL: url,
          REVOX_API_KEY: Redacted.value(apiKey),
          REVOX_BASE_URL: baseUrl,
          RUNNER_HOST: "127.0.0.1",
          RUNNER_PORT: String(yield* freePort)
        }
        const file = yield* path.fromFileUrl(new URL("../examples/runner.ts", import.meta.url))
        const child = yield* spawner.spawn(node([file], { env, extendEnv: true }))
        const { rows } = yield* CampaignExports.CampaignExports.use((exports) =>
          exports.start({ campaignId: "spring", destination: { name: "sql" } }).pipe(
            Effect.flatMap(({ id }) => exports.result(id))
          )
        ).pipe(Effect.provide(client(url)))
        assert.strictEqual(rows, 250)
        yield* Effect.ignore(child.kill({ killSignal: "SIGTERM" }))
        assert.strictEqual(Number(yield* child.exitCode), 130)
      }).pipe(Effect.scoped, Effect.provide([Simulator, NodeServices.layer]))
  )
})

describe("docs/examples/rows-to-sql.ts (REVOX_TEST_DATABASE_URL)", () => {
  it.live.skipIf(server === undefined)(
    "copies all rows into a database, and resumes after the last page of an earlier copy",
    () =>
      Effect.gen(function*() {
        const path = yield* Path.Path
        const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
        const DATABASE_URL = yield* freshDatabase(server ?? "")
        const file = yield* path.fromFileUrl(new URL("../examples/rows-to-sql.ts", import.meta.url))
        const output = yield* spawner.string(node([file], { env: { DATABASE_URL }, extendEnv: true }))
        assert.include(output, "2500 rows in the table")
      }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
  )
})
