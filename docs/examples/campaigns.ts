/** Creates a campaign from a CSV text, waits until it is completed, and streams its rows. */
import { Campaigns } from "@effect-revox/client"
import type { CampaignContact } from "@effect-revox/schema"
import { CampaignCreation, CampaignRows } from "@effect-revox/streams"
import * as Contacts from "@effect-revox/streams/Contacts"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const csv = `phone_number,first_name
01 84 80 12 34,Zoë
+1 512-555-0100,Ada
0184801234,Zoe
3.3E+10,Grace
`

// Prints rejected lines and duplicates, and returns the contacts.
const readContacts = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { contacts, duplicates, rejected } = yield* fs.stream(path).pipe(
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

const callAll = Effect.fnUntraced(function*(contacts: ReadonlyArray<CampaignContact.CampaignContact>) {
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

const launchDraft = Effect.fnUntraced(function*(id: string) {
  const campaigns = yield* Campaigns.Campaigns
  yield* campaigns.update(id, { max_concurrent_calls: 2 })
  const { launched } = yield* campaigns.launch(id, {
    mode: "ai_first",
    selection: { filters: {}, rows: { call_ids: [], mode: "all" } }
  })
  yield* Console.log(`launched ${launched} rows`)
})

const draft = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const { id } = yield* campaigns.create({
    assistant_id: "assistant-id",
    contacts: [{ to_phone_number: "+33184801234", prompt_variables: {} }],
    launch: false,
    name: "Draft"
  })
  yield* launchDraft(id)
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

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fs.makeTempFileScoped({ suffix: ".csv" })
  yield* fs.writeFileString(file, csv)
  yield* callAll(yield* readContacts(file))
  yield* draft
  yield* invalid
})

program.pipe(
  Effect.scoped,
  Effect.provide([RevoxLive, NodeServices.layer]),
  NodeRuntime.runMain
)
