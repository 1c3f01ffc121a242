import * as Entities from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Schema } from "effect"
import { enumPositions, replaced } from "./utils/samples.ts"

/** Every struct and union of the package that stands for something of the API. */
const schemas = {
  Assistant: Entities.Assistant.Assistant,
  Calendly: Entities.Calendly.Calendly,
  Call: Entities.Call.Call,
  CallAttempt: Entities.CallAttempt.CallAttempt,
  CallingWindow: Entities.CallingWindow.CallingWindow,
  CallRetryConfig: Entities.CallRetryConfig.CallRetryConfig,
  Campaign: Entities.Campaign.Campaign,
  CampaignRow: Entities.CampaignRow.CampaignRow,
  CampaignRowsPage: Entities.CampaignRowsPage.CampaignRowsPage,
  CustomTool: Entities.CustomTool.CustomTool,
  FaqItem: Entities.FaqItem.FaqItem,
  LlmModel: Entities.LlmModel.LlmModel,
  RowsQuery: Entities.RowsQuery.RowsQuery,
  RowStats: Entities.RowStats.RowStats,
  StructuredOutputField: Entities.StructuredOutputField.StructuredOutputField,
  TranscriptMessage: Entities.TranscriptMessage.TranscriptMessage,
  Voice: Entities.Voice.Voice
}

/** Fields that the API may add tomorrow. */
const additions = Arbitrary.schema(
  Schema.Record(Schema.String.check(Schema.isPattern(/^new_[a-z]{1,8}$/)), Schema.Json)
)

const options = { arbitrary: { runs: 40 } }

describe.each(Object.entries<Schema.Codec<unknown>>(schemas))("%s", (_, schema) => {
  const generated = Arbitrary.schema(schema)
  const encode = Schema.encodeUnknownEffect(schema)
  const decode = Schema.decodeUnknownEffect(schema)

  /** A generated value as it would come over the wire; JSON has no negative zero. */
  const wire = (value: unknown): Effect.Effect<unknown, Schema.SchemaError> =>
    Effect.map(encode(value), (encoded) => JSON.parse(JSON.stringify(encoded)))

  it.effect.prop("is the same on the wire and decoded", [generated], ([value]) =>
    Effect.gen(function*() {
      const json = yield* wire(value)
      const decoded = yield* decode(json)
      assert.deepStrictEqual(decoded, json)
      assert.deepStrictEqual(yield* encode(decoded), json)
    }), options)

  it.effect.prop("does not mind what is new", [generated, additions], ([value, added]) =>
    Effect.gen(function*() {
      const json = yield* wire(value)
      // An unknown kind of model keeps what is added to it, on purpose.
      const closed = typeof json === "object" && schema !== schemas.LlmModel
      if (closed) assert.deepStrictEqual(yield* decode({ ...added, ...json }), json)
      for (const { path } of enumPositions(schema.ast, json)) {
        const grown = replaced(json, path, "new_literal")
        assert.deepStrictEqual(yield* decode(grown), grown)
      }
    }), options)
})
