import { Campaigns } from "@effect-revox/client"
import { CampaignRow, Timestamp } from "@effect-revox/schema"
import { CampaignExport, CsvColumn } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema, Sink, Stream } from "effect"
import { Csv, Ndjson } from "effect/encoding"
import { simulated } from "./utils/simulated.ts"

/** Mocks `Campaigns` with one page of rows. */
const withRows = (rows: ReadonlyArray<CampaignRow.CampaignRow>) =>
  Layer.mock(Campaigns.Campaigns, {
    getRows: () => Effect.succeed({ page: 0, page_size: 100, rows, total: rows.length })
  })

const rowWith = (
  input_data: CampaignRow.CampaignRow["input_data"],
  id = "row-1"
): Effect.Effect<CampaignRow.CampaignRow, Schema.SchemaError> =>
  Schema.decodeEffect(CampaignRow.CampaignRow)({ id, input_data, phone_number: "+33612345678", row_index: 0 })

/** Parses CSV into records with an independent parser. */
const records = <E, R>(csv: Stream.Stream<Uint8Array, E, R>) =>
  csv.pipe(Stream.pipeThroughChannel(Csv.decode<E>()), Stream.runCollect)

const recordsByHeader = <E, R>(csv: Stream.Stream<Uint8Array, E, R>) =>
  csv.pipe(Stream.pipeThroughChannel(Csv.decode<E>({ headers: true })), Stream.runCollect)

describe("CampaignExport", () => {
  describe("toNdjson", () => {
    it.effect("writes each row as the API sends it, for any sink", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 250, status: "completed" })
        const chunks = yield* Stream.run(CampaignExport.toNdjson(id), Sink.collect<Uint8Array>())
        assert.lengthOf(chunks, 3)
        const rows = yield* Stream.fromIterable(chunks).pipe(
          Stream.pipeThroughChannel(Ndjson.decode()),
          Stream.runCollect
        )
        assert.deepStrictEqual(rows, [...(yield* simulator.rows(id, 0, 250))])
      }).pipe(Effect.provide(simulated())))

    it.effect("encodes rows with a custom schema", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 30, status: "completed" })
        const plain = yield* Stream.mkString(Stream.decodeText(CampaignExport.toNdjson(id)))
        const dated = yield* Stream.mkString(
          Stream.decodeText(CampaignExport.toNdjson(id, { schema: Timestamp.withDateTimes(CampaignRow.CampaignRow) }))
        )
        assert.deepStrictEqual(
          dated.trimEnd().split("\n").map((line) => JSON.parse(line)),
          plain.trimEnd().split("\n").map((line) => JSON.parse(line))
        )
      }).pipe(Effect.provide(simulated())))

    it.effect("escapes U+2028 and U+2029, at which some readers split lines", () =>
      Effect.gen(function*() {
        const name = "a\u2028b\u2029c\u2028"
        const row = yield* rowWith({ name })
        const exports = [
          CampaignExport.toNdjson("campaign-1"),
          CampaignExport.toNdjson("campaign-1", { schema: CampaignRow.CampaignRow })
        ]
        for (const bytes of exports) {
          const line = yield* Stream.mkString(Stream.decodeText(bytes)).pipe(Effect.provide(withRows([row])))
          assert.include(line, "\"a\\u2028b\\u2029c\\u2028\"")
          assert.notMatch(line, /[\u2028\u2029]/)
          assert.strictEqual(JSON.parse(line).input_data.name, name)
        }
      }))

    it.effect("is empty for a campaign without rows", () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* Stream.runCollect(CampaignExport.toNdjson("campaign-1")), [])
      }).pipe(Effect.provide(withRows([]))))
  })

  describe("toCsv", () => {
    it.effect("has the documented columns, then columns for input data and structured output, then `more`", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 250, status: "completed" })
        const rows = yield* simulator.rows(id, 0, 250)
        const shown = yield* recordsByHeader(CampaignExport.toCsv(id))
        assert.lengthOf(shown, 250)
        const names = Object.keys(shown[0] ?? {})
        assert.deepStrictEqual(
          names.slice(0, CsvColumn.documented.length),
          CsvColumn.documented.map((column) => column.name)
        )
        assert.strictEqual(names.at(-1), "more")
        for (const [index, row] of rows.entries()) {
          const record = shown[index]
          const attempt = row.call?.last_call_attempt
          assert.strictEqual(record?.["id"], row.id)
          assert.strictEqual(record?.["row_index"], String(index))
          assert.strictEqual(record?.["last_attempt.result"], attempt?.result ?? "")
          for (const [key, value] of Object.entries(row.input_data)) {
            assert.strictEqual(record?.[`input_data.${key}`], value)
          }
          for (const [key, value] of Object.entries(attempt?.structured_output ?? {})) {
            assert.strictEqual(record?.[`structured_output.${key}`], value === null ? "" : String(value))
          }
          assert.strictEqual(record?.["more"], "")
        }
      }).pipe(Effect.provide(simulated())))

    it.effect.prop(
      "round-trips any text in cells",
      { made: Schema.Array(Schema.Record(Schema.String, Schema.String)).check(Schema.isMaxLength(5)) },
      ({ made }) =>
        Effect.gen(function*() {
          // UTF-8 cannot encode unpaired surrogates.
          const inputs = made.map((input) =>
            Object.fromEntries(Object.entries(input).map(([key, value]) => [key.toWellFormed(), value.toWellFormed()]))
          )
          const rows = yield* Effect.forEach(inputs, (input, index) => rowWith(input, `row-${index}`))
          const shown = yield* Effect.provide(recordsByHeader(CampaignExport.toCsv("campaign-1")), withRows(rows))
          assert.lengthOf(shown, inputs.length)
          for (const [index, input] of inputs.entries()) {
            for (const [key, value] of Object.entries(input)) {
              assert.strictEqual(shown[index]?.[`input_data.${key}`], value)
            }
          }
        }),
      { arbitrary: { runs: 100 } }
    )

    it.effect("preserves quotes, delimiters, line breaks and non-ASCII text", () =>
      Effect.gen(function*() {
        const texts = [
          "a \"quoted\" word",
          "one,two;three",
          "first\r\nsecond\nthird\rfourth",
          " spaced ",
          "日本語 🎉 é",
          "",
          "\uFEFFmark"
        ]
        const rows = yield* Effect.forEach(texts, (text, index) => rowWith({ text }, `row-${index}`))
        for (const style of [{}, { delimiter: ";", newline: "\n", bom: true }] as const) {
          const csv = CampaignExport.toCsv("campaign-1", { ...style, columns: [CsvColumn.inputData("text")] })
          const [header, ...shown] = yield* csv.pipe(
            Stream.pipeThroughChannel(Csv.decode({ delimiter: style.delimiter ?? "," })),
            Stream.runCollect,
            Effect.provide(withRows(rows))
          )
          assert.deepStrictEqual(header, ["input_data.text"])
          assert.deepStrictEqual(shown, texts.map((text) => [text]))
        }
      }))

    it.effect("infers the header from the first page, and writes other keys of later rows to `more`", () =>
      Effect.gen(function*() {
        const first = yield* rowWith({ name: "Ada" }, "row-1")
        const second = yield* rowWith({ name: "Bob", city: "Lyon" }, "row-2")
        const pages = Layer.mock(Campaigns.Campaigns, {
          getRows: (_: string, query?: { readonly page?: number }) =>
            Effect.succeed({ page: 0, page_size: 1, rows: [query?.page === 1 ? second : first], total: 2 })
        })
        const shown = yield* Effect.provide(recordsByHeader(CampaignExport.toCsv("campaign-1", { pageSize: 1 })), pages)
        assert.deepStrictEqual(shown.map((record) => record["input_data.name"]), ["Ada", "Bob"])
        assert.deepStrictEqual(shown.map((record) => record["more"]), ["", "{\"input_data\":{\"city\":\"Lyon\"}}"])
      }))

    it.effect("prefixes only formulas, and only with `guardFormulas`", () =>
      Effect.gen(function*() {
        const harmful = ["=1+1", "+SUM(A1)", "-2+3*cmd|' /C calc'!A0", "@now", "\thidden", "\rhidden", "＝1+1"]
        const harmless = ["+33612345678", "-12.5", "+1 (555) 010-99".replace("-", " "), "a=b", ""]
        const row = yield* rowWith({})
        const columns = [...harmful, ...harmless].map((text, index) => ({ name: `c${index}`, value: () => text }))
        const cells = (guardFormulas: boolean) =>
          records(CampaignExport.toCsv("campaign-1", { columns, guardFormulas })).pipe(
            Effect.map((all) => all[1]),
            Effect.provide(withRows([row]))
          )
        assert.deepStrictEqual(yield* cells(true), [...harmful.map((text) => `'${text}`), ...harmless])
        assert.deepStrictEqual(yield* cells(false), [...harmful, ...harmless])
      }))

    it.effect("prefixes formulas that begin a cell in a locale with another delimiter", () =>
      Effect.gen(function*() {
        const row = yield* rowWith({})
        const cells = Effect.fnUntraced(function*(texts: ReadonlyArray<string>, delimiter: string) {
          const columns = texts.map((text, index) => ({ name: `c${index}`, value: () => text }))
          const csv = CampaignExport.toCsv("campaign-1", { columns, delimiter, guardFormulas: true })
          const [_, ...records] = yield* csv.pipe(
            Stream.pipeThroughChannel(Csv.decode({ delimiter })),
            Stream.runCollect,
            Effect.provide(withRows([row]))
          )
          return records[0]
        })
        assert.deepStrictEqual(
          yield* cells(["a;=1+1", "a\t=1", "a\n@b", "a;\"=1+1\";-x", "\t=1", "a;＝1", "+1;=2"], ","),
          ["a;'=1+1", "a\t'=1", "a\n'@b", "a;\"'=1+1\";'-x", "'\t'=1", "a;'＝1", "'+1;'=2"]
        )
        assert.deepStrictEqual(yield* cells(["a,=1", "a;=1"], ";"), ["a,'=1", "a;=1"])
        const harmless = ["a;+33612345678", "a=b; c = d", "Paris;-12.5", "a,=1"]
        assert.deepStrictEqual(yield* cells(harmless, ","), harmless)
      }))

    it.effect("writes rows of a custom schema in custom columns", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 3, status: "completed" })
        const shown = yield* records(CampaignExport.toCsv(id, {
          schema: Timestamp.withDateTimes(CampaignRow.CampaignRow),
          columns: [
            { name: "id", value: (row) => row.id },
            { name: "ordered", value: (row) => row.call?.created_at },
            { name: "tags", value: () => ["a", "b"] },
            { name: "reached", value: (row) => row.call?.status === "completed" }
          ]
        }))
        const [row] = yield* simulator.rows(id, 0, 1)
        assert.deepStrictEqual(shown[1], [
          String(row?.id),
          String(row?.call?.created_at),
          "[\"a\",\"b\"]",
          String(row?.call?.status === "completed")
        ])
      }).pipe(Effect.provide(simulated())))

    it.effect("contains only a header for a campaign without rows", () =>
      Effect.gen(function*() {
        const shown = yield* records(CampaignExport.toCsv("campaign-1"))
        assert.deepStrictEqual(shown, [[...CsvColumn.documented.map((column) => column.name), "more"]])
      }).pipe(Effect.provide(withRows([]))))
  })
})
