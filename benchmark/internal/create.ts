import * as Campaigns from "@effect-revox/client/Campaigns"
import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Effect from "effect/Effect"
import { Buffer } from "node:buffer"
import { Agent, request } from "undici"
import { type Contender, headers, type Task } from "./contender.ts"
import { makeRuntime } from "./runtime.ts"

/** A campaign with one contact per row of a task. Its name states their number, which the server compares. */
const campaignOf = ({ rows }: Task): CampaignCreate =>
  CampaignCreate.make({
    assistant_id: "assistant-id",
    name: `contacts-${rows}`,
    launch: true,
    contacts: Array.from({ length: rows }, (_, index) => ({
      to_phone_number: `+33${184_000_000 + index}`,
      prompt_variables: { first_name: `Contact ${index}`, company: "Example" }
    }))
  })

/** A program that creates the campaign of its task. The server refuses it if a contact is missing. */
const created = (
  name: string,
  make: (task: Task) => Promise<(campaign: CampaignCreate) => Promise<unknown>>
): Contender => ({
  name,
  make: async (task) => {
    const create = await make(task)
    const campaign = campaignOf(task)
    return async (seen) => {
      await create(campaign)
      seen.rows = task.rows
      seen.sum = task.rows * (task.rows - 1) / 2
    }
  }
})

/** Serializes the request, and sends nothing. */
export const stringify = created(
  "JSON.stringify alone",
  async () => async (campaign) => Buffer.from(JSON.stringify(campaign))
)

/** Sends the request without validation. */
export const plainUndici = created("JSON.stringify + undici.request", async ({ url }) => {
  const dispatcher = new Agent()
  return async (campaign) => {
    const { body, statusCode } = await request(`${url}/campaigns`, {
      method: "POST",
      dispatcher,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(campaign)
    })
    if (statusCode !== 200) throw new Error(`The server responded with status ${statusCode}`)
    return JSON.parse(await body.text())
  }
})

export const revox = created("effect-revox, Campaigns.create", async ({ url }) => {
  const runtime = makeRuntime(url)
  return (campaign) =>
    runtime.runPromise(Campaigns.Campaigns.use((campaigns) => Effect.asVoid(campaigns.create(campaign))))
})
