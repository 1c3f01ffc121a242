import { Campaigns } from "@effect-revox/client"
import { CampaignRow } from "@effect-revox/schema"
import { CampaignExport } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref, Schema, Stream } from "effect"
import { crash, emptyDisk, layer, text } from "./utils/crashingFileSystem.ts"
import { simulated } from "./utils/simulated.ts"

/** Changes the text of responses, such as to JSON that JavaScript cannot write. */
const mapText = (change: (text: string) => string): Fault.Fault =>
  Fault.make("map text", {
    response: (response) => ({
      ...response,
      body: new TextEncoder().encode(change(new TextDecoder().decode(response.body)))
    })
  }).pipe(Fault.onEndpoint("campaigns.getRows"), Fault.always)

/** Text that `JSON.parse` changes: digits, the range and spelling of numbers, and escapes. */
const extra = `"account":12345678901234567890, "ratio" : 1e400,"rate":1.10,"name":"\\u00e9\\/\u2028"`

const withExtra = mapText((text) => text.replaceAll(`{"id":"`, `{${extra},"id":"`))

const linesOf = <E, R>(bytes: Stream.Stream<Uint8Array, E, R>) =>
  Effect.map(Stream.mkString(Stream.decodeText(bytes)), (text) => text.split("\n").slice(0, -1))

const completed = Effect.fnUntraced(function*(rows: number, ...faults: ReadonlyArray<Fault.Fault>) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return yield* simulator.addCampaign({ rows, status: "completed", faults })
})

describe("CampaignExport of raw rows", () => {
  it.effect("writes the text of each row as the server sent it", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* completed(250, withExtra)
      const lines = yield* linesOf(CampaignExport.toNdjson(id, { raw: true }))
      const rows = yield* simulator.rows(id, 0, 250)
      assert.lengthOf(lines, 250)
      for (const [index, line] of lines.entries()) {
        assert.isTrue(line.startsWith(`{${extra},"id":`), line)
        assert.deepInclude(JSON.parse(line), { id: rows[index]?.id, row_index: index })
      }
    }).pipe(Effect.provide(simulated())))

  it.effect("keeps digits, numbers beyond the range of doubles, and unknown fields, which are lost without `raw`", () =>
    Effect.gen(function*() {
      const withOutput = mapText((text) =>
        text.replaceAll(/"structured_output":(?:null|\{.*?\})/g, `"new":1,"structured_output":{${extra}}`)
      )
      const options = { result: "human", integrity: "none" } as const
      const id = yield* completed(10, withOutput)
      const [raw = ""] = yield* linesOf(CampaignExport.toNdjson(id, { ...options, raw: true }))
      const [line = ""] = yield* linesOf(CampaignExport.toNdjson(id, options))
      assert.include(raw, `"new":1,"structured_output":{${extra}}`)
      assert.include(line, `"account":12345678901234567000,"ratio":null,"rate":1.1,"name":"é/\\u2028"`)
      assert.notInclude(line, `"new":1`)
    }).pipe(Effect.provide(simulated())))

  it.effect("writes a row with line breaks between its tokens on one line", () =>
    Effect.gen(function*() {
      const id = yield* completed(3, mapText((text) => JSON.stringify(JSON.parse(text), undefined, "\r\n  ")))
      const lines = yield* linesOf(CampaignExport.toNdjson(id, { raw: true }))
      const plain = yield* linesOf(CampaignExport.toNdjson(id))
      assert.deepStrictEqual(lines.map((line) => JSON.stringify(JSON.parse(line))), plain)
    }).pipe(Effect.provide(simulated())))

  it.effect("validates rows, and leaves out those that are invalid", () =>
    Effect.gen(function*() {
      const id = yield* completed(30, mapText((text) => text.replace(`"row_index":5,`, `"row_index":"5",`)))
      const error = yield* Effect.flip(Stream.runDrain(CampaignExport.toNdjson(id, { raw: true })))
      assert.strictEqual(error._tag === "RevoxError" && error.reason._tag, "InvalidResponseError")
      const invalid = yield* Ref.make<ReadonlyArray<number>>([])
      const lines = yield* linesOf(
        CampaignExport.toNdjson(id, {
          raw: true,
          pageSize: 10,
          onInvalidRow: ({ index }) => Ref.update(invalid, (all) => [...all, index])
        })
      )
      assert.deepStrictEqual(yield* Ref.get(invalid), [5])
      assert.deepStrictEqual(
        lines.map((line) => JSON.parse(line).row_index),
        Array.from({ length: 30 }, (_, index) => index).filter((index) => index !== 5)
      )
    }).pipe(Effect.provide(simulated())))

  it.effect("validates rows with a custom schema, and writes them as the server sent them", () =>
    Effect.gen(function*() {
      const id = yield* completed(3, withExtra)
      const schema = Schema.Struct({ id: Schema.String, row_index: Schema.Finite })
      const lines = yield* linesOf(CampaignExport.toNdjson(id, { raw: true, schema }))
      for (const line of lines) assert.include(line, extra)
      const strict = CampaignRow.typed({ inputData: Schema.Struct({ missing: Schema.String }) })
      const error = yield* Effect.flip(Stream.runDrain(CampaignExport.toNdjson(id, { raw: true, schema: strict })))
      assert.strictEqual(error._tag === "RevoxError" && error.reason._tag, "InvalidResponseError")
    }).pipe(Effect.provide(simulated())))

  it.effect("writes each row once from a list with repeated pages", () =>
    Effect.gen(function*() {
      const id = yield* completed(50, withExtra)
      const simulator = yield* RevoxSimulator.RevoxSimulator
      yield* simulator.inject(Fault.insertRows(3).pipe(Fault.onPage(1)))
      const lines = yield* linesOf(CampaignExport.toNdjson(id, { raw: true, pageSize: 10, integrity: "none" }))
      const ids = lines.map((line) => JSON.parse(line).id)
      assert.lengthOf(new Set(ids), ids.length)
      for (const line of lines) assert.include(line, extra)
    }).pipe(Effect.provide(simulated())))

  it.effect("resumes a file, and only as raw rows", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* completed(300, withExtra)
      const disk = emptyDisk()
      const attempt = CampaignExport.toNdjsonFile(id, "rows.out", { raw: true, checkpointEvery: 1 }).pipe(
        Effect.provide(layer(disk))
      )
      const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(2), Fault.always))
      yield* Effect.flip(attempt)
      yield* failing.remove
      crash(disk, 1)
      const other = yield* Effect.flip(CampaignExport.toNdjsonFile(id, "rows.out").pipe(Effect.provide(layer(disk))))
      assert.include(other.message, "it was written as ndjson raw, and the format is ndjson now.")
      const result = yield* attempt
      assert.isTrue(result.resumed)
      const complete = yield* Stream.mkString(Stream.decodeText(CampaignExport.toNdjson(id, { raw: true })))
      assert.strictEqual(text(disk, "rows.out"), complete)
    }).pipe(Effect.provide(simulated())))
})

describe("Campaigns.getRowsWithText", () => {
  it.effect("returns the decoded page and the text of the response", () =>
    Effect.gen(function*() {
      const id = yield* completed(3, withExtra)
      const campaigns = yield* Campaigns.Campaigns
      const { text, ...page } = yield* campaigns.getRowsWithText(id, {}, { schema: CampaignRow.CampaignRow })
      assert.deepStrictEqual(page, yield* campaigns.getRows(id))
      assert.include(text, extra)
    }).pipe(Effect.provide(simulated())))
})
