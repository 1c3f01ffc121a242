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

  const textOf = (reason: RevoxError.Reason, operation = "Calls.create") =>
    fromFailure(new RevoxError.RevoxError({ operation, reason })).text

  it("have what to do on a separate line, whatever the problem contains", () => {
    const problem = "The connection failed (proxy: check the certificate. Set NODE_EXTRA_CA_CERTS)"
    const outcome = { attempts: 1, delivery: "unknown", isRetryable: false } as const
    const message = `${problem}: check the network. The server may have acted on this request. Check \`Calls.search\`.`
    assert.strictEqual(
      textOf(new RevoxError.ConnectionError({ ...outcome, problem, message })),
      `${problem}.\nCheck the network and the base URL.`
    )
    assert.strictEqual(
      textOf(new RevoxError.TimeoutError({ ...outcome, problem: "No response within 1m", message })),
      "No response within 1m.\nTry again later."
    )
    assert.strictEqual(textOf(new RevoxError.InvalidRequestError({ message: "No: check x" })), "No: check x.")
  })

  it("name the endpoints whose path is not documented", () => {
    const response = { attempts: 1, delivery: "rejected", isRetryable: false, message: "404", status: 404 } as const
    const reason = new RevoxError.NotFoundError(response)
    assert.include(textOf(reason, "Calls.search"), "is not publicly documented")
    assert.include(textOf(reason, "PhoneNumbers.update"), "is not publicly documented")
    assert.strictEqual(
      textOf(reason, "Calls.retrieve"),
      "The call does not exist, or the API key cannot access it (404).\nCheck the id: revox call list"
    )
  })
})
