import { Bounds, CallAttempt, CampaignRow } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Schema } from "effect"
import { complete, replaced } from "./utils/samples.ts"

const Appointment = CampaignRow.typed({
  inputData: Schema.Struct({ name: Schema.String, visits: Schema.FiniteFromString }),
  structuredOutput: Schema.Struct({ confirmed: Schema.Boolean })
})

const decode = Schema.decodeUnknownEffect(Bounds.lenient(Appointment))

const set = (...changes: ReadonlyArray<readonly [ReadonlyArray<PropertyKey>, unknown]>): unknown =>
  changes.reduce<unknown>(
    (row, [path, value]) => replaced(row, path, value),
    complete(CampaignRow.CampaignRow.ast, 0)
  )

const first = ["call", "call_attempts", 0, "structured_output"]
const last = ["call", "last_call_attempt", "structured_output"]
const appointment = set(
  [["input_data"], { name: "Ada", visits: "3" }],
  [first, { confirmed: true }],
  [last, { confirmed: true }]
)

describe("CampaignRow", () => {
  describe("typed", () => {
    it.effect("decodes and encodes input data and structured output with custom schemas", () =>
      Effect.gen(function*() {
        const row = yield* decode(appointment)
        assert.strictEqual(row.input_data.visits, 3)
        assert.strictEqual(row.call?.call_attempts[0]?.structured_output?.confirmed, true)
        assert.strictEqual(row.call?.last_call_attempt?.structured_output?.confirmed, true)
        assert.deepStrictEqual<unknown>(
          yield* Schema.encodeEffect(Bounds.lenient(Appointment))(row),
          appointment
        )
      }))

    it.effect("keeps attempts without structured output", () =>
      Effect.gen(function*() {
        const row = yield* decode(replaced(replaced(appointment, first, null), last, null))
        assert.isNull(row.call?.last_call_attempt?.structured_output)
      }))

    it.effect("fails with the path of a value that does not match", () =>
      Effect.gen(function*() {
        const visits = yield* Effect.flip(decode(replaced(appointment, ["input_data", "visits"], "many")))
        assert.include(visits.message, `["input_data"]["visits"]`)
        const confirmed = yield* Effect.flip(decode(replaced(appointment, [...last, "confirmed"], "yes")))
        assert.include(confirmed.message, `["call"]["last_call_attempt"]["structured_output"]["confirmed"]`)
      }))

    it.effect("keeps the default schema of an omitted option", () =>
      Effect.gen(function*() {
        const row = yield* Schema.decodeUnknownEffect(Bounds.lenient(CampaignRow.typed({})))(appointment)
        assert.deepStrictEqual<unknown>(row, appointment)
      }))
  })

  describe("latestAttempt", () => {
    it.effect("is last_call_attempt, or the first of the attempts, or none", () =>
      Effect.gen(function*() {
        const decodeRow = Schema.decodeUnknownEffect(Bounds.lenient(CampaignRow.CampaignRow))
        const id = Effect.fnUntraced(function*(input: unknown) {
          return Option.map(CampaignRow.latestAttempt(yield* decodeRow(input)), (attempt) => String(attempt.id))
        })
        const attempt = complete(CallAttempt.CallAttempt.ast, 0)
        const named = (name: string) => replaced(attempt, ["id"], name)
        const attempts = [["call", "call_attempts"], [named("second"), named("first")]] as const
        const lastAttempt = ["call", "last_call_attempt"]
        assert.deepStrictEqual(yield* id(set(attempts, [lastAttempt, named("last")])), Option.some("last"))
        assert.deepStrictEqual(yield* id(set(attempts, [lastAttempt, null])), Option.some("second"))
        assert.deepStrictEqual(
          yield* id(set([["call", "call_attempts"], []], [lastAttempt, null])),
          Option.none()
        )
        assert.deepStrictEqual(
          yield* id({ id: "row", input_data: {}, phone_number: "", row_index: 0 }),
          Option.none()
        )
      }))
  })

  it.effect("can be extended with fields that the package does not know", () =>
    Effect.gen(function*() {
      const Scored = CampaignRow.CampaignRow.pipe(Schema.fieldsAssign({ score: Schema.Finite }))
      const row = yield* Schema.decodeUnknownEffect(Bounds.lenient(Scored))(set([["score"], 0.5]))
      assert.strictEqual(row.score, 0.5)
      const error = yield* Effect.flip(Schema.decodeUnknownEffect(Bounds.lenient(Scored))(set()))
      assert.include(error.message, `["score"]`)
    }))
})
