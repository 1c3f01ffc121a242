import { CallAttempt, Timestamp } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Option, Schema } from "effect"

const decode = Schema.decodeUnknownEffect(Timestamp.Timestamp)

/** Converts any JSON to a timestamp. Decoding is the identity. */
const timestamp = Schema.decodeUnknownSync(Timestamp.Timestamp)

const millis = (input: unknown) => Option.map(Timestamp.toDateTime(timestamp(input)), DateTime.toEpochMillis)

describe("Timestamp", () => {
  it.effect("decodes and encodes to the same value", () =>
    Effect.gen(function*() {
      for (const input of ["2026-11-21T09:30:00.123456+01:00", "yesterday", null, 1_700_000_000, {}, [], true]) {
        const decoded = yield* decode(input)
        assert.strictEqual<unknown>(decoded, input)
        assert.strictEqual<unknown>(yield* Schema.encodeEffect(Timestamp.Timestamp)(decoded), input)
      }
    }))

  describe("toDateTime", () => {
    it("parses ISO-8601, without an offset as UTC", () => {
      const noon = Option.some(Date.UTC(2026, 10, 21, 12))
      for (
        const iso of [
          "2026-11-21T12:00:00.000Z",
          "2026-11-21T12:00Z",
          "2026-11-21T13:00:00+01:00",
          "2026-11-21T12:00:00"
        ]
      ) assert.deepStrictEqual(millis(iso), noon, iso)
      assert.deepStrictEqual(millis("2026-11-21"), Option.some(Date.UTC(2026, 10, 21)))
    })

    it("is None for values that are not dates", () => {
      for (const input of [null, {}, 5, true, "", "soon", "2026", "21.11.2026", "2026-13-01", "2026-11-21T25:00:00Z"]) {
        assert.isTrue(Option.isNone(Timestamp.toDateTime(timestamp(input))), JSON.stringify(input))
      }
    })

    it("is None for days that do not exist", () => {
      for (const day of ["2026-02-29", "2028-02-30", "2026-04-31", "2026-11-32", "2026-11-00", "+012026-02-30"]) {
        for (const time of ["", "T12:00", "T12:00:00Z", "T12:00:00+01:00"]) {
          assert.isTrue(Option.isNone(Timestamp.toDateTime(timestamp(day + time))), day + time)
        }
      }
      for (const day of ["2028-02-29", "2026-12-31", "+012026-02-28", "-000004-02-29"]) {
        assert.isTrue(Option.isSome(Timestamp.toDateTime(timestamp(`${day}T12:00:00Z`))), day)
      }
    })

    it("parses dates in the distant past and future", () => {
      for (const iso of ["+010000-01-01T00:00:00.000Z", "-000001-12-31T23:59:59.999Z"]) {
        const dateTime = DateTime.makeUnsafe(iso)
        assert.strictEqual(Timestamp.fromDateTime(dateTime), iso)
        assert.deepStrictEqual(Timestamp.toDateTime(Timestamp.fromDateTime(dateTime)), Option.some(dateTime))
      }
    })

    it.effect.prop(
      "parses the instant that fromDateTime formats",
      [Schema.DateTimeUtc],
      ([dateTime]) =>
        Effect.sync(() => {
          assert.deepStrictEqual(Timestamp.toDateTime(Timestamp.fromDateTime(dateTime)), Option.some(dateTime))
        })
    )
  })

  describe("Order", () => {
    it("puts earlier instants first, and values without an instant last", () => {
      const late = timestamp("2026-11-21T10:00:00+01:00")
      const later = timestamp("2026-11-21T09:30:00Z")
      assert.strictEqual(Timestamp.Order(late, later), -1)
      assert.strictEqual(Timestamp.Order(later, late), 1)
      assert.strictEqual(Timestamp.Order(timestamp("2026-11-21T09:00:00Z"), late), 0)
      assert.strictEqual(Timestamp.Order(late, null), -1)
      assert.strictEqual(Timestamp.Order(null, timestamp({})), 0)
    })
  })
})

describe("CallAttempt.duration", () => {
  it("is the time from answer to end", () => {
    assert.deepStrictEqual(
      CallAttempt.duration({
        answered_at: timestamp("2026-11-21T09:30:00Z"),
        ended_at: timestamp("2026-11-21T09:31:15Z")
      }),
      Option.some(Duration.seconds(75))
    )
  })

  it("is None before the end, and for a call without `answered_at`", () => {
    const iso = timestamp("2026-11-21T09:30:00Z")
    assert.isTrue(Option.isNone(CallAttempt.duration({ answered_at: iso, ended_at: null })))
    assert.isTrue(Option.isNone(CallAttempt.duration({ answered_at: null, ended_at: iso })))
  })
})
