/** Reads rows into types of one's own: the columns of the list, and what the assistant took out of conversations. */
import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Option, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const Prospect = CampaignRow.typed({
  // Columns are text on the wire: numbers and dates among them want a schema that reads them.
  inputData: Schema.Struct({
    first_name: Schema.optionalKey(Schema.String),
    customer_id: Schema.TemplateLiteral(["C-", Schema.String])
  }),
  // These are of the types that the assistant asks for, and null where the conversation did not tell.
  structuredOutput: Schema.Struct({
    interested: Schema.Boolean,
    budget: Schema.NullOr(Schema.Finite),
    callback_at: Schema.NullOr(Schema.DateTimeUtcFromString)
  })
})

const worthACall = CampaignRows.stream("spring", { schema: Prospect, onInvalidRow: "skip" }).pipe(
  Stream.filter((row) =>
    Option.exists(
      CampaignRow.latestAttempt(row),
      ({ structured_output }) => structured_output?.interested === true && (structured_output.budget ?? 0) > 100
    )
  ),
  Stream.map((row) => row.input_data.customer_id)
)

// Everything that came, also fields that this version does not know: for an archive, or to look at what is new.
const keys = CampaignRows.stream("spring", { schema: CampaignRow.Raw }).pipe(
  Stream.take(1),
  Stream.map((row) => Object.keys(row).sort().join(", ")),
  Stream.mkString
)

const program = Effect.gen(function*() {
  const [first = "nobody", ...others] = yield* Stream.runCollect(worthACall)
  yield* Console.log(`${first} and ${others.length} others are worth a call`)
  yield* Console.log(`a row has ${yield* keys}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
