/** Exports the rows of a campaign to NDJSON and CSV files, and to a custom sink. */
import { CampaignExport, CsvColumn } from "@effect-revox/streams"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Sink, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped()

  // If this is interrupted and started again, it resumes, and the file is the same.
  const ndjson = yield* CampaignExport.toNdjsonFile("spring", path.join(directory, "spring.ndjson"), {
    integrity: "strict",
    onPage: ({ expected = "?", received }) =>
      received % 1000 === 0 ? Console.log(`${received} of ${expected}`) : Effect.void
  })
  yield* Console.log(`ndjson: ${ndjson.audit.received} rows`)

  // Each row as the server sent it, with all digits of its numbers and with unknown fields.
  const raw = yield* CampaignExport.toNdjsonFile("spring", path.join(directory, "raw.ndjson"), { raw: true })
  yield* Console.log(`raw: ${raw.audit.received} rows`)

  // All columns, inferred from the first page.
  const csv = yield* CampaignExport.toCsvFile("spring", path.join(directory, "spring.csv"))
  const [header = ""] = (yield* fs.readFileString(csv.path)).split("\r\n")
  yield* Console.log(`csv: ${csv.audit.received} rows in ${header.split(",").length} columns`)

  // Custom columns, as bytes for any sink: an upload, a response, a pipe.
  const bytes = yield* CampaignExport.toCsv("spring", {
    result: "human",
    guardFormulas: true,
    columns: [
      { name: "phone", value: (row) => row.phone_number },
      CsvColumn.inputData("first_name"),
      CsvColumn.structuredOutput("confirmed")
    ]
  }).pipe(
    Stream.run(Sink.fold(() => 0, () => true, (sum: number, chunk: Uint8Array) => Effect.succeed(sum + chunk.length)))
  )
  yield* Console.log(`reached: ${bytes} bytes`)
  yield* Console.log(`left behind: ${(yield* fs.readDirectory(directory)).sort().join(", ")}`)
})

program.pipe(Effect.scoped, Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)
