/** Creates a campaign from a CSV text, waits until it is completed, and streams its rows. */
import { Campaigns } from "@effect-revox/client"
import { CampaignCreation, CampaignRows } from "@effect-revox/streams"
import * as Contacts from "@effect-revox/streams/Contacts"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const file = new TextEncoder().encode(`phone_number,first_name
01 84 80 12 34,Zoë
+1 512-555-0100,Ada
0184801234,Zoe
3.3E+10,Grace
`)

const readContacts = Effect.gen(function*() {
  const { contacts, duplicates, rejected } = yield* Stream.make(file).pipe(
    Contacts.decode({ format: "csv", defaultCountry: "FR" }),
    Contacts.collect
  )
  yield* Effect.forEach(rejected, ({ line, reason }) => Console.log(`line ${line}: ${reason}`))
  yield* Effect.forEach(
    duplicates,
    ({ firstLine, line }) => Console.log(`line ${line}: duplicate of line ${firstLine}`)
  )
  return contacts
})

const program = Effect.gen(function*() {
  const contacts = yield* readContacts
  const campaign = yield* CampaignCreation.createAndAwait({
    assistant_id: "assistant-id",
    contacts,
    launch: true,
    name: "Winter offer"
  }, {
    timeout: "2 days",
    // Store the id: a program that is restarted can wait for the same campaign.
    onCreated: (campaign) => Console.log(`created ${campaign.name}: ${campaign.status}`)
  })
  const count = yield* CampaignRows.stream(campaign.id).pipe(Stream.runCount)
  yield* Console.log(`${campaign.status}: ${count} rows`)
})

const draft = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const { id } = yield* campaigns.create({
    assistant_id: "assistant-id",
    contacts: [{ to_phone_number: "+33184801234", prompt_variables: {} }],
    launch: false,
    name: "Draft"
  })
  yield* campaigns.update(id, { max_concurrent_calls: 2 })
  const { launched } = yield* campaigns.launch(id, {
    mode: "ai_first",
    selection: { filters: {}, rows: { call_ids: [], mode: "all" } }
  })
  yield* Console.log(`launched ${launched} rows`)
  yield* campaigns.pause(id)
  yield* campaigns.resume(id)
  yield* campaigns.cancel(id)
  yield* campaigns.delete(id)
  const names = (yield* campaigns.list()).map(({ name }) => name)
  yield* Console.log(`left: ${names.length} campaigns, one of them ${names.at(-1)}`)
})

const invalid = Campaigns.Campaigns.use((campaigns) =>
  campaigns.create({
    assistant_id: "assistant-id",
    contacts: [{ to_phone_number: "0184801234", prompt_variables: {} }],
    launch: true,
    name: "Invalid"
  })
).pipe(
  Effect.catchReason(
    "RevoxError",
    "InvalidContactsError",
    ({ problems }) => Effect.forEach(problems, ({ index, problem }) => Console.log(`contact ${index}: ${problem}`))
  )
)

program.pipe(
  Effect.andThen(draft),
  Effect.andThen(invalid),
  Effect.provide(RevoxLive),
  NodeRuntime.runMain
)
