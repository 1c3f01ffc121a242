/** Decodes rows with custom schemas for the uploaded columns and the structured output. */
import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Option, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const Prospect = CampaignRow.typed({
  // Columns are strings in the API. Use a decoding schema for numbers and dates.
  inputData: Schema.Struct({
    first_name: Schema.optionalKey(Schema.String),
    customer_id: Schema.TemplateLiteral(["C-", Schema.String])
  }),
  // The types are those that the assistant is configured with. Values that were not found are null.
  structuredOutput: Schema.Struct({
    interested: Schema.Boolean,
    budget: Schema.NullOr(Schema.Finite),
    callback_at: Schema.NullOr(Schema.DateTimeUtcFromString)
  })
})

const callbacks = CampaignRows.stream("spring", { schema: Prospect, onInvalidRow: "skip" }).pipe(
  Stream.filter((row) =>
    Option.exists(
      CampaignRow.latestAttempt(row),
      ({ structured_output }) => structured_output?.interested === true && (structured_output.budget ?? 0) > 100
    )
  ),
  Stream.map((row) => row.input_data.customer_id)
)

// A new field of the API, with types for the uploaded columns.
const Scored = CampaignRow.CampaignRow.pipe(Schema.fieldsAssign({
  input_data: Schema.Struct({ customer_id: Schema.TemplateLiteral(["C-", Schema.String]) }),
  lead_score: Schema.optionalKey(Schema.Finite)
}))

const firstScore = CampaignRows.stream("spring", { schema: Scored, onInvalidRow: "skip" }).pipe(
  Stream.map((row) => `${row.input_data.customer_id}: ${row.lead_score ?? "no score"}`),
  Stream.runHead
)

// The complete response, including fields that this version does not know.
const keys = CampaignRows.stream("spring", { schema: CampaignRow.Raw }).pipe(
  Stream.take(1),
  Stream.map((row) => Object.keys(row).sort().join(", ")),
  Stream.mkString
)

const program = Effect.gen(function*() {
  const [first = "no one", ...others] = yield* Stream.runCollect(callbacks)
  yield* Console.log(`${first} and ${others.length} others are worth a call`)
  yield* Console.log(Option.getOrElse(yield* firstScore, () => "no rows"))
  yield* Console.log(`a row has ${yield* keys}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
