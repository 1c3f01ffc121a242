import { CampaignExport, CampaignReport, CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { Effect, Path, Schema, Stream } from "effect"

/** The campaign that the recorded files belong to. */
export const campaign = { id: "recorded", rows: 3, status: "completed" } as const

/** The first page that was not read. */
export const failingPage = 2

const options = { pageSize: 1, prefetch: 1 }

/** Exports the campaign to two files in a directory. */
export const exportFiles = Effect.fnUntraced(function*(directory: string) {
  const path = yield* Path.Path
  const exported = (name: string, toFile: typeof CampaignExport.toNdjsonFile) =>
    toFile(campaign.id, path.join(directory, name), { ...options, checkpointEvery: 1 })
  return yield* Effect.all([
    Effect.exit(exported("rows.ndjson", CampaignExport.toNdjsonFile)),
    Effect.exit(exported("rows.csv", CampaignExport.toCsvFile))
  ])
})

/** Reads the rows from the beginning, or from a cursor. */
export const pages = (from?: CampaignRows.Options["from"]) => CampaignRows.pages(campaign.id, { ...options, from })

/** The cursor and the report, as JSON, of the pages before the failing one. */
export const values = Effect.gen(function*() {
  const read = yield* Stream.runCollect(Stream.take(pages(), failingPage))
  const report = yield* CampaignReport.fromStream(Stream.fromIterable(read.flatMap((page) => page.rows)))
  return {
    cursor: read.at(-1)?.cursor,
    report: yield* Schema.encodeEffect(Schema.toCodecJson(CampaignReport.CampaignReport))(report)
  }
})

/** Adds the campaign to the simulator, with a page that cannot be read. */
export const unfinished = Effect.gen(function*() {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.addCampaign(campaign)
  return yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(failingPage), Fault.always))
})
