import type * as Campaigns from "@effect-revox/client/Campaigns"
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type * as Path from "effect/Path"
import type { Buffer } from "node:buffer"
import { mkdtempSync, rmSync } from "node:fs"
import { open, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Agent, request } from "undici"
import { campaignOf, type Check, type Contender, headers, loop, pageUrl, type Seen, type Task } from "./contender.ts"
import { makeLayer } from "./runtime.ts"

const newline = 10
const dash = 45

/** Whether an id starts at a position. Line breaks in quoted CSV cells are not followed by one. */
const isId = (bytes: Buffer, at: number): boolean =>
  bytes[at + 8] === dash && bytes[at + 13] === dash && bytes[at + 18] === dash && bytes[at + 23] === dash

/** Records the rows of a file. Each row starts a line, with its id `idAt` bytes after the start. */
const check = (file: string, idAt: number, seen: Seen): Check => async () => {
  const bytes = await readFile(file)
  let start = 0
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    if (isId(bytes, start + idAt)) {
      seen.rows += 1
      seen.sum += Number(bytes.toString("latin1", start + idAt + 24, start + idAt + 36))
    }
    start = end + 1
  }
}

/** The path of a file in a folder that is removed when the process exits. */
const makeFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "revox-benchmark-"))
  process.once("exit", () => rmSync(folder, { recursive: true }))
  return join(folder, "rows")
}

/** A script that parses each page and writes each row as a line. It starts over when it is interrupted. */
export const plainNdjson: Contender = {
  name: "undici.request + JSON.parse + JSON.stringify",
  make: async (task) => {
    const dispatcher = new Agent()
    const path = makeFile()
    return async (seen) => {
      await using file = await open(path, "w")
      await loop(task, async (page) => {
        const { body } = await request(pageUrl(task, page), { dispatcher, headers })
        const { rows }: { readonly rows: ReadonlyArray<unknown> } = JSON.parse(await body.text())
        await file.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""))
      })
      return check(path, 7, seen)
    }
  }
}

/** The requirements of an export to a file. */
type Requirements = Campaigns.Campaigns | FileSystem.FileSystem | Path.Path

const exported = (
  name: string,
  idAt: number,
  make: (
    id: string,
    path: string,
    options: { readonly pageSize: number; readonly prefetch: number }
  ) => Effect.Effect<CampaignExport.ExportResult, CampaignExport.StreamError, Requirements>
): Contender => ({
  name,
  make: async (task: Task) => {
    const runtime = ManagedRuntime.make(Layer.merge(makeLayer(task.url), NodeServices.layer))
    const path = makeFile()
    const options = { pageSize: task.pageSize, prefetch: task.concurrency }
    return async (seen) => {
      await runtime.runPromise(Effect.asVoid(make(campaignOf(task), path, options)))
      return check(path, idAt, seen)
    }
  }
})

export const ndjson = exported("effect-revox, CampaignExport.toNdjsonFile", 7, CampaignExport.toNdjsonFile)

export const raw = exported(
  "effect-revox, CampaignExport.toNdjsonFile with raw: true",
  7,
  (id, path, options) => CampaignExport.toNdjsonFile(id, path, { ...options, raw: true })
)

export const csv = exported("effect-revox, CampaignExport.toCsvFile", 0, CampaignExport.toCsvFile)
