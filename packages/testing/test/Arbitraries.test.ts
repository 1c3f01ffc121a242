import * as Assistant from "@effect-revox/schema/Assistant"
import * as Calendly from "@effect-revox/schema/Calendly"
import * as Call from "@effect-revox/schema/Call"
import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import * as CallingWindow from "@effect-revox/schema/CallingWindow"
import * as CallRetryConfig from "@effect-revox/schema/CallRetryConfig"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import * as CustomTool from "@effect-revox/schema/CustomTool"
import * as FaqItem from "@effect-revox/schema/FaqItem"
import * as LlmModel from "@effect-revox/schema/LlmModel"
import * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as StructuredOutputField from "@effect-revox/schema/StructuredOutputField"
import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as TranscriptMessage from "@effect-revox/schema/TranscriptMessage"
import * as Voice from "@effect-revox/schema/Voice"
import { Arbitraries } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import type * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** The values of an arbitrary pass their schema with all checks on, and survive JSON. */
const fits = <A>(name: string, arbitrary: Arbitrary.Arbitrary<A>, schema: Schema.Codec<A, unknown>) =>
  it.effect.prop(
    `${name} fits its schema and survives JSON`,
    { value: arbitrary },
    ({ value }) =>
      Effect.gen(function*() {
        const decoded = yield* Schema.decodeUnknownEffect(schema)(JSON.parse(JSON.stringify(value)))
        assert.deepStrictEqual(decoded, value)
        const encoded = yield* Schema.encodeEffect(schema)(decoded)
        assert.deepStrictEqual(encoded, value)
      }),
    { arbitrary: { runs: 40, seed: 1 } }
  )

const instant = (value: Timestamp.Timestamp) => Option.isSome(Timestamp.toDateTime(value))

describe("Arbitraries", () => {
  fits("campaign", Arbitraries.campaign, Campaign.Campaign)
  fits("campaignRow", Arbitraries.campaignRow, CampaignRow.CampaignRow)
  fits("campaignRowsPage", Arbitraries.campaignRowsPage, CampaignRowsPage.CampaignRowsPage)
  fits("rowStats", Arbitraries.rowStats, RowStats.RowStats)
  fits("call", Arbitraries.call, Call.Call)
  fits("callAttempt", Arbitraries.callAttempt, CallAttempt.CallAttempt)
  fits("transcriptMessage", Arbitraries.transcriptMessage, TranscriptMessage.TranscriptMessage)
  fits("assistant", Arbitraries.assistant, Assistant.Assistant)
  fits("callRetryConfig", Arbitraries.callRetryConfig, CallRetryConfig.CallRetryConfig)
  fits("callingWindow", Arbitraries.callingWindow, CallingWindow.CallingWindow)
  fits("llmModel", Arbitraries.llmModel, LlmModel.LlmModel)
  fits("voice", Arbitraries.voice, Voice.Voice)
  fits("calendly", Arbitraries.calendly, Calendly.Calendly)
  fits("customTool", Arbitraries.customTool, CustomTool.CustomTool)
  fits("structuredOutputField", Arbitraries.structuredOutputField, StructuredOutputField.StructuredOutputField)
  fits("faqItem", Arbitraries.faqItem, FaqItem.FaqItem)
  fits("rowsQuery", Arbitraries.rowsQuery, RowsQuery.RowsQuery)

  it.effect.prop("timestamps are dates that exist, or null", {
    attempt: Arbitraries.callAttempt,
    campaign: Arbitraries.campaign
  }, ({ attempt, campaign }) => {
    assert.isTrue(instant(campaign.created_at) && instant(campaign.updated_at))
    for (const time of [attempt.started_at, attempt.answered_at, attempt.ended_at]) {
      assert.isTrue(time === null || instant(time))
    }
    return Effect.void
  })

  it.effect.prop(
    "the strings of a query go through a URL and back",
    { query: Arbitraries.rowsQuery },
    ({ query }) =>
      Effect.gen(function*() {
        const params = yield* Schema.encodeEffect(RowsQuery.UrlParams)(query)
        const { statuses: _, ...expected } = query
        const decoded = yield* Schema.decodeEffect(RowsQuery.UrlParams)(
          Object.fromEntries(new URLSearchParams(Object.entries(params)))
        )
        assert.deepStrictEqual(decoded, query.statuses?.length === 0 ? expected : query)
      })
  )
})
