import { CampaignReport, RowsCursor } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, FileSystem, Path, Schema, Stream } from "effect"
import { readdirSync } from "node:fs"
import { campaign, exportFiles, failingPage, pages } from "./formats/scene.ts"
import { idsOf, requestedPages, simulated } from "./utils/simulated.ts"

/** Versions of this package whose stored values were recorded by `formats/record.ts`. */
const versions = readdirSync(new URL("formats", import.meta.url)).filter((name) => !name.endsWith(".ts"))

const directoryOf = (version: string) =>
  Path.Path.use((path) => path.fromFileUrl(new URL(`formats/${version}`, import.meta.url)))

const parse = Schema.decodeEffect(Schema.fromJsonString(Schema.Unknown))

const recorded = Effect.fnUntraced(function*(version: string, name: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* parse(yield* fs.readFileString(path.join(yield* directoryOf(version), name)))
})

/** The ids of the rows after those that were read when the values were recorded. */
const remaining = Effect.gen(function*() {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.addCampaign(campaign)
  return [...(yield* simulator.expectedRows(campaign.id))].slice(failingPage)
})

describe("stored formats", () => {
  it("of version 0.1.0 are recorded", () => {
    assert.include(versions, "0.1.0")
  })

  it.effect.each(versions)("reads on from a cursor of version %s", (version) =>
    Effect.gen(function*() {
      const stored = yield* recorded(version, "cursor.json")
      const cursor = yield* RowsCursor.decode(stored)
      const rest = yield* remaining
      const read = yield* Stream.runCollect(pages(cursor))
      assert.deepStrictEqual(idsOf(read.flatMap((page) => page.rows)), rest)
      assert.strictEqual(read.at(-1)?.audit.received, campaign.rows)
      assert.strictEqual((yield* requestedPages(campaign.id))[0], failingPage)
    }).pipe(Effect.provide([simulated(), NodeServices.layer])))

  it.effect.each(versions)("resumes the exports of version %s", (version) =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const source = yield* directoryOf(version)
      const directory = yield* fs.makeTempDirectoryScoped()
      for (const name of yield* fs.readDirectory(source)) {
        yield* fs.copyFile(path.join(source, name), path.join(directory, name))
      }
      const rest = yield* remaining
      for (const exit of yield* exportFiles(directory)) {
        if (Exit.isFailure(exit)) return assert.fail(String(exit.cause))
        assert.isTrue(exit.value.resumed)
        assert.strictEqual(exit.value.audit.received, campaign.rows)
      }
      assert.isTrue((yield* requestedPages(campaign.id)).every((page) => page >= failingPage))
      for (const name of ["rows.ndjson", "rows.csv"]) {
        const before = yield* fs.readFileString(path.join(source, `${name}.part`))
        const after = yield* fs.readFileString(path.join(directory, name))
        assert.isTrue(after.startsWith(before))
        for (const id of rest) assert.include(after.slice(before.length), id)
      }
    }).pipe(Effect.scoped, Effect.provide([simulated(), NodeServices.layer])))

  it.effect.each(versions)(
    "reads a report of version %s, and stores it in the same way",
    (version) =>
      Effect.gen(function*() {
        const stored = yield* recorded(version, "report.json")
        const codec = Schema.toCodecJson(CampaignReport.CampaignReport)
        const report = yield* Schema.decodeUnknownEffect(codec)(stored)
        assert.strictEqual(report.rows, failingPage)
        assert.deepStrictEqual<unknown>(yield* Schema.encodeEffect(codec)(report), stored)
      }).pipe(Effect.provide(NodeServices.layer))
  )
})
