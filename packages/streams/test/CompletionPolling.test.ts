import { Fixtures } from "@effect-revox/testing"
import { Campaign } from "@effect-revox/schema"
import { CompletionPolling } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Result, Schema } from "effect"
import { campaign, done, settled, unavailable } from "./utils/looks.ts"

const withAssistant = Effect.map(
  Schema.decodeUnknownEffect(Campaign.CampaignEnvelope)(Fixtures.campaign),
  ({ campaign }) => campaign.assistant
)

describe("CompletionPolling", () => {
  describe("isExtracted", () => {
    it.effect("is what the campaign says, and true where there is nothing to extract", () =>
      Effect.gen(function*() {
        const assistant = yield* withAssistant
        if (assistant == null) return assert.fail("the fixture has no assistant")
        const asks = {
          ...assistant,
          structured_output_config: [{ name: "ok", required: true, type: "boolean" as const }]
        }
        const asksNothing = { ...assistant, structured_output_config: null }
        const called = settled(4)
        const cases: ReadonlyArray<readonly [Partial<Campaign.Campaign>, boolean]> = [
          [{ structured_output_extraction: "completed" }, true],
          [{ structured_output_extraction: "running", assistant: asksNothing }, false],
          [{ structured_output_extraction: "none", assistant: asks }, false],
          [{ structured_output_extraction: "none", assistant: asksNothing }, true],
          [{ structured_output_extraction: "none", assistant: { ...asks, structured_output_config: [] } }, true],
          [{ structured_output_extraction: "none", assistant: null }, false],
          [{ structured_output_extraction: "none" }, false],
          [{ structured_output_extraction: null, assistant: asksNothing }, true],
          [{ assistant: asks }, false],
          [{}, false]
        ]
        for (const [changes, expected] of cases) {
          assert.strictEqual(CompletionPolling.isExtracted({ ...called, ...changes }), expected)
        }
        assert.isTrue(CompletionPolling.isExtracted({ ...settled(0), assistant: asks }))
      }))
  })

  describe("judge", () => {
    it.effect("keeps what it remembers as JSON, from one run to the next", () =>
      Effect.gen(function*() {
        const { defaultOptions, evaluate } = CompletionPolling
        const policy = { ...defaultOptions, stallTimeout: Duration.minutes(1) }
        const keep = (waiting: CompletionPolling.PollState) =>
          Schema.decodeUnknownEffect(CompletionPolling.PollState)(JSON.parse(JSON.stringify(waiting)))
        const first = evaluate(policy, CompletionPolling.initial(0), Result.succeed(settled(1)), 0)
        const second = evaluate(policy, yield* keep(first.state), Result.fail(unavailable), 30_000)
        assert.deepInclude(second.state, {
          startedAt: 0,
          progressedAt: 0,
          consecutiveFailures: 1,
          lastCampaign: settled(1)
        })
        const third = evaluate(policy, yield* keep(second.state), Result.succeed(settled(1)), 60_000)
        assert.strictEqual(third._tag === "Failed" && third.error.reason._tag, "CampaignStalledError")
        const otherwise = evaluate(policy, yield* keep(second.state), Result.succeed(done), 60_000)
        assert.strictEqual(otherwise._tag, "Done")
      }))

    it.effect("gives no verdict on a campaign that just runs", () =>
      Effect.sync(() => {
        const { initial, defaultOptions, evaluate } = CompletionPolling
        assert.strictEqual(evaluate(defaultOptions, initial(0), Result.succeed(campaign()), 1e12)._tag, "Wait")
      }))
  })

  describe("pauseAfter", () => {
    it.effect("grows by half from 5 to 45 seconds, a fifth either way", () =>
      Effect.sync(() => {
        const pauses = [1, 2, 3, 7, 100].map((looks) => Duration.toMillis(CompletionPolling.nextDelay(looks, 0.5)))
        assert.deepStrictEqual(pauses, [5000, 7500, 11_250, 45_000, 45_000])
        assert.strictEqual(Duration.toMillis(CompletionPolling.nextDelay(1, 0)), 4000)
        assert.strictEqual(Duration.toMillis(CompletionPolling.nextDelay(100, 1)), 54_000)
      }))
  })
})
