import { Bounds, Campaign, CampaignRow, Voice } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { complete, replaced } from "./utils/samples.ts"

const assistant = "assistant"

/** A value outside of each documented bound of a campaign. */
const beyond: ReadonlyArray<readonly [path: ReadonlyArray<PropertyKey>, value: unknown]> = [
  [[assistant, "background_sound_volume"], 1.5],
  [[assistant, "thinking_sound_probability"], -0.1],
  [[assistant, "thinking_sound_volume"], 2],
  [[assistant, "first_sentence_delay_ms"], 0.5],
  [[assistant, "max_duration_end_message"], "x".repeat(151)],
  [[assistant, "email_notification_address"], "no-address"],
  [[assistant, "voice", "id"], ""],
  [[assistant, "voice", "speed"], 1.6],
  [[assistant, "voice", "volume"], 0.4],
  [[assistant, "custom_tools", 0, "name"], ""],
  [[assistant, "custom_tools", 0, "description"], ""],
  [[assistant, "custom_tools", 0, "url"], ""],
  [[assistant, "custom_tools", 0, "headers", 0, "key"], ""],
  [[assistant, "custom_tools", 0, "input_schema", 0, "name"], ""],
  [[assistant, "structured_output_config", 0, "name"], ""],
  [["call_retry_config", "max_retry_attempts"], 0],
  [["call_retry_config", "calling_windows", 0, "retry_delay_seconds"], -1]
]

/** A campaign within all bounds. */
const campaign = replaced(
  complete(Campaign.Campaign.ast, 0),
  [assistant, "email_notification_address"],
  "dev@example.com"
)

describe("Bounds", () => {
  it.effect.each(beyond)(
    "apply to values of callers and not to responses at %j",
    ([path, value]) =>
      Effect.gen(function*() {
        yield* Schema.decodeUnknownEffect(Campaign.Campaign)(campaign)
        const input = replaced(campaign, path, value)
        const error = yield* Effect.flip(Schema.decodeUnknownEffect(Campaign.Campaign)(input))
        assert.include(error.message, `["${String(path.at(-1))}"]`)
        const decoded = yield* Schema.decodeUnknownEffect(Bounds.lenient(Campaign.Campaign))(input)
        assert.deepStrictEqual<unknown>(decoded, input)
      })
  )

  it.effect("are respected by make", () =>
    Effect.gen(function*() {
      const speed = (value: number) => Voice.Voice.makeEffect({ id: "v", provider: "cartesia", speed: value })
      yield* speed(1.5)
      yield* Effect.flip(speed(1.6))
    }))

  describe("lenient", () => {
    it("is memoized, and returns a schema without bounds unchanged", () => {
      assert.strictEqual(Bounds.lenient(Campaign.Campaign), Bounds.lenient(Campaign.Campaign))
      assert.strictEqual(Bounds.lenient(CampaignRow.Raw).ast, CampaignRow.Raw.ast)
      assert.notStrictEqual(Bounds.lenient(Campaign.Campaign).ast, Campaign.Campaign.ast)
    })

    it.effect("keeps the checks of custom schemas at any depth", () =>
      Effect.gen(function*() {
        const Score = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
        const Scored = CampaignRow.CampaignRow.pipe(Schema.fieldsAssign({
          score: Schema.NullOr(Score),
          scores: Schema.Record(Schema.String, Schema.Array(Score))
        }))
        const decode = Schema.decodeUnknownEffect(Bounds.lenient(Scored))
        const row = { ...CampaignRow.Raw.make({ id: CampaignRow.CampaignRow.fields.id.make("row-1") }) }
        const input = { ...row, input_data: {}, phone_number: "", row_index: 0, score: 1, scores: { a: [0.5] } }
        assert.deepStrictEqual<unknown>(yield* decode(input), input)
        assert.include((yield* Effect.flip(decode({ ...input, score: 2 }))).message, `["score"]`)
        assert.include((yield* Effect.flip(decode({ ...input, scores: { a: [2] } }))).message, `["scores"]["a"][0]`)
      }))

    it.effect("applies to transformations and recursive schemas", () =>
      Effect.gen(function*() {
        interface Team {
          readonly voice: Voice.Voice
          readonly parts: ReadonlyArray<Team>
        }
        const Team = Schema.Struct({
          voice: Voice.Voice,
          parts: Schema.Array(Schema.suspend((): Schema.Codec<Team, unknown> => Team))
        })
        const decode = Schema.decodeUnknownEffect(Bounds.lenient(Schema.fromJsonString(Team)))
        const voice = { id: "", provider: "cartesia", speed: 9 }
        const team = { voice, parts: [{ voice, parts: [] }] }
        assert.deepStrictEqual<unknown>(yield* decode(JSON.stringify(team)), team)
      }))
  })
})
