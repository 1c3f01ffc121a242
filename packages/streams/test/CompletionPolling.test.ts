import { Fixtures } from "@effect-revox/testing"
import { Campaign } from "@effect-revox/schema"
import { CompletionPolling } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Result, Schema } from "effect"
import { campaign, done, unavailable, withFinishedRows } from "./utils/polls.ts"

const withAssistant = Effect.map(
  Schema.decodeUnknownEffect(Campaign.CampaignEnvelope)(Fixtures.campaign),
  ({ campaign }) => campaign.assistant
)

describe("CompletionPolling", () => {
  describe("isExtracted", () => {
    it.effect("is true when extraction is completed or there is nothing to extract", () =>
      Effect.gen(function*() {
        const assistant = yield* withAssistant
        if (assistant == null) return assert.fail("the fixture has no assistant")
        const extracting = {
          ...assistant,
          structured_output_config: [{ name: "ok", required: true, type: "boolean" as const }]
        }
        const extractingNothing = { ...assistant, structured_output_config: null }
        const called = withFinishedRows(4)
        const cases: ReadonlyArray<readonly [Partial<Campaign.Campaign>, boolean]> = [
          [{ structured_output_extraction: "completed" }, true],
          [{ structured_output_extraction: "running", assistant: extractingNothing }, false],
          [{ structured_output_extraction: "none", assistant: extracting }, false],
          [{ structured_output_extraction: "none", assistant: extractingNothing }, true],
          [{ structured_output_extraction: "none", assistant: { ...extracting, structured_output_config: [] } }, true],
          [{ structured_output_extraction: "none", assistant: null }, false],
          [{ structured_output_extraction: "none" }, false],
          [{ structured_output_extraction: null, assistant: extractingNothing }, true],
          [{ assistant: extracting }, false],
          [{}, false]
        ]
        for (const [changes, expected] of cases) {
          assert.strictEqual(CompletionPolling.isExtracted({ ...called, ...changes }), expected)
        }
        assert.isTrue(CompletionPolling.isExtracted({ ...withFinishedRows(0), assistant: extracting }))
      }))
  })

  describe("evaluate", () => {
    it.effect("continues from a state that was stored as JSON", () =>
      Effect.gen(function*() {
        const { defaultOptions, evaluate } = CompletionPolling
        const options = { ...defaultOptions, stallTimeout: Duration.minutes(1) }
        const reload = (state: CompletionPolling.PollState) =>
          Schema.decodeUnknownEffect(CompletionPolling.PollState)(JSON.parse(JSON.stringify(state)))
        const first = evaluate(options, CompletionPolling.initial(0), Result.succeed(withFinishedRows(1)), 0)
        const second = evaluate(options, yield* reload(first.state), Result.fail(unavailable), 30_000)
        assert.deepInclude(second.state, {
          startedAt: 0,
          progressedAt: 0,
          consecutiveFailures: 1,
          lastCampaign: withFinishedRows(1)
        })
        const third = evaluate(options, yield* reload(second.state), Result.succeed(withFinishedRows(1)), 60_000)
        assert.strictEqual(third._tag === "Failed" && third.error.reason._tag, "CampaignStalledError")
        const otherwise = evaluate(options, yield* reload(second.state), Result.succeed(done), 60_000)
        assert.strictEqual(otherwise._tag, "Done")
      }))

    it.effect("reports a stall in milliseconds", () =>
      Effect.sync(() => {
        const { initial, defaultOptions, evaluate } = CompletionPolling
        const options = { ...defaultOptions, stallTimeout: Duration.seconds(2) }
        const running = withFinishedRows(1)
        const first = evaluate(options, initial(0.25), Result.succeed(running), 0.25)
        const second = evaluate(options, first.state, Result.succeed(running), 2546.922607)
        assert.include(second._tag === "Failed" && second.error.message, "no row has changed for 2s 547ms:")
      }))

    it.effect("decides to wait for a running campaign at any time", () =>
      Effect.sync(() => {
        const { initial, defaultOptions, evaluate } = CompletionPolling
        assert.strictEqual(evaluate(defaultOptions, initial(0), Result.succeed(campaign()), 1e12)._tag, "Wait")
      }))
  })

  describe("nextDelay", () => {
    it.effect("grows by half from 5 to 45 seconds, with a jitter of 20 percent", () =>
      Effect.sync(() => {
        const delays = [1, 2, 3, 7, 100].map((pollCount) =>
          Duration.toMillis(CompletionPolling.nextDelay(pollCount, 0.5))
        )
        assert.deepStrictEqual(delays, [5000, 7500, 11_250, 45_000, 45_000])
        assert.strictEqual(Duration.toMillis(CompletionPolling.nextDelay(1, 0)), 4000)
        assert.strictEqual(Duration.toMillis(CompletionPolling.nextDelay(100, 1)), 54_000)
      }))
  })
})
