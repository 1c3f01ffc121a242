import { Bounds, Campaign, CampaignRow, CampaignRowsPage, Compiled, RowStats, Timestamp } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Schema, SchemaGetter } from "effect"
import { complete, replaced } from "./utils/samples.ts"

const { withDateTimes } = Timestamp

const iso = "2026-11-21T09:30:00.000Z"
const instant = DateTime.makeUnsafe(iso)

/** A value of an entity in which each timestamp is a date, and the same value with the dates decoded. */
const dated = (ast: Schema.Constraint["ast"]): { readonly input: unknown; readonly decoded: unknown } => {
  const names = /"(\w+_at)":\{"any":\["json",null\]\}/g
  const text = JSON.stringify(complete(ast, 0)).replaceAll(names, (_, name: string) => `"${name}":"${iso}"`)
  return {
    input: JSON.parse(text),
    decoded: JSON.parse(text, (_, value: unknown) => (value === iso ? instant : value))
  }
}

const roundTrips = Effect.fnUntraced(function*(schema: Schema.Codec<unknown>, input: unknown, decoded: unknown) {
  assert.notDeepEqual(decoded, input)
  const actual = yield* Schema.decodeUnknownEffect(schema)(structuredClone(input))
  assert.deepStrictEqual(actual, decoded)
  assert.deepStrictEqual(yield* Schema.encodeEffect(schema)(actual), input)
})

const combinations: ReadonlyArray<
  readonly [name: string, combine: <S extends Schema.Codec<unknown>>(schema: S) => Schema.Codec<unknown>]
> = [
  ["withDateTimes after Bounds.ignore", (schema) => withDateTimes(Bounds.lenient(schema))],
  ["withDateTimes before Bounds.ignore", (schema) => Bounds.lenient(withDateTimes(schema))],
  ["Compiled.json last", (schema) => Compiled.compile(Bounds.lenient(withDateTimes(schema)))],
  ["Compiled.json in the middle", (schema) => withDateTimes(Compiled.compile(Bounds.lenient(schema)))],
  ["Compiled.json first", (schema) => Bounds.lenient(withDateTimes(Compiled.compile(schema)))]
]

describe("withDateTimes", () => {
  it.effect.each(combinations)("decodes every timestamp of a page and of a campaign, and encodes them back: %s", ([
    _,
    combine
  ]) =>
    Effect.gen(function*() {
      const page = dated(CampaignRowsPage.CampaignRowsPage.ast)
      yield* roundTrips(combine(CampaignRowsPage.CampaignRowsPage), page.input, page.decoded)
      const envelope = dated(Campaign.CampaignEnvelope.ast)
      yield* roundTrips(combine(Campaign.CampaignEnvelope), envelope.input, envelope.decoded)
    }))

  it.effect("keeps null, other JSON and impossible dates", () =>
    Effect.gen(function*() {
      for (const value of [null, { seconds: 5 }, "soon", "2026-13-01", "2026-02-30T10:00:00Z"]) {
        const input = replaced(complete(Campaign.Campaign.ast, 0), ["updated_at"], value)
        const campaign = yield* Schema.decodeUnknownEffect(Bounds.lenient(withDateTimes(Campaign.Campaign)))(input)
        assert.deepStrictEqual<unknown>(campaign.updated_at, value)
      }
    }))

  it.effect("keeps optional keys optional", () =>
    Effect.gen(function*() {
      const Event = Schema.Struct({ at: Schema.optionalKey(Timestamp.Timestamp) })
      assert.deepStrictEqual(yield* Schema.decodeEffect(withDateTimes(Event))({}), {})
    }))

  it.effect("applies to records, tuples, recursion, transformed rows and single timestamps", () =>
    Effect.gen(function*() {
      interface Node {
        readonly at: Timestamp.Timestamp
        readonly next: Node | null
      }
      const Node = Schema.Struct({
        at: Timestamp.Timestamp,
        next: Schema.NullOr(Schema.suspend((): Schema.Codec<Node> => Node))
      })
      yield* roundTrips(withDateTimes(Timestamp.Timestamp), iso, instant)
      yield* roundTrips(
        withDateTimes(Schema.Record(Schema.String, Schema.Tuple([Timestamp.Timestamp, Schema.FiniteFromString]))),
        { a: [iso, "1"] },
        { a: [instant, 1] }
      )
      const nested = { at: iso, next: { at: iso, next: null } }
      yield* roundTrips(withDateTimes(Node), nested, { at: instant, next: { at: instant, next: null } })
      yield* roundTrips(withDateTimes(Schema.fromJsonString(Node)), JSON.stringify(nested), {
        at: instant,
        next: { at: instant, next: null }
      })
    }))

  it.effect("passes timestamps as sent to custom checks and transformations", () =>
    Effect.gen(function*() {
      const Sent = Timestamp.Timestamp.check(Schema.makeFilter((value) => value !== null, { expected: "a timestamp" }))
      const InOrder = Schema.Struct({ from: Sent, to: Timestamp.Timestamp, visits: Schema.FiniteFromString }).check(
        Schema.makeFilter(({ from, to, visits }) => visits > 0 && Timestamp.Order(from, to) < 0, {
          expected: "a period with visits"
        })
      )
      const schema = withDateTimes(InOrder)
      const later = "2026-11-22T09:30:00.000Z"
      yield* roundTrips(schema, { from: iso, to: later, visits: "2" }, {
        from: instant,
        to: DateTime.makeUnsafe(later),
        visits: 2
      })
      const decode = Schema.decodeUnknownEffect(schema)
      assert.include(
        (yield* Effect.flip(decode({ from: later, to: iso, visits: "2" }))).message,
        "a period with visits"
      )
      assert.include((yield* Effect.flip(decode({ from: null, to: iso, visits: "2" }))).message, "a timestamp")

      const Seconds = Schema.Finite.pipe(Schema.decodeTo(Timestamp.Timestamp, {
        decode: SchemaGetter.transform((seconds) => Timestamp.fromDateTime(DateTime.makeUnsafe(seconds * 1000))),
        encode: SchemaGetter.transform((at) => (Timestamp.isIso(at) ? Date.parse(at) / 1000 : 0))
      }))
      yield* roundTrips(withDateTimes(Schema.Struct({ at: Seconds })), { at: 60 }, { at: DateTime.makeUnsafe(60_000) })
    }))

  it("is memoized, and returns a schema without timestamps unchanged", () => {
    assert.strictEqual(withDateTimes(Campaign.Campaign), withDateTimes(Campaign.Campaign))
    assert.strictEqual(withDateTimes(RowStats.RowStats).ast, RowStats.RowStats.ast)
    assert.strictEqual(withDateTimes(CampaignRow.Raw).ast, CampaignRow.Raw.ast)
    const once = withDateTimes(CampaignRow.CampaignRow)
    assert.strictEqual(withDateTimes(once).ast, once.ast)
  })

  it("does not change classes", () => {
    class Event extends Schema.Class<Event>("Event")({ at: Timestamp.Timestamp }) {}
    assert.strictEqual(withDateTimes(Event).ast, Event.ast)
  })

  it("lets everything except the timestamps be compiled", () => {
    assert.deepStrictEqual(Compiled.uncompiledPaths(withDateTimes(Campaign.Campaign)), [
      ".created_at",
      ".updated_at",
      ".assistant.created_at",
      ".assistant.updated_at",
      ".scheduled_at"
    ])
  })

  it("renames the entities with timestamps in JSON Schema, and keeps the descriptions of their fields", () => {
    const plain = Schema.toJsonSchemaDocument(CampaignRow.CampaignRow).definitions
    const mapped = Schema.toJsonSchemaDocument(withDateTimes(CampaignRow.CampaignRow)).definitions
    const changed = new Set(["Assistant", "Call", "CallAttempt", "CampaignRow"])
    assert.deepStrictEqual(
      Object.keys(mapped).sort(),
      Object.keys(plain).map((name) => (changed.has(name) ? `${name}WithDateTimes` : name)).sort()
    )
    const both = Schema.Struct({ plain: CampaignRow.CampaignRow, mapped: withDateTimes(CampaignRow.CampaignRow) })
    assert.sameMembers(
      Object.keys(Schema.toJsonSchemaDocument(both).definitions),
      [...new Set([...Object.keys(plain), ...Object.keys(mapped)])]
    )
    const text = JSON.stringify(mapped["CallAttemptWithDateTimes"])
    assert.include(text, "Time at which the call was answered.")
    assert.include(text, "date-time")
  })
})
