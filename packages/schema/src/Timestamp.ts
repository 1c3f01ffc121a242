/**
 * Points in time as the API sends them.
 *
 * The API reference declares every timestamp as "any JSON". In practice it is an ISO-8601 string, or `null` before the
 * event has happened. Decoding leaves a timestamp as it was sent, which costs nothing per row and encodes to the same
 * JSON. Its type distinguishes the three cases. {@link toDateTime} converts one timestamp, {@link withDateTimes} makes
 * a schema that converts all of them.
 *
 * @since 0.1.0
 */
import type { Brand } from "effect/Brand"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Option from "effect/Option"
import * as Order_ from "effect/Order"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { mapChildren, replaced } from "./internal/ast.ts"

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

/** Whether the day of a date exists. JavaScript reads February 30 as March 2. */
const hasDay = (iso: string): boolean => {
  const [date = ""] = iso.split("T", 1)
  const day = Number(date.slice(-2))
  return day <= 28 || new Date(date).getUTCDate() === day
}

// A time without an offset would be read in the time zone of the server.
const scheduledPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/

/**
 * A point in time in a request: an ISO-8601 date and time with an offset, such as `2026-11-21T10:30:00+01:00`.
 *
 * **Details**
 *
 * `DateTime.formatIso` returns such a string. A date that does not exist is invalid.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ScheduledAt = Schema.String.check(
  Schema.makeFilter((text) => scheduledPattern.test(text) && hasDay(text) && Number.isFinite(Date.parse(text)), {
    expected: "an ISO-8601 date and time with an offset, such as 2026-11-21T10:30:00+01:00",
    format: "date-time"
  })
)
/**
 * A point in time in a request: an ISO-8601 date and time with an offset, such as `2026-11-21T10:30:00+01:00`.
 *
 * @category models
 * @since 0.1.0
 */
export type ScheduledAt = typeof ScheduledAt.Type

/**
 * A timestamp that is neither an ISO-8601 string nor `null`. The reference allows any JSON, so it is kept as it is.
 *
 * @category models
 * @since 0.1.0
 */
export type Other = Exclude<Schema.Json, null> & Brand<"OtherTimestamp">

/**
 * A timestamp as it was sent: an ISO-8601 string, `null`, or other JSON.
 *
 * @category models
 * @since 0.1.0
 */
export type Timestamp = Iso | null | Other

const timestamp = "~effect-revox/schema/timestamp"

/**
 * A timestamp as it was sent, in a type that distinguishes an ISO-8601 string, `null` and other JSON.
 *
 * **Details**
 *
 * Decoding and encoding are the identity and check nothing, since the reference allows any JSON here. {@link isIso},
 * {@link toDateTime} and {@link Order} inspect the value when they are called.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Timestamp = Schema.make<Schema.Codec<Timestamp>>(
  Schema.Any.annotate({
    [timestamp]: true,
    title: "Timestamp",
    description:
      "A point in time: an ISO-8601 string, or null before the event has happened. The reference allows any JSON."
  }).ast
)

/**
 * Whether a timestamp is an ISO-8601 string.
 *
 * @category guards
 * @since 0.1.0
 */
export const isIso = (self: unknown): self is Iso => Predicate.isString(self) && isoPattern.test(self)

/**
 * Converts a timestamp to a `DateTime.Utc`. A string without an offset is read as UTC.
 *
 * **Details**
 *
 * `None` for `null`, for JSON that is not an ISO-8601 string, and for a date that does not exist, such as `2026-02-30`.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toDateTime = (self: Timestamp): Option.Option<DateTime.Utc> =>
  isIso(self) && hasDay(self) ? Option.map(DateTime.make(self), DateTime.toUtc) : Option.none()

/**
 * Converts a `DateTime` to a timestamp: an ISO-8601 string in UTC, with milliseconds.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromDateTime = (self: DateTime.DateTime): Iso => Iso.make(DateTime.formatIso(self))

/**
 * Orders timestamps by their instant. Timestamps without one (`null`, other JSON) come last.
 *
 * @category instances
 * @since 0.1.0
 */
export const Order: Order_.Order<Timestamp> = Order_.mapInput(
  Order_.Number,
  (self: Timestamp) => Option.match(toDateTime(self), { onNone: () => Infinity, onSome: DateTime.toEpochMillis })
)

const DateTimeFromIso = /*#__PURE__*/ Iso.pipe(
  /*#__PURE__*/ Schema.decodeTo(Schema.DateTimeUtc, {
    decode: /*#__PURE__*/ SchemaGetter.transformEffect((iso: Iso) =>
      Effect.mapError(
        Effect.fromOption(toDateTime(iso)),
        () => new SchemaIssue.InvalidValue({ expected: "a date that exists" }, iso)
      )
    ),
    encode: /*#__PURE__*/ SchemaGetter.transform(fromDateTime)
  })
)

/**
 * A timestamp that decodes to `DateTime.Utc`.
 *
 * **Details**
 *
 * An ISO-8601 string becomes a `DateTime.Utc`. `null`, other JSON and dates that do not exist stay as they are.
 * Encoding writes UTC with milliseconds: the instant is kept, its original spelling is not.
 *
 * @see {@link withDateTimes} for decoding all timestamps of an entity this way
 * @category schemas
 * @since 0.1.0
 */
export const AsDateTime = /*#__PURE__*/ Schema.Union([
  DateTimeFromIso,
  Schema.Null,
  /*#__PURE__*/ Schema.make<Schema.Codec<Other>>(Schema.Any.ast)
])

/**
 * The type of a decoded value after {@link withDateTimes}: each ISO-8601 timestamp in it is a `DateTime.Utc`, and
 * everything else keeps its type.
 *
 * @category models
 * @since 0.1.0
 */
export type DecodeDateTimes<T> = T extends Iso ? DateTime.Utc
  : T extends Scalar ? T
  : Schema.JsonObject extends T ? T
  : Schema.JsonArray extends T ? T
  : T extends ReadonlyArray<unknown> ? WithDateTimes<T>
  : HasMethods<T> extends false ? WithDateTimes<T>
  : T

/**
 * An object or array in which each ISO-8601 timestamp is a `DateTime.Utc`.
 *
 * **Example** (Naming a type)
 *
 * ```ts
 * import type { Campaign, Timestamp } from "@effect-revox/schema"
 *
 * interface DatedCampaign extends Timestamp.WithDateTimes<Campaign.Campaign> {}
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export type WithDateTimes<T> = { [K in keyof T]: DecodeDateTimes<T[K]> }

type Scalar = string | number | bigint | boolean | symbol | null | undefined | Brand<string> | AnyFunction

type AnyFunction = (...args: never) => unknown

/** Dates, options and instances of classes have methods; decoded JSON does not. */
type HasMethods<T> = true extends { [K in keyof T]-?: T[K] extends AnyFunction ? true : false }[keyof T] ? true : false

/** Decodes a node as it is, so that its checks and transformations get the values that they are written for. */
const afterwards = (from: SchemaAST.AST, to: SchemaAST.AST): SchemaAST.AST =>
  SchemaAST.decodeTo(from, to, SchemaTransformation.passthrough())

const withDateTimesInAst: (ast: SchemaAST.AST) => SchemaAST.AST = /*#__PURE__*/ memoize((ast: SchemaAST.AST) => {
  if (ast.annotations?.[timestamp] === true) {
    const dateTime = replaced(AsDateTime.ast, { context: ast.context })
    return ast.checks === undefined && ast.encoding === undefined ? dateTime : afterwards(ast, dateTime)
  }
  const mapped = mapChildren(ast, withDateTimesInAst)
  if (mapped === ast) return ast
  if (ast.checks !== undefined) {
    return afterwards(ast, withDateTimesInAst(replaced(SchemaAST.toType(ast), { checks: undefined })))
  }
  const identifier = SchemaAST.resolveIdentifier(ast)
  return identifier === undefined
    ? mapped
    : replaced(mapped, { annotations: { ...ast.annotations, identifier: `${identifier}WithDateTimes` } })
})

/**
 * Makes a schema that decodes every timestamp to `DateTime.Utc`, from one that leaves them as they were sent.
 *
 * **When to use**
 *
 * Use when most of the timestamps are needed as points in time. For a page of rows, decoding them takes several times
 * as long as parsing its JSON text. Otherwise use the entity's own schema, and {@link toDateTime} where a timestamp is
 * needed.
 *
 * **Details**
 *
 * The schema may be any entity, a page, an envelope, a typed row or a custom schema that contains entities. Each
 * {@link Timestamp} in it decodes like {@link AsDateTime}. Your own checks and transformations still get the timestamps
 * as they were sent. The result is memoized. In JSON Schema and OpenAPI, the names of the entities that change end with
 * `WithDateTimes`.
 *
 * **Gotchas**
 *
 * Apply `Compiled.compile` last, so that everything but the timestamps is compiled.
 *
 * Timestamps inside a schema of instances, such as `Schema.Class` or `Schema.Option`, are not decoded. The type of a
 * class without methods does not show this.
 *
 * **Example** (Decoding rows with `DateTime.Utc`)
 *
 * ```ts
 * import { CampaignRow, Timestamp } from "@effect-revox/schema"
 * import { DateTime } from "effect"
 *
 * const Row = Timestamp.withDateTimes(CampaignRow.CampaignRow)
 *
 * const hour = (row: typeof Row.Type): number | undefined => {
 *   const createdAt = row.call?.created_at
 *   return DateTime.isDateTime(createdAt) ? DateTime.getPartUtc(createdAt, "hour") : undefined
 * }
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const withDateTimes: <S extends Schema.Constraint>(
  schema: S
) => Schema.Codec<DecodeDateTimes<S["Type"]>, S["Encoded"], S["DecodingServices"], S["EncodingServices"]> =
  /*#__PURE__*/ memoize(
    <S extends Schema.Constraint>(schema: S) =>
      Schema.make<
        Schema.Codec<DecodeDateTimes<S["Type"]>, S["Encoded"], S["DecodingServices"], S["EncodingServices"]>
      >(withDateTimesInAst(schema.ast))
  )
