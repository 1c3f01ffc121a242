/** Exports the rows of a campaign to NDJSON and CSV files, and to a custom sink. */
import { CampaignExport, CsvColumn } from "@effect-revox/streams"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// If this is interrupted and started again, it resumes, and the file is the same.
const toNdjson = (file: string) =>
  CampaignExport.toNdjsonFile("spring", file, {
    integrity: "strict",
    onPage: ({ expected = "?", received }) =>
      received % 1000 === 0 ? Console.log(`${received} of ${expected}`) : Effect.void
  })

// Each row as the server sent it, with all digits of its numbers and with unknown fields.
const toRaw = (file: string) => CampaignExport.toNdjsonFile("spring", file, { raw: true })

// Custom columns, as bytes for any sink: an upload, a response, a pipe.
const reached = CampaignExport.toCsv("spring", {
  result: "human",
  guardFormulas: true,
  columns: [
    { name: "phone", value: (row) => row.phone_number },
    CsvColumn.inputData("first_name"),
    CsvColumn.structuredOutput("confirmed")
  ]
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped()

  const ndjson = yield* toNdjson(path.join(directory, "spring.ndjson"))
  yield* Console.log(`ndjson: ${ndjson.audit.received} rows`)
  const raw = yield* toRaw(path.join(directory, "raw.ndjson"))
  yield* Console.log(`raw: ${raw.audit.received} rows`)

  // All columns, inferred from the first page.
  const csv = yield* CampaignExport.toCsvFile("spring", path.join(directory, "spring.csv"))
  const [header = ""] = (yield* fs.readFileString(csv.path)).split("\r\n")
  yield* Console.log(`csv: ${csv.audit.received} rows in ${header.split(",").length} columns`)

  const bytes = yield* Stream.runFold(reached, () => 0, (sum, chunk) => sum + chunk.length)
  yield* Console.log(`reached: ${bytes} bytes`)
  yield* Console.log(`left behind: ${(yield* fs.readDirectory(directory)).sort().join(", ")}`)
})

program.pipe(Effect.scoped, Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)
