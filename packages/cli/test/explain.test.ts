import { RecordingError, RevoxError } from "@effect-revox/client"
import {
  AttemptsError,
  CallCompletionError,
  CampaignCreation,
  CompletionError,
  ExportError,
  RowsError
} from "@effect-revox/streams"
import * as ContactsError from "@effect-revox/streams/ContactsError"
import {
  CampaignExportsError,
  CampaignRunError,
  CampaignRunsError,
  DestinationError,
  EmbeddedError
} from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import type { Schema } from "effect"
import { Effect } from "effect"
import { ExitCode } from "../src/ExitCode.ts"
import { twoLines } from "../src/internal/explain.ts"
import { type Failure, fromFailure } from "../src/internal/failure.ts"

/** Names of operations, options and classes, which users of the command do not know. */
const internalNames =
  /\b(?:Campaigns|Calls|CampaignRuns|CampaignExports)\.|\b(?:firstPage|maxPages|maxBodySize)\b|[a-z]Error\b/

const exitCodes: ReadonlyArray<number> = Object.values(ExitCode)

/** The errors of each class, each with all of its reasons. */
const classes: ReadonlyArray<readonly [name: string, schema: Schema.Codec<Failure, unknown>]> = [
  ["RevoxError", RevoxError.RevoxError],
  ["RecordingError", RecordingError.RecordingError],
  ["RowsError", RowsError.RowsError],
  ["AttemptsError", AttemptsError.AttemptsError],
  ["CompletionError", CompletionError.CompletionError],
  ["CallCompletionError", CallCompletionError.CallCompletionError],
  ["ExportError", ExportError.ExportError],
  ["ContactsError", ContactsError.ContactsError],
  ["LaunchMismatchError", CampaignCreation.LaunchMismatchError],
  ["DestinationError", DestinationError.DestinationError],
  ["EmbeddedError", EmbeddedError.EmbeddedError],
  ["CampaignExportsError", CampaignExportsError.CampaignExportsError],
  ["CampaignRunsError", CampaignRunsError.CampaignRunsError],
  ["CampaignRunError", CampaignRunError.CampaignRunError]
]

describe("messages of errors", () => {
  for (const [name, schema] of classes) {
    it.effect.prop(
      `of ${name} have no internal names`,
      { error: schema },
      ({ error }) =>
        Effect.sync(() => {
          const { exitCode, message } = fromFailure(error)
          assert.include(exitCodes, exitCode)
          if (error.message !== "") assert.isNotEmpty(message)
          assert.notMatch(message, internalNames)
        }),
      { arbitrary: { runs: 20, size: 4, seed: 1 } }
    )
  }

  it("have the advice on a separate line", () => {
    for (
      const [message, expected] of [
        ["No API key: set REVOX_API_KEY.", "No API key.\nSet REVOX_API_KEY."],
        ["rows.csv exists: add --force to overwrite it", "rows.csv exists.\nAdd --force to overwrite it."],
        ["The connection failed (a: b): check the network.", "The connection failed (a: b).\nCheck the network."],
        ["Two lines.\nAdd --force.", "Two lines.\nAdd --force."],
        ["A campaign named x: it exists.", "A campaign named x: it exists."],
        ["The list: useless.", "The list: useless."]
      ] as const
    ) {
      assert.strictEqual(twoLines(message), expected)
    }
  })
})
