import { Bounds, CampaignRow, CampaignRowsPage, Compiled } from "@effect-revox/schema"
import { assert, describe, it, vi } from "@effect/vitest"
import { Effect, Exit, Result, Schema } from "effect"

interface Tree {
  readonly name: string
  readonly children: ReadonlyArray<Tree>
}

const Tree = Schema.Struct({
  name: Schema.String,
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

class Appointment extends Schema.Class<Appointment>("Appointment")({
  id: Schema.String,
  slots: Schema.Array(Schema.Struct({ at: Schema.String }))
}) {}

const Point = Schema.Struct({ x: Schema.Finite, y: Schema.optionalKey(Schema.Finite) })

const even = Schema.makeFilter((n: number) => n % 2 === 0, { expected: "an even number" })

/** A check that receives only the keys that the schema declares. */
const two = Schema.makeFilter((value: object) => Object.keys(value).length === 2, { expected: "two keys" })

const schemas: ReadonlyArray<readonly [name: string, schema: Schema.Codec<unknown, unknown>]> = [
  ["a struct", Point],
  ["a check of a number", Schema.Struct({ n: Schema.Finite.check(even) })],
  ["a check of a struct", Schema.Struct({ a: Schema.Any, b: Schema.Any }).check(two)],
  ["a check of a struct of structs", Schema.Struct({ a: Point, b: Schema.Array(Point) }).check(two)],
  ["a check of JSON", Schema.Struct({ a: Schema.Any.check(Schema.makeFilter((a) => a !== null)) })],
  ["a record of structs", Schema.Record(Schema.String, Point)],
  ["a struct with a rest", Schema.StructWithRest(Point, [Schema.Record(Schema.String, Schema.Finite)])],
  ["an optional key of JSON", Schema.Struct({ a: Schema.optionalKey(Schema.Any) })],
  ["an optional value", Schema.Struct({ a: Schema.optional(Schema.String), x: Schema.Any })],
  ["a union of structs", Schema.Union([Point, Schema.Struct({ x: Schema.String }), Schema.String])],
  ["a union of a struct and anything", Schema.Union([Point, Schema.Any])],
  ["a union of arrays", Schema.Union([Schema.Array(Point), Schema.Array(Schema.String)])],
  ["one of several", Schema.Union([Point, Schema.Struct({ y: Schema.Finite }), Schema.Null], { mode: "oneOf" })],
  ["one of several texts", Schema.Union([Schema.String, Schema.Literal("a")], { mode: "oneOf" })],
  ["literals", Schema.Literals(["a", 1, true, "it's \u2028 \"quoted\""])],
  ["a key of the prototype", Schema.Struct({ constructor: Schema.optionalKey(Schema.String), x: Schema.Any })],
  ["the key __proto__", Schema.Struct({ ["__proto__"]: Schema.optionalKey(Schema.Any), x: Schema.Any })],
  ["a tuple", Schema.Tuple([Point, Schema.String])],
  ["an empty struct", Schema.Struct({})],
  ["a recursive schema", Tree],
  ["a class", Appointment],
  ["a transformation", Schema.Struct({ n: Schema.FiniteFromString, p: Point })],
  ["a union with a transformation", Schema.Union([Point, Schema.Struct({ x: Schema.FiniteFromString })])]
]

const inputs: ReadonlyArray<string> = [
  "null",
  "1",
  `"a"`,
  `"it's \u2028 \\"quoted\\""`,
  "[]",
  "{}",
  `{"x":1}`,
  `{"x":1,"y":2}`,
  `{"x":1,"z":2}`,
  `{"x":1,"y":null}`,
  `{"y":1}`,
  `{"x":1e999}`,
  `{"x":"1"}`,
  `{"x":"1","z":1}`,
  `{"x":null,"constructor":1}`,
  `{"x":null,"constructor":"text"}`,
  `{"x":null,"__proto__":{"x":1}}`,
  `{"__proto__":{"x":1}}`,
  `{"__proto__":{"x":1,"z":1},"a":{"x":1}}`,
  `{"a":1}`,
  `{"a":null}`,
  `{"a":"text","x":1,"toString":1}`,
  `{"a":1,"b":2}`,
  `{"a":1,"b":2,"c":3}`,
  `{"a":{"x":1,"z":1},"b":[{"x":1},{"x":2,"z":1}],"c":1}`,
  `{"n":2}`,
  `{"n":3,"m":1}`,
  `{"n":"3","p":{"x":1,"z":1}}`,
  `[{"x":1},{"x":2,"z":1}]`,
  `[{"x":1,"z":1},"text"]`,
  `["a","b"]`,
  `{"name":"root","children":[{"name":"leaf","children":[],"z":1}],"z":1}`,
  `{"name":"root","children":[{"name":"leaf"}]}`,
  `{"id":"a","slots":[{"at":"noon","z":1}],"z":1}`,
  `{"id":"a","slots":[{"at":1}]}`
]

const messageOf = (error: Schema.SchemaError): string => error.message

describe("Compiled", () => {
  describe("compile", () => {
    it.effect.each(schemas)("decodes %s as the interpreter does", ([, schema]) =>
      Effect.gen(function*() {
        for (
          const options of [undefined, { errors: "all" }, { onExcessProperty: "error" }, {
            disableChecks: true
          }] as const
        ) {
          const interpreted = Schema.decodeUnknownEffect(schema, options)
          const compiled = Schema.decodeUnknownEffect(Compiled.compile(schema), options)
          for (const text of inputs) {
            const expected = yield* Effect.result(Effect.mapError(interpreted(JSON.parse(text)), messageOf))
            const actual = yield* Effect.result(Effect.mapError(compiled(JSON.parse(text)), messageOf))
            assert.deepStrictEqual(actual, expected, text)
          }
        }
      }))

    it.effect("returns values that match, and copies only objects with unknown keys", () =>
      Effect.gen(function*() {
        const schema = Compiled.compile(Schema.Struct({ first: Point, second: Point }))
        const decode = Schema.decodeUnknownEffect(schema)
        const whole = { first: { x: 1 }, second: { x: 2 } }
        assert.strictEqual(yield* decode(whole), whole)
        const more = { first: { x: 1 }, second: { x: 2, z: 3 } }
        const decoded = yield* decode(more)
        assert.deepStrictEqual<unknown>(decoded, whole)
        assert.strictEqual(decoded.first, more.first)
        assert.deepStrictEqual(more.second, { x: 2, z: 3 })
      }))

    it.effect("distinguishes a key with undefined from an absent key", () =>
      Effect.gen(function*() {
        const input = { x: 1, y: undefined }
        const expected = yield* Effect.flip(Schema.decodeUnknownEffect(Point)(input))
        const actual = yield* Effect.flip(Schema.decodeUnknownEffect(Compiled.compile(Point))(input))
        assert.strictEqual(actual.message, expected.message)
      }))

    it("does not change the given schema", () => {
      const schema = Schema.Struct({ x: Point })
      const input = { x: { x: 1 } }
      assert.strictEqual(Schema.decodeUnknownSync(Compiled.compile(schema))(input), input)
      assert.notStrictEqual(Schema.decodeUnknownSync(schema)(input), input)
    })

    it("is memoized", () => {
      assert.strictEqual(Compiled.compile(Point), Compiled.compile(Point))
    })

    it.effect("uses the interpreter where functions cannot be made from text", () =>
      Effect.gen(function*() {
        const asked = vi.fn()
        vi.stubGlobal("Function", function() {
          asked()
          throw new EvalError("not allowed by the content security policy")
        })
        const schema = Schema.Struct({ x: Point, list: Schema.Array(Point) })
        const decode = Schema.decodeUnknownEffect(Compiled.compile(schema))
        const decoded = yield* Effect.result(decode({ x: { x: 1, z: 1 }, list: [] }))
        const failed = yield* Effect.flip(decode({ x: { x: "1" }, list: [] }))
        vi.unstubAllGlobals()
        assert.deepStrictEqual(decoded, Result.succeed({ x: { x: 1 }, list: [] }))
        assert.include(failed.message, `["x"]["x"]`)
        assert.strictEqual(asked.mock.calls.length, 1)
      }))

    it.effect("dies of a check that throws, like the interpreter", () =>
      Effect.gen(function*() {
        const thrown = new TypeError("a custom check")
        const schema = Schema.Struct({
          x: Schema.Finite.check(Schema.makeFilter(() => {
            throw thrown
          }))
        })
        const exit = yield* Effect.exit(Schema.decodeUnknownEffect(Compiled.compile(schema))({ x: 1 }))
        assert.deepStrictEqual(exit, Exit.die(thrown))
      }))
  })

  describe("uncompiledPaths", () => {
    it("returns the paths of the parts that are not compiled", () => {
      assert.deepStrictEqual(Compiled.uncompiledPaths(Point), [])
      const row = CampaignRow.typed({ inputData: Schema.Struct({ visits: Schema.FiniteFromString }) })
      assert.deepStrictEqual(
        Compiled.uncompiledPaths(Bounds.lenient(CampaignRowsPage.make(row))),
        [".rows[].input_data.visits"]
      )
      assert.deepStrictEqual(Compiled.uncompiledPaths(Appointment), [""])
    })
  })
})
