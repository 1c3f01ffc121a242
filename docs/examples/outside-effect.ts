/** Creates and reads campaigns without Effect: with promises, a `for await` loop and a web stream. */
import { Campaigns, Revox, RevoxError } from "@effect-revox/client"
import { CampaignCompletion, CampaignCreation, CampaignRows } from "@effect-revox/streams"
import { NodeHttpClient } from "@effect/platform-node"
import { Layer, ManagedRuntime } from "effect"

// One runtime for the program. REVOX_API_KEY and REVOX_BASE_URL come from the environment.
const runtime = ManagedRuntime.make(Layer.provide(Revox.layerConfig(), NodeHttpClient.layerUndici))

const print = (line: string) => process.stdout.write(`${line}\n`)

const campaign = await CampaignCompletion.toPromise(runtime, "spring", { signal: AbortSignal.timeout(60_000) })
print(`${campaign.name} is ${campaign.status}`)

let reached = 0
for await (const row of CampaignRows.toAsyncIterable(runtime, "spring", { result: "human" })) {
  if (row.phone_number !== "") reached += 1
}
print(`${reached > 0 ? "some" : "no"} people were reached`)

const lines = CampaignRows.toReadableStream(runtime, "spring", { pageSize: 500 })
  .pipeThrough(new TransformStream({ transform: (row, controller) => controller.enqueue(`${JSON.stringify(row)}\n`) }))
  .pipeThrough(new TextEncoderStream())
// A web server can use this as the body of a response.
const body = await new Response(lines).text()
print(`${body.trimEnd().split("\n").length} lines`)

const created = await runtime.runPromise(CampaignCreation.create({
  assistant_id: "assistant-id",
  name: "Spring offer",
  contacts: [{ to_phone_number: "+33184801234", prompt_variables: { first_name: "Zoë" } }],
  launch: true
}))
print(`${created.name}: ${created.status}`)

try {
  // A service is used in a function that receives it.
  await runtime.runPromise(Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("winter")))
} catch (error) {
  if (!(error instanceof RevoxError.RevoxError) || error.reason._tag !== "NotFoundError") throw error
  print("winter does not exist")
}

await runtime.dispose()
