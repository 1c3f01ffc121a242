import { RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports, CampaignRuns } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { PGlite } from "@electric-sql/pglite"
import { Effect, FileSystem, Layer, Path } from "effect"
import { readdirSync } from "node:fs"
import { exported, nameOf, runKeys, running, storedRows } from "./formats/scene.ts"
import { count, simulated, temporary } from "./utils/embedded.ts"

/** Versions of this package whose tables were recorded by `formats/record.ts`. */
const versions = readdirSync(new URL("formats", import.meta.url))
  .filter((name) => name.endsWith(".sql"))
  .map((name) => name.slice(0, -".sql".length))

/** A data directory with the tables of a version. */
const restored = Effect.fnUntraced(function*(version: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const statements = yield* fs.readFileString(
    yield* path.fromFileUrl(new URL(`formats/${version}.sql`, import.meta.url))
  )
  const directory = yield* temporary
  yield* Effect.promise(async () => {
    const db = await PGlite.create({ dataDir: path.join(directory, "postgres") })
    await db.exec(statements)
    await db.close()
  })
  return directory
})

describe("stored formats", () => {
  it("of version 0.1.0 are recorded", () => {
    assert.include(versions, "0.1.0")
  })

  it.live.each(versions)(
    "finishes what version %s started, and sends no create request again",
    (version) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        yield* simulator.addCampaign(exported)
        yield* running(yield* restored(version))(Effect.gen(function*() {
          const exports = yield* CampaignExports.CampaignExports
          const runs = yield* CampaignRuns.CampaignRuns
          const { campaignId } = yield* runs.get(runKeys.created)
          yield* simulator.addCampaign({
            id: campaignId ?? "missing",
            name: nameOf(runKeys.created),
            rows: 2,
            status: "completed"
          })

          const { rows } = yield* exports.start({ campaignId: exported.id, destination: { name: "sql" } }).pipe(
            Effect.flatMap((record) => exports.result(record.id))
          )
          assert.strictEqual(rows, exported.rows)
          assert.strictEqual((yield* runs.result(runKeys.created)).rows, 2)
          assert.strictEqual(yield* count("revox_complete_rows"), exported.rows + 2)
          const error = yield* Effect.flip(runs.result(runKeys.unknown))
          assert.strictEqual(error._tag, "CreateOutcomeUnknownError")
        }))
        const requests = yield* simulator.requests
        assert.deepStrictEqual(requests.filter(({ endpoint }) => endpoint === "campaigns.create"), [])
        const pages = requests.filter(({ endpoint, params }) =>
          endpoint === "campaigns.getRows" && params["id"] === exported.id
        ).map(({ query }) => Number(query["page"]))
        assert.strictEqual(Math.min(...pages), storedRows)
      }).pipe(Effect.scoped, Effect.provide(Layer.merge(simulated(), NodeServices.layer)))
  )
})
