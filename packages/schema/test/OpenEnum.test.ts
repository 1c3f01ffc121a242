import * as Schema_ from "@effect-revox/schema"
import {
  Assistant,
  Bounds,
  CallAttempt,
  Campaign,
  CampaignLaunch,
  CampaignRow,
  CatalogVoice,
  OpenEnum
} from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Predicate, Schema } from "effect"
import { complete, enumPositions, replaced } from "./utils/samples.ts"

const decode = <S extends Schema.Constraint>(schema: S) => Schema.decodeUnknownEffect(Bounds.lenient(schema))

/** Complete responses, one for each kind of language model. */
const values = [0, 1, 2, 3].flatMap((member) => [
  { schema: Campaign.Campaign, value: complete(Campaign.Campaign.ast, member) },
  { schema: CampaignLaunch.LaunchResult, value: complete(CampaignLaunch.LaunchResult.ast, member) },
  { schema: CampaignRow.CampaignRow, value: complete(CampaignRow.CampaignRow.ast, member) },
  { schema: CatalogVoice.CatalogVoice, value: complete(CatalogVoice.CatalogVoice.ast, member) }
])

const positions = values.flatMap(({ schema, value }) =>
  enumPositions(schema.ast, value).map((position) => ({ ...position, schema, value }))
)

/** All enumerations that the package exports. */
const exported = Object.values(Schema_).flatMap((module) =>
  Object.values<unknown>(module).flatMap((value) =>
    Schema.isSchema(value) && Predicate.hasProperty(value, "members") && Array.isArray(value.members) &&
      value.members[1] === OpenEnum.Unrecognized
      ? [value.members[0].literals.join()]
      : []
  )
)

describe("OpenEnum", () => {
  it("has a position in the responses for every enumeration of the package", () => {
    const met = new Set(positions.map((position) => position.literals.join()))
    assert.isAbove(exported.length, 15)
    assert.deepStrictEqual(exported.filter((literals) => !met.has(literals)), [])
  })

  it.effect.each(positions.map((position) => [position.path.map(String).join("."), position] as const))(
    "keeps an unknown literal at %s",
    ([_, { path, schema, value }]) =>
      Effect.gen(function*() {
        const input = replaced(value, path, "nobody-has-seen-this")
        const decoded: unknown = yield* decode(schema)(input)
        assert.deepStrictEqual(decoded, input)
        assert.deepStrictEqual(yield* Schema.encodeUnknownEffect(Bounds.lenient(schema))(decoded), input)
      })
  )

  it.effect("rejects values that are not strings", () =>
    Effect.gen(function*() {
      for (const value of [null, 1, true, {}, []]) {
        const error = yield* Effect.flip(decode(CallAttempt.CallAttemptStatus)(value))
        assert.strictEqual(error._tag, "SchemaError")
      }
    }))

  describe("isKnown", () => {
    it("distinguishes a documented literal from other strings", () => {
      const isKnown = OpenEnum.isKnown(Assistant.HumanTransferMode)
      assert.isTrue(isKnown("warm"))
      assert.isFalse(isKnown("lukewarm"))
    })
  })

  describe("literals", () => {
    it("returns the literals of the API reference", () => {
      assert.deepStrictEqual(OpenEnum.literals(Campaign.CampaignStatus), ["draft", "running", "paused", "completed"])
    })
  })
})
