/**
 * Points in time as the API sends them.
 *
 * The reference declares every timestamp as "any JSON"; in practice it is an ISO-8601 string, or `null` while the event
 * has not happened. A decoded timestamp is what came, untouched: it costs nothing per row and goes back to JSON as it
 * was. The type tells the three cases apart, and {@link toDateTime} reads one when it is needed.
 *
 * @since 0.1.0
 */
import type { Brand } from "effect/Brand"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Order_ from "effect/Order"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"

// Years beyond 9999 are written with a sign and six digits.
const isoPattern = /^(?:\d{4}|[+-]\d{6})-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/

/**
 * An ISO-8601 date, or date and time: `2026-11-21`, `2026-11-21T09:30:00.000Z`, `2026-11-21T10:30:00+01:00`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Iso = Schema.String.check(
  Schema.isPattern(isoPattern, { expected: "an ISO-8601 date or date and time", format: "date-time" })
).pipe(Schema.brand("IsoTimestamp"))

/**
 * An ISO-8601 date, or date and time.
 *
 * @category models
 * @since 0.1.0
 */
export type Iso = typeof Iso.Type

/**
 * JSON in the place of a timestamp that is neither an ISO-8601 string nor `null`. The reference allows it, so it is
 * kept; nothing about it is known.
 *
 * @category models
 * @since 0.1.0
 */
export type Other = Exclude<Schema.Json, null> & Brand<"OtherTimestamp">

/**
 * A timestamp as it came.
 *
 * @category models
 * @since 0.1.0
 */
export type Timestamp = Iso | null | Other

/**
 * Any JSON, in a type that tells an ISO-8601 string, `null` and the rest apart.
 *
 * **Details**
 *
 * Decoding and encoding are the identity and check nothing, since the reference allows any JSON here. {@link isIso},
 * {@link toDateTime} and {@link Order} look at the value when they are asked.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Timestamp = Schema.make<Schema.Codec<Timestamp>>(
  Schema.Any.annotate({
    title: "Timestamp",
    description:
      "A point in time: an ISO-8601 string in practice, null while it has not come; any JSON by the reference."
  }).ast
)

/**
 * Tells whether a timestamp is an ISO-8601 string.
 *
 * @category guards
 * @since 0.1.0
 */
export const isIso = (self: unknown): self is Iso => Predicate.isString(self) && isoPattern.test(self)

/**
 * Reads a timestamp as a point in time. A string without an offset is taken as UTC.
 *
 * **Details**
 *
 * `None` for `null`, for JSON that is no ISO-8601 string, and for a date that no calendar has, such as `2026-13-01`.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toDateTime = (self: Timestamp): Option.Option<DateTime.Utc> =>
  isIso(self) ? Option.map(DateTime.make(self), DateTime.toUtc) : Option.none()

/**
 * Makes a timestamp from a point in time: its ISO-8601 string in UTC, with milliseconds.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromDateTime = (self: DateTime.DateTime): Iso => Iso.make(DateTime.formatIso(self))

/**
 * Orders timestamps by the instant they stand for; those that stand for none (`null`, other JSON) come last.
 *
 * @category instances
 * @since 0.1.0
 */
export const Order: Order_.Order<Timestamp> = Order_.mapInput(
  Order_.Number,
  (self: Timestamp) => Option.match(toDateTime(self), { onNone: () => Infinity, onSome: DateTime.toEpochMillis })
)

const DateTimeFromIso = Iso.pipe(
  Schema.decodeTo(Schema.DateTimeUtc, {
    decode: SchemaGetter.transformEffect((iso: Iso) =>
      Effect.mapError(
        Effect.fromOption(toDateTime(iso)),
        () => new SchemaIssue.InvalidValue({ expected: "a date that exists" }, iso)
      )
    ),
    encode: SchemaGetter.transform(fromDateTime)
  })
)

/**
 * The same timestamp decoded to `DateTime.Utc`, for those who want it on every row and pay for it: on a
 * page it takes several times as long as parsing its text.
 *
 * **Details**
 *
 * An ISO-8601 string becomes a `DateTime.Utc`; `null` and other JSON stay what they are. Encoding writes UTC with
 * milliseconds, so the instant survives and its original spelling does not.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AsDateTime = Schema.Union([DateTimeFromIso, Schema.Null, Schema.make<Schema.Codec<Other>>(Schema.Any.ast)])
