import type { Campaigns } from "@effect-revox/client"
import { CampaignRow } from "@effect-revox/schema"
import { CampaignExport, CampaignRows, type CsvColumn } from "@effect-revox/streams"
import { describe, expectTypeOf, it } from "@effect/vitest"
import type { ManagedRuntime } from "effect"
import { Schema, type Stream } from "effect"

const schema = CampaignRow.typed({ inputData: Schema.Struct({ age: Schema.FiniteFromString }) })
type Row = typeof schema.Type
const columns: ReadonlyArray<CsvColumn.CsvColumn<Row>> = [{ name: "age", value: (row) => row.input_data.age }]
declare const runtime: ManagedRuntime.ManagedRuntime<Campaigns.Campaigns, never>

/** Options in a variable, whose excess properties the compiler does not check. */
const options = { schema, pageSize: 50 }

describe("options with a schema", () => {
  it("type the rows by the schema", () => {
    expectTypeOf(CampaignRows.toAsyncIterable(runtime, "id", options)).toEqualTypeOf<AsyncIterable<Row>>()
    expectTypeOf(CampaignRows.toReadableStream(runtime, "id", options)).toEqualTypeOf<ReadableStream<Row>>()
    const rows = () => CampaignRows.stream("id", options)
    expectTypeOf<Stream.Success<ReturnType<typeof rows>>>().toEqualTypeOf<Row>()
    const pages = () => CampaignRows.pages("id", options)
    expectTypeOf<Stream.Success<ReturnType<typeof pages>>["rows"]>().toEqualTypeOf<ReadonlyArray<Row>>()
  })

  it("are no options without a schema", () => {
    expectTypeOf<typeof options>().not.toExtend<CampaignRows.Options>()
    expectTypeOf<typeof options>().not.toExtend<CampaignExport.CsvOptions>()
  })

  it("require columns for CSV", () => {
    expectTypeOf(CampaignExport.toCsv("id", { ...options, columns })).not.toBeAny()
    expectTypeOf(CampaignExport.toCsvFile("id", "rows.csv", { ...options, columns })).not.toBeAny()
    // @ts-expect-error Property 'columns' is missing
    expectTypeOf(CampaignExport.toCsv("id", { schema })).not.toBeAny()
    // @ts-expect-error Property 'columns' is missing
    expectTypeOf(CampaignExport.toCsv("id", options)).not.toBeAny()
    // @ts-expect-error Property 'columns' is missing
    expectTypeOf(CampaignExport.toCsvFile("id", "rows.csv", { schema })).not.toBeAny()
    // @ts-expect-error Property 'columns' is missing
    expectTypeOf(CampaignExport.toCsvFile("id", "rows.csv", options)).not.toBeAny()
  })

  it("type the rows of columns", () => {
    const age = [{ name: "age", value: (row: Row) => row.input_data.age + 1 }]
    expectTypeOf(CampaignExport.toCsv("id", { schema, columns: age })).not.toBeAny()
    expectTypeOf(CampaignExport.toCsvFile("id", "rows.csv", {
      schema,
      columns: [{ name: "age", value: (row) => row.input_data.age + 1 }]
    })).not.toBeAny()
    expectTypeOf(CampaignExport.toCsv("id", {
      columns: [{ name: "number", value: (row) => row.phone_number.length }]
    })).not.toBeAny()
  })
})
