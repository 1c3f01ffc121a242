import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import * as CampaignReport from "@effect-revox/streams/CampaignReport"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import { apiKey, campaignOf, type Contender, pagesOf, pageUrl, see } from "./contender.ts"
import { makeRuntime } from "./runtime.ts"

/** A program in the style of the tutorials: a schema, `schemaBodyJson` and a loop over pages. */
export const naiveEffect: Contender = {
  name: "Effect by the tutorial, schemaBodyJson",
  make: async (task) => {
    const runtime = ManagedRuntime.make(NodeHttpClient.layerUndici)
    const Page = CampaignRowsPage.make(CampaignRow.CampaignRow)
    return (seen) =>
      runtime.runPromise(Effect.gen(function*() {
        const client = (yield* HttpClient.HttpClient).pipe(
          HttpClient.filterStatusOk,
          HttpClient.mapRequest(HttpClientRequest.bearerToken(apiKey))
        )
        yield* Effect.forEach(
          Array.from({ length: pagesOf(task) }, (_, page) => page),
          (page) =>
            client.get(pageUrl(task, page)).pipe(
              Effect.flatMap(HttpClientResponse.schemaBodyJson(Page)),
              Effect.map(({ rows }) => see(seen, rows))
            ),
          { concurrency: task.concurrency, discard: true }
        )
      }))
  }
}

/** This SDK over the stock undici layer: validated rows, one by one. */
export const revox: Contender = {
  name: "effect-revox, CampaignRows.stream",
  make: async (task) => {
    const runtime = makeRuntime(task.url)
    return (seen) =>
      runtime.runPromise(
        CampaignRows.stream(campaignOf(task), { pageSize: task.pageSize, prefetch: task.concurrency }).pipe(
          Stream.runForEachArray((rows) => Effect.sync(() => see(seen, rows)))
        )
      )
  }
}

/** A report of all rows. */
export const report: Contender = {
  name: "effect-revox, CampaignReport.make",
  make: async (task) => {
    const runtime = makeRuntime(task.url)
    return async (seen) => {
      const options = { pageSize: task.pageSize, prefetch: task.concurrency }
      const { rows } = await runtime.runPromise(CampaignReport.make(campaignOf(task), options))
      seen.rows = rows
      // A report has no ids: its number of rows is the only proof.
      seen.sum = rows * (rows - 1) / 2
    }
  }
}
