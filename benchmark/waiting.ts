/** Measures the heap per awaited campaign. Runs in a separate process with `--expose-gc`, and prints JSON. */
import * as Revox from "@effect-revox/client/Revox"
import * as CampaignCompletion from "@effect-revox/streams/CampaignCompletion"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { apiKey } from "./internal/contender.ts"

const [, , url = "", campaigns = "10000"] = process.argv
const count = Number(campaigns)

const runtime = ManagedRuntime.make(
  Layer.provide(
    Revox.layer({ apiKey: Redacted.make(apiKey), baseUrl: url, maxConcurrentRequests: 64 }),
    NodeHttpClient.layerUndici
  )
)

const heap = async (): Promise<number> => {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}

/** Starts waiting for campaigns. Those whose response has arrived sleep until the next poll. */
const wait = (first: number, last: number) =>
  runtime.runPromise(Effect.gen(function*() {
    for (let index = first; index < last; index++) {
      yield* Effect.forkDetach(CampaignCompletion.awaitCompletion(`going-${index}`, { timeout: "1 day" }))
    }
  }))

await wait(0, 100)
await new Promise((resolve) => setTimeout(resolve, 1500))
const before = await heap()
await wait(100, 100 + count)
await new Promise((resolve) => setTimeout(resolve, 3500))
const after = await heap()
process.stdout.write(`${JSON.stringify({ perWaiter: (after - before) / count })}\n`)
process.exit(0)
