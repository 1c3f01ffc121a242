import * as Campaigns from "@effect-revox/client/Campaigns"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as ManagedRuntime from "effect/ManagedRuntime"
import OpenAI from "openai"
import { Agent, request } from "undici"
import { apiKey, type Contender, headers, type Task } from "./contender.ts"
import { makeRuntime } from "./runtime.ts"

const path = "/campaigns/going"

interface CampaignResponse {
  readonly campaign: { readonly id: string }
}

/** A program that retrieves a campaign once per row of its task, and reads its id each time. */
const repeated = (name: string, make: (task: Task) => () => Promise<CampaignResponse>): Contender => ({
  name,
  make: async (task) => {
    const call = make(task)
    return async (seen) => {
      for (let count = 0; count < task.rows; count++) {
        const { campaign } = await call()
        if (campaign.id.length === 0) throw new Error("The campaign has no id")
        seen.rows += 1
        seen.sum += count
      }
    }
  }
})

export const plainUndici = repeated("undici.request + JSON.parse", ({ url }) => {
  const dispatcher = new Agent()
  return async () => {
    const { body } = await request(`${url}${path}`, { dispatcher, headers })
    return JSON.parse(await body.text())
  }
})

export const plainFetch = repeated("fetch + json", ({ url }) => async () => {
  const response = await fetch(`${url}${path}`, { headers })
  return await response.json() as CampaignResponse
})

export const generatedSdk = repeated("generated SDK (npm openai), client.get", ({ url }) => {
  const client = new OpenAI({ apiKey, baseURL: url })
  return async () => await client.get<CampaignResponse>(path)
})

/** The least that an Effect program can do over the same layer, which validates nothing. */
export const plainEffect = repeated("Effect, HttpClient.get + JSON.parse", ({ url }) => {
  const runtime = ManagedRuntime.make(NodeHttpClient.layerUndici)
  const get = HttpClient.get(`${url}${path}`, { headers }).pipe(
    Effect.flatMap((response) => response.text),
    Effect.map((text): CampaignResponse => JSON.parse(text))
  )
  return () => runtime.runPromise(get)
})

export const revox = repeated("effect-revox, Campaigns.retrieve", ({ url }) => {
  const runtime = makeRuntime(url)
  const retrieve = Effect.map(
    Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("going")),
    (campaign): CampaignResponse => ({ campaign })
  )
  return () => runtime.runPromise(retrieve)
})
