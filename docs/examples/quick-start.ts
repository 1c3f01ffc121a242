/** Creates a campaign, watches it until it completes, and streams its rows, from the simulator or from Revox. */
import { Revox } from "@effect-revox/client"
import { CampaignCompletion, CampaignCreation, CampaignRows } from "@effect-revox/streams"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Option, Stream } from "effect"

const percent = (part: number) => `${Math.floor(part * 100)}%`

const program = Effect.gen(function*() {
  // Fails with `LaunchMismatchError` if the service makes a draft instead of calling the contacts.
  const { id, name, status } = yield* CampaignCreation.create({
    assistant_id: process.argv[2] ?? "assistant-id",
    name: "Spring offer",
    contacts: [
      { to_phone_number: "+33184801234", prompt_variables: { first_name: "Zoë" } },
      { to_phone_number: "+33184801235", prompt_variables: { first_name: "Ada" } },
      { to_phone_number: "+33184801236", prompt_variables: { first_name: "Grace" } }
    ],
    launch: true
  })
  yield* Console.log(`${name}: ${status}`)

  // Polls immediately, then every 5 to 45 seconds, until the campaign is completed.
  yield* CampaignCompletion.watch(id, { timeout: "2 hours" }).pipe(
    Stream.runForEach(({ campaign, progress }) =>
      Console.log(`${campaign.status} ${Option.match(progress, { onNone: () => "", onSome: percent })}`)
    )
  )

  // Requests a page when its rows are needed. Fails with `MissingRowsError` if any row is missing.
  yield* CampaignRows.stream(id).pipe(
    Stream.runForEach((row) => Console.log(`${row.phone_number} ${row.call?.status ?? "not called"}`))
  )
})

// REVOX_API_KEY and REVOX_BASE_URL come from the environment.
const services = Layer.provide(Revox.layerConfig(), NodeHttpClient.layerUndici)

program.pipe(Effect.provide(services), NodeRuntime.runMain)
