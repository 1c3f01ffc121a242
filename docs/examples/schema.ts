/** Uses the schemas without a client: decoding, unrecognized literals, timestamps and typed rows. */
import { Bounds, Call, Campaign, CampaignRow, Timestamp } from "@effect-revox/schema"
import { NodeRuntime } from "@effect/platform-node"
import { Console, DateTime, Effect, Option, Schema } from "effect"

// Responses are checked for types and required fields, but not for the documented bounds.
const decode = Schema.decodeUnknownEffect(Bounds.lenient(Campaign.CampaignEnvelope))

// A `switch` narrows to the documented literals. New literals reach `default`.
const label = (status: Call.Call["status"]): string => {
  switch (status) {
    case "completed":
    case "cancelled":
    case "errored":
      return "over"
    case "calling":
      return "on the phone"
    case "initializing":
    case "queued_for_calling":
    case "scheduled":
      return "to be called"
    default:
      return `new in the API: ${status}`
  }
}

// A timestamp is decoded as it was sent, and converted where it is needed.
const created = ({ created_at }: Campaign.Campaign) =>
  Option.match(Timestamp.toDateTime(created_at), { onNone: () => "unknown", onSome: DateTime.formatIso })

// A schema of the response that decodes all of its timestamps to `DateTime.Utc`.
const decodeDates = Schema.decodeUnknownEffect(Timestamp.withDateTimes(Bounds.lenient(Campaign.CampaignEnvelope)))

const year = ({ created_at }: Timestamp.WithDateTimes<Campaign.Campaign>) =>
  DateTime.isDateTime(created_at) ? DateTime.getPartUtc(created_at, "year") : undefined

// Types for the uploaded columns, and for the values that the assistant extracts from conversations.
const Appointment = CampaignRow.typed({
  inputData: Schema.Struct({ name: Schema.String, visits: Schema.FiniteFromString }),
  structuredOutput: Schema.Struct({ confirmed: Schema.Boolean })
})

const confirmed = (row: typeof Appointment.Type): boolean =>
  Option.match(CampaignRow.latestAttempt(row), {
    onNone: () => false,
    onSome: ({ structured_output }) => structured_output?.confirmed ?? false
  })

// A response of the service, with unknown fields.
const answer = {
  campaign: {
    id: "campaign-1",
    assistant_id: "assistant-1",
    created_at: "2026-11-21T09:30:00.000Z",
    is_cancelled: false,
    name: "Spring offer",
    organization_id: "organization-1",
    status: "completed",
    updated_at: null,
    mood: "new in the API"
  }
}
const row = {
  id: "row-1",
  input_data: { name: "Ada", visits: "three" },
  phone_number: "+33123456789",
  row_index: 0
}

const program = Effect.gen(function*() {
  const { campaign } = yield* decode(answer)
  yield* Console.log(`${campaign.name}, created ${created(campaign)}, terminal: ${Campaign.isTerminal(campaign)}`)

  const dated = yield* decodeDates(answer)
  yield* Console.log(`${dated.campaign.name}, created in ${year(dated.campaign)}`)

  const newer = yield* Schema.decodeEffect(Call.Call.fields.status)("transferred")
  yield* Console.log(`${label("scheduled")}; ${label(newer)}`)

  const typed = yield* Effect.flip(Schema.decodeUnknownEffect(Appointment)(row))
  yield* Console.log(typed.message)
  const mended = yield* Schema.decodeUnknownEffect(Appointment)({ ...row, input_data: { name: "Ada", visits: "3" } })
  yield* Console.log(`${mended.input_data.visits} visits, confirmed: ${confirmed(mended)}`)
})

program.pipe(NodeRuntime.runMain)
