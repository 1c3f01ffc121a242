import type * as Campaigns from "@effect-revox/client/Campaigns"
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Buffer } from "node:buffer"
import { Agent, request } from "undici"
import { campaignOf, type Contender, headers, loop, pageUrl, type Seen, type Task } from "./contender.ts"
import { makeRuntime } from "./runtime.ts"

const newline = 10
const dash = 45

/** Whether an id starts at a position. Line breaks in quoted CSV cells are not followed by one. */
const isId = (bytes: Buffer, at: number): boolean =>
  bytes[at + 8] === dash && bytes[at + 13] === dash && bytes[at + 18] === dash && bytes[at + 23] === dash

/** Records the rows of an export. Each row starts a line, with its id `idAt` bytes after the start. */
const lines = (seen: Seen, idAt: number) => {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Uint8Array): void => {
    const bytes = rest.length === 0
      ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      if (isId(bytes, start + idAt)) {
        seen.rows += 1
        seen.sum += Number(bytes.toString("latin1", start + idAt + 24, start + idAt + 36))
      }
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
}

/** A script that parses each page and writes each row as a line. */
export const plainNdjson: Contender = {
  name: "undici.request + JSON.parse + JSON.stringify",
  make: async (task) => {
    const dispatcher = new Agent()
    return (seen) => {
      const see = lines(seen, 7)
      return loop(task, async (page) => {
        const { body } = await request(pageUrl(task, page), { dispatcher, headers })
        const { rows }: { readonly rows: ReadonlyArray<unknown> } = JSON.parse(await body.text())
        see(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")))
      })
    }
  }
}

const exported = (
  name: string,
  idAt: number,
  make: (task: Task) => Stream.Stream<Uint8Array, CampaignExport.StreamError, Campaigns.Campaigns>
): Contender => ({
  name,
  make: async (task) => {
    const runtime = makeRuntime(task.url)
    return async (seen) => {
      const see = lines(seen, idAt)
      await runtime.runPromise(Stream.runForEach(make(task), (chunk) => Effect.sync(() => see(chunk))))
    }
  }
})

export const ndjson = exported(
  "effect-revox, CampaignExport.toNdjson",
  7,
  (task) => CampaignExport.toNdjson(campaignOf(task), { pageSize: task.pageSize, prefetch: task.concurrency })
)

export const csv = exported(
  "effect-revox, CampaignExport.toCsv",
  0,
  (task) => CampaignExport.toCsv(campaignOf(task), { pageSize: task.pageSize, prefetch: task.concurrency })
)
