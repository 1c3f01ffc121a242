/** The figures of a campaign, as the report tool returns them. */
import { ReportValue } from "@effect-revox/streams/ReportFigures"
import * as Schema from "effect/Schema"

const count = (description: string) => Schema.Natural.annotateKey({ description })

const rate = (description: string) =>
  Schema.NullOr(Schema.Finite).annotateKey({ description: `${description}, from 0 to 1; null without an attempt.` })

const total = count("Number of all occurrences.")

const values = Schema.Array(Schema.Struct({
  value: ReportValue.annotateKey({ description: "The value; null for none." }),
  count: count("Number of occurrences."),
  share: Schema.Finite.annotateKey({ description: "Fraction of all occurrences, from 0 to 1." })
})).annotateKey({ description: "The most frequent values, at most 20." })

const other = count("Number of occurrences of other values.")

const shares = (description: string) => Schema.Struct({ total, values, other }).annotateKey({ description })

const rates = {
  attempts: count("Attempts that are over, or that were answered."),
  answered: count("Attempts that a person or a machine answered."),
  human: count("Attempts that a person answered."),
  answerRate: rate("Fraction of answered attempts"),
  humanRate: rate("Fraction of attempts that a person answered")
}

const seconds = (description: string) =>
  Schema.NullOr(Schema.Finite).annotateKey({ description: `${description}, in seconds; null without a conversation.` })

const talkTime = (description: string) =>
  Schema.Struct({
    calls: count("Number of conversations."),
    totalSeconds: Schema.Finite.annotateKey({ description: "The sum of the durations, in seconds." }),
    medianSeconds: seconds("The median of the durations"),
    p90Seconds: seconds("The duration that 90% of the conversations do not exceed")
  }).annotateKey({ description })

/** The figures of a campaign. */
export const Report = Schema.Struct({
  campaign: Schema.Struct({ id: Schema.String, name: Schema.String, status: Schema.String }),
  timeZone: Schema.String.annotateKey({ description: "The time zone of `answersByHour`." }),
  rows: count("Rows of the report."),
  invalidRows: count("Rows that could not be decoded. They are part of no other figure."),
  rowsWithoutCall: count("Rows without a call order."),
  callStatuses: shares("Rows with a call, by its status."),
  results: shares("Rows with an attempt, by the result of the most recent one."),
  dialErrors: shares("Rows with an attempt, by the dial error of the most recent one."),
  outcomes: shares("Rows by the outcome of their call."),
  attempts: Schema.Struct({ ...rates, inProgress: count("Attempts that are not over and were not answered.") })
    .annotateKey({ description: "All attempts." }),
  answersByAttempt: Schema.Array(Schema.Struct({ attempt: count("The number of the attempt, from 1."), ...rates }))
    .annotateKey({ description: "Attempts by their number." }),
  answersByHour: Schema.Array(Schema.Struct({
    weekday: Schema.Int.annotateKey({ description: "The day of the week: 1 is Monday, 7 is Sunday." }),
    hour: Schema.Int.annotateKey({ description: "The hour of the day, from 0." }),
    ...rates
  })).annotateKey({ description: "Attempts by weekday and hour." }),
  talkTime: Schema.Struct({
    all: talkTime("Conversations with a person or a machine."),
    human: talkTime("Conversations with a person.")
  }).annotateKey({ description: "Durations of conversations, from answer to end." }),
  structuredOutput: Schema.Struct({
    rows: count("Rows with structured output."),
    fields: Schema.Array(Schema.Struct({
      name: Schema.String.annotateKey({ description: "The name of the field." }),
      filled: count("Rows in which the field has a value."),
      total,
      values,
      other
    })).annotateKey({ description: "The fields, by name. Texts that may be phone numbers are counted as other." })
  }).annotateKey({ description: "The values that were extracted from the conversations." })
})
