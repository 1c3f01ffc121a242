/** Writes invalid rows to a dead-letter file, each with its issue, and streams the valid rows. */
import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// This campaign needs a first name, which some uploaded lists do not have.
const Contact = CampaignRow.typed({ inputData: Schema.Struct({ first_name: Schema.NonEmptyString }) })

/** Opens a file to append dead letters to. It is closed with its scope. */
const deadLetterFile = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const handle = yield* fs.open(file, { flag: "a" })
  const encoder = new TextEncoder()
  return {
    append: (letter: CampaignRows.InvalidRow) => handle.writeAll(encoder.encode(`${JSON.stringify(letter)}\n`))
  }
})

// Returns the number of valid rows.
const read = Effect.fnUntraced(function*(file: string) {
  const deadLetters = yield* deadLetterFile(file)
  return yield* CampaignRows.stream("spring", {
    schema: Contact,
    // Runs before the valid rows of the page are emitted. If it fails, the stream fails.
    onInvalidRow: deadLetters.append
  }).pipe(Stream.runCount)
}, Effect.scoped)

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped()
  const file = path.join(directory, "dead-letters.ndjson")

  const good = yield* read(file)

  const lines = (yield* fs.readFileString(file)).trimEnd().split("\n")
  yield* Console.log(`${good} rows, ${lines.length} dead letters, together ${good + lines.length}`)
  const Letter = Schema.fromJsonString(Schema.Struct({ page: Schema.Int, index: Schema.Int, issue: Schema.String }))
  const { index, issue, page } = yield* Schema.decodeUnknownEffect(Letter)(lines[0])
  yield* Console.log(`the first: page ${page}, index ${index}: ${issue}`)
})

program.pipe(Effect.scoped, Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)
