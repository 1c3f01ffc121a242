/** Reads the rows of a campaign: all of them, some of them, by page, and into types of your own. */
import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Option, Ref, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// Every row, once, in the server's order: a stream that ends without an error is complete.
const all = CampaignRows.stream("spring").pipe(Stream.runCount)

// The server filters; ten rows cost one request.
const reached = CampaignRows.stream("spring", { result: "human", statuses: ["completed"] }).pipe(
  Stream.take(10),
  Stream.map((row) => row.phone_number),
  Stream.runCollect
)

// A schema for the columns that were uploaded. Rows that do not fit go elsewhere, and the others come through.
const Contact = CampaignRow.typed({
  inputData: Schema.Struct({ first_name: Schema.NonEmptyString, appointment: Schema.optionalKey(Schema.String) })
})

const typed = Effect.gen(function*() {
  const letters = yield* Ref.make(0)
  const names = yield* CampaignRows.stream("spring", {
    schema: Contact,
    onInvalidRow: () => Ref.update(letters, (count) => count + 1)
  }).pipe(
    Stream.map((row) => row.input_data.first_name),
    Stream.runCollect
  )
  return { names: names.length, letters: yield* Ref.get(letters) }
})

// Pages have a cursor each: keep it with what you did, and go on there the next time.
const inTwoSittings = Effect.gen(function*() {
  const first = yield* CampaignRows.pages("spring", { pageSize: 500 }).pipe(Stream.take(2), Stream.runLast)
  const { cursor } = yield* Effect.fromOption(first)
  const rest = yield* CampaignRows.stream("spring", { from: cursor }).pipe(Stream.runCount)
  return { before: cursor.audit.received, after: rest }
})

const program = Effect.gen(function*() {
  yield* Console.log(`all: ${yield* all} rows`)
  yield* Console.log(`reached: ${(yield* reached).length} numbers`)
  const { letters, names } = yield* typed
  yield* Console.log(`typed: ${names} names, ${letters} dead letters`)
  const { after, before } = yield* inTwoSittings
  yield* Console.log(`in two sittings: ${before} rows, then ${after}`)
  const audit = yield* CampaignRows.audit("spring")
  yield* Console.log(
    `audit: ${audit.received} of ${audit.expected}, ${audit.duplicates} twice, drift ${audit.totalDrift}`
  )
  const missing = yield* CampaignRows.stream("spring", { firstPage: 1 }).pipe(
    Stream.runDrain,
    Effect.as(Option.none<number>()),
    Effect.catchReason("RowsError", "MissingRowsError", ({ audit }) => Effect.succeedSome(audit.missing))
  )
  yield* Console.log(`counted from 1: ${Option.getOrElse(missing, () => 0)} rows are missing`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
