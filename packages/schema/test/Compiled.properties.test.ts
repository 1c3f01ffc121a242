import { Bounds, Campaign, CampaignRow, Compiled, Timestamp } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Result, Schema } from "effect"
import { entities } from "../../../scripts/internal/entities.ts"
import { damaged, random } from "./utils/damage.ts"

const typedRow = CampaignRow.typed({
  inputData: Schema.Record(Schema.String, Schema.String.check(Schema.isMaxLength(20))),
  structuredOutput: Schema.Record(Schema.String, Schema.NullOr(Schema.FiniteFromString))
})

/** Schemas that the interpreter decodes partly, and schemas for generating their values. */
const mixed: ReadonlyArray<readonly [name: string, schema: Schema.Codec<unknown>, from: Schema.Codec<unknown>]> = [
  ["CampaignWithDateTimes", Timestamp.withDateTimes(Campaign.Campaign), Campaign.Campaign],
  ["CampaignRowWithDateTimes", Timestamp.withDateTimes(CampaignRow.CampaignRow), CampaignRow.CampaignRow],
  ["TypedRow", typedRow, typedRow]
]

const seeds = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0xffffffff })))

const options = { arbitrary: { runs: 60 } }

/** Asserts that the result is that of the interpreter, and that the input does not change. */
const assertSame = Effect.fnUntraced(function*(schema: Schema.Codec<unknown>, text: string) {
  const expected = yield* Effect.result(Schema.decodeUnknownEffect(schema)(JSON.parse(text)))
  const input: unknown = JSON.parse(text)
  const actual = yield* Effect.result(Schema.decodeUnknownEffect(Compiled.compile(schema))(input))
  assert.deepStrictEqual(input, JSON.parse(text))
  if (Result.isFailure(expected)) {
    assert.strictEqual(Result.isFailure(actual) ? actual.failure.message : "success", expected.failure.message)
  } else {
    assert.deepStrictEqual(actual, expected)
  }
})

/** Decodes a generated value, and copies of it with an increasing number of changes. */
const assertSameFor = Effect.fnUntraced(function*(
  { from, schema }: { readonly from: Schema.Codec<unknown>; readonly schema: Schema.Codec<unknown> },
  { seed, value }: { readonly seed: number; readonly value: unknown }
) {
  const text = JSON.stringify(yield* Schema.encodeUnknownEffect(from)(value))
  yield* assertSame(schema, text)
  const next = random(seed)
  for (const times of [1, 1, 1, 1, 2, 2, 3, 5]) yield* assertSame(schema, damaged(text, times, next))
})

/** The parts of request bodies with a transformation. */
const uncompiled: Readonly<Record<string, ReadonlyArray<string>>> = { VoiceClone: [".audio"], VoicePreview: [""] }

describe.each(Object.entries(entities))("%s", (name, entity) => {
  const schema = Bounds.lenient(entity)

  it("is compiled", () => {
    assert.deepStrictEqual(Compiled.uncompiledPaths(schema), uncompiled[name] ?? [])
  })

  it.effect.prop(
    "decodes valid and damaged values as the interpreter does",
    {
      value: Arbitrary.schema(entity),
      seed: seeds
    },
    (sample) => assertSameFor({ from: entity, schema }, sample),
    options
  )
})

describe.each(mixed)("%s", (_, entity, from) => {
  const schema = Bounds.lenient(entity)

  it.effect.prop(
    "decodes valid and damaged values as the interpreter does",
    {
      value: Arbitrary.schema(from),
      seed: seeds
    },
    (sample) => assertSameFor({ from, schema }, sample),
    options
  )
})
