/**
 * The parts of a campaign report: counts of values, attempts and talk time.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import { dual } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Durations from "./internal/report/durations.ts"

const count = (description: string) => Schema.Natural.annotateKey({ description })

/**
 * A value that is counted. `null` is that of rows without a value.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ReportValue = Schema.NullOr(Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]))
/**
 * A value that is counted. `null` is that of rows without a value.
 *
 * @category models
 * @since 0.1.0
 */
export type ReportValue = typeof ReportValue.Type

/**
 * Number of occurrences of each value.
 *
 * **Details**
 *
 * These values are counted in `other`, so that a report is small and has no phone numbers:
 *
 * - texts of more than 100 characters, lists and objects
 * - texts that may contain a phone number, and integers of seven digits or more
 * - all values that the API does not document, if there are too many different ones: more than 100 statuses, results,
 *   errors or outcomes, or more than 2,000 values of a field. Then `isCapped` is `true`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class ValueCounts extends Schema.Opaque<ValueCounts>()(
  Schema.Struct({
    values: Schema.Array(Schema.Struct({
      value: ReportValue.annotateKey({ description: "The value." }),
      count: count("Number of occurrences.")
    })).annotateKey({ description: "The values, most frequent first." }),
    other: count("Number of occurrences of values that are not listed."),
    isCapped: Schema.Boolean.annotateKey({ description: "Whether there are too many different values to list them." })
  }).annotate({ identifier: "ValueCounts", description: "Number of occurrences of each value." })
) {}

const answerCounts = {
  attempts: count("Attempts that are over, or that were answered."),
  answered: count("Attempts that were answered by a person or a machine: those with an `answered_at`."),
  human: count("Answered attempts with the result `human`.")
}

/**
 * Numbers of attempts, and of those that were answered.
 *
 * **Details**
 *
 * An attempt counts when it is over: it has a terminal status or an `ended_at`. It also counts once it was answered, which
 * means that it has an `answered_at`. Attempts in progress are counted as `attemptsInProgress`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AnswerCounts extends Schema.Opaque<AnswerCounts>()(
  Schema.Struct(answerCounts).annotate({
    identifier: "AnswerCounts",
    description: "Numbers of attempts, and of those that were answered."
  })
) {}

/**
 * The durations of conversations, in buckets of which each is 2% wide.
 *
 * @see {@link quantile} for the median and other quantiles
 * @category schemas
 * @since 0.1.0
 */
export class TalkTime extends Schema.Opaque<TalkTime>()(
  Schema.Struct({
    calls: count("Number of conversations."),
    totalMillis: count("The sum of the durations, in milliseconds."),
    minMillis: Schema.optionalKey(Schema.Natural).annotateKey({
      description: "The shortest duration, in milliseconds. Absent without a conversation."
    }),
    maxMillis: Schema.optionalKey(Schema.Natural).annotateKey({
      description: "The longest duration, in milliseconds. Absent without a conversation."
    }),
    buckets: Schema.Array(Schema.Struct({
      index: Schema.Int.annotateKey({
        description: "The number of the bucket: durations up to (1.01 / 0.99) ^ index milliseconds, -1 for zero."
      }),
      calls: count("Number of conversations in the bucket.")
    })).annotateKey({ description: "The buckets that are not empty, shortest durations first." })
  }).annotate({ identifier: "TalkTime", description: "The durations of conversations." })
) {}

/**
 * The fields of structured output. The output of a row is that of its most recent attempt that has one.
 *
 * @category schemas
 * @since 0.1.0
 */
export class StructuredOutput extends Schema.Opaque<StructuredOutput>()(
  Schema.Struct({
    rows: count("Rows with structured output."),
    fields: Schema.Array(Schema.Struct({
      name: Schema.String.annotateKey({ description: "The name of the field." }),
      filled: count("Rows in which the field has a value other than `null` and blank text."),
      values: ValueCounts.annotateKey({ description: "The values of the field." })
    })).annotateKey({ description: "The fields, by name." }),
    hasMoreFields: Schema.Boolean.annotateKey({
      description: "Whether there are more fields: only the first 200 names of up to 100 characters are counted."
    })
  }).annotate({ identifier: "StructuredOutput", description: "The fields of structured output." })
) {}

/**
 * Returns the duration that a fraction of the conversations does not exceed: the median for 0.5. `None` without a
 * conversation.
 *
 * **Details**
 *
 * The error is at most 1% of the duration, and half a millisecond. If several durations are equally near, the shorter one
 * is returned.
 *
 * @category getters
 * @since 0.1.0
 */
export const quantile: {
  (fraction: number): (self: TalkTime) => Option.Option<Duration.Duration>
  (self: TalkTime, fraction: number): Option.Option<Duration.Duration>
} = dual(2, Durations.quantile)

/**
 * Returns the fraction of attempts that a person or a machine answered, from 0 to 1. `None` without an attempt.
 *
 * @category getters
 * @since 0.1.0
 */
export const answerRate = (self: AnswerCounts): Option.Option<number> =>
  self.attempts > 0 ? Option.some(self.answered / self.attempts) : Option.none()

/**
 * Returns the fraction of attempts that a person answered, from 0 to 1. `None` without an attempt.
 *
 * @category getters
 * @since 0.1.0
 */
export const humanRate = (self: AnswerCounts): Option.Option<number> =>
  self.attempts > 0 ? Option.some(self.human / self.attempts) : Option.none()
