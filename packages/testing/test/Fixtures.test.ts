import * as Campaign from "@effect-revox/schema/Campaign"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Fixtures } from "@effect-revox/testing"

const options = { disableChecks: true } as const

describe("Fixtures", () => {
  it.effect("campaign decodes and encodes to the same JSON", () =>
    Effect.gen(function*() {
      const decoded = yield* Schema.decodeUnknownEffect(Campaign.CampaignEnvelope, options)(Fixtures.campaign)
      const encoded = yield* Schema.encodeUnknownEffect(Campaign.CampaignEnvelope, options)(decoded)
      assert.deepStrictEqual(encoded, Fixtures.campaign)
    }))

  it.effect("rows decode and encode to the same JSON", () =>
    Effect.gen(function*() {
      const decoded = yield* Schema.decodeUnknownEffect(CampaignRowsPage.CampaignRowsPage, options)(Fixtures.rows)
      const encoded = yield* Schema.encodeUnknownEffect(CampaignRowsPage.CampaignRowsPage, options)(decoded)
      assert.deepStrictEqual(encoded, Fixtures.rows)
    }))
})
