import { Fixtures } from "@effect-revox/testing"
import { Schema } from "effect"

type JsonObject = { readonly [key: string]: Schema.Json }

const Page = Schema.Struct({ rows: Schema.NonEmptyArray(Schema.Record(Schema.String, Schema.Json)) })

const isPage = Schema.is(Page)

const asObject = (value: Schema.Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}

/** The row of the API reference, with every field. */
const documented: JsonObject = isPage(Fixtures.rows) ? Fixtures.rows.rows[0] : {}

/** A row with every field. */
export const make = (id: string, fields: JsonObject = {}): JsonObject => ({ ...documented, id, ...fields })

/** A row with every field, and some fields of its only attempt. */
export const withAttempt = (id: string, fields: JsonObject): JsonObject => {
  const call = asObject(documented["call"])
  const last_call_attempt = { ...asObject(call["last_call_attempt"]), ...fields }
  return make(id, { call: { ...call, call_attempts: [], last_call_attempt } })
}
