/** How long one `retrieve` takes, program by program in turn. In a process of its own; prints JSON. */
import * as Campaigns from "@effect-revox/client/Campaigns"
import * as Revox from "@effect-revox/client/Revox"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import OpenAI from "openai"
import { Agent, request } from "undici"
import { apiKey, headers } from "./internal/contender.ts"

const [, , url = "", rounds = "40"] = process.argv
/** Requests per round. */
const batch = 50

const path = "/campaigns/going"
const dispatcher = new Agent()
const sdk = new OpenAI({ apiKey, baseURL: url })
const runtime = ManagedRuntime.make(
  Layer.provide(Revox.layer({ apiKey: Redacted.make(apiKey), baseUrl: url }), NodeHttpClient.layerUndici)
)
const retrieve = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("going"))

const programs: ReadonlyArray<readonly [name: string, call: () => Promise<unknown>]> = [
  ["undici.request + JSON.parse", async () => {
    const { body } = await request(`${url}${path}`, { dispatcher, headers })
    return JSON.parse(await body.text())
  }],
  ["fetch + json", async () => (await fetch(`${url}${path}`, { headers })).json()],
  ["generated SDK (npm openai), client.get", () => sdk.get(path)],
  ["effect-revox, Campaigns.retrieve", () => runtime.runPromise(retrieve)]
]

const figures = programs.map(([name]) => ({ name, micros: new Array<number>() }))
for (let round = -20; round < Number(rounds); round++) {
  for (const [index, [, call]] of programs.entries()) {
    const began = performance.now()
    for (let count = 0; count < batch; count++) await call()
    if (round >= 0) figures[index]?.micros.push((performance.now() - began) * 1000 / batch)
  }
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exit(0)
