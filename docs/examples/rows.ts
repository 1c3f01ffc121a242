/** Reads the rows of a campaign: all rows, filtered rows, pages with cursors, and typed rows. */
import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Option, Ref, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// Every row exactly once, in server order. A stream that ends without an error is complete.
const all = CampaignRows.stream("spring").pipe(Stream.runCount)

// The server filters the rows. Ten rows take one request.
const reached = CampaignRows.stream("spring", { result: "human", statuses: ["completed"] }).pipe(
  Stream.take(10),
  Stream.map((row) => row.phone_number),
  Stream.runCollect
)

// A schema for the uploaded columns. Invalid rows go to the handler, and valid rows are emitted.
const Contact = CampaignRow.typed({
  inputData: Schema.Struct({ first_name: Schema.NonEmptyString, appointment: Schema.optionalKey(Schema.String) })
})

const typed = Effect.gen(function*() {
  const deadLetters = yield* Ref.make(0)
  const names = yield* CampaignRows.stream("spring", {
    schema: Contact,
    onInvalidRow: () => Ref.update(deadLetters, (count) => count + 1)
  }).pipe(
    Stream.map((row) => row.input_data.first_name),
    Stream.runCollect
  )
  return { names: names.length, deadLetters: yield* Ref.get(deadLetters) }
})

// Each page has a cursor. Store it together with the rows, and resume from it later.
const resumed = Effect.gen(function*() {
  const first = yield* CampaignRows.pages("spring", { pageSize: 500 }).pipe(Stream.take(2), Stream.runLast)
  const { cursor } = yield* Effect.fromOption(first)
  const rest = yield* CampaignRows.stream("spring", { from: cursor }).pipe(Stream.runCount)
  return { before: cursor.audit.received, after: rest }
})

const program = Effect.gen(function*() {
  yield* Console.log(`all: ${yield* all} rows`)
  yield* Console.log(`reached: ${(yield* reached).length} numbers`)
  const { deadLetters, names } = yield* typed
  yield* Console.log(`typed: ${names} names, ${deadLetters} dead letters`)
  const { after, before } = yield* resumed
  yield* Console.log(`resumed: ${before} rows, then ${after}`)
  const audit = yield* CampaignRows.audit("spring")
  yield* Console.log(
    `audit: ${audit.received} of ${audit.expected}, ${audit.duplicates} duplicates, drift ${audit.totalDrift}`
  )
  const missing = yield* CampaignRows.stream("spring", { firstPage: 1 }).pipe(
    Stream.runDrain,
    Effect.as(Option.none<number>()),
    Effect.catchReason("RowsError", "WrongFirstPageError", ({ audit }) => Effect.succeedSome(audit.missing))
  )
  yield* Console.log(`counted from 1: ${Option.getOrElse(missing, () => 0)} rows are missing`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
