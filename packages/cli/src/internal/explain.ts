/** The messages of errors, in the words of the command. */
import type { Reason, RevoxError } from "@effect-revox/client/RevoxError"
import { fileError } from "@effect-revox/streams/ExportError"
import type { AttemptsError } from "@effect-revox/streams/AttemptsError"
import type { CallCompletionError } from "@effect-revox/streams/CallCompletionError"
import type { CompletionError } from "@effect-revox/streams/CompletionError"
import type { RowsError } from "@effect-revox/streams/RowsError"
import type { CampaignExportsError } from "@effect-revox/workflow/CampaignExportsError"
import type { CampaignRunsError } from "@effect-revox/workflow/CampaignRunsError"
import * as Duration from "effect/Duration"
import type { PlatformError } from "effect/PlatformError"
import type { CommandFailure, Failure } from "./failure.ts"
import { endpoints } from "./endpoints.ts"

/** The problem and its remedy. Without a remedy, the message can contain that of the library. */
export interface Explanation {
  readonly message: string
  readonly remedy?: string
}

const capitalize = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Ends a text with a period. Lists and lines of other punctuation stay. */
const sentence = (text: string): string => /[.!?:]$|\n- .*$/.test(text) ? text : `${text}.`

const explained = (message: string, remedy?: string): Explanation => ({
  message: sentence(message),
  ...(remedy === undefined ? {} : { remedy })
})

/** The resource of an operation such as `Campaigns.retrieve`, and the command that lists its ids. */
const subjects: Readonly<Record<string, { readonly noun: string; readonly list: string }>> = {
  Campaigns: { noun: "campaign", list: "revox campaign list" },
  Assistants: { noun: "assistant", list: "revox assistant list" },
  Calls: { noun: "call", list: "revox call list" },
  Voices: { noun: "voice", list: "revox voice list" }
}

const isProvisional = (operation: string): boolean =>
  endpoints.some(({ endpoint, id }) => endpoint.provisional && capitalize(id) === operation)

const notFound = (operation: string): readonly [message: string, remedy: string] => {
  const subject = subjects[operation.split(".")[0] ?? ""]
  const isOne = subject !== undefined && !/\.(?:list|search|create)$/.test(operation)
  const message = isOne
    ? `The ${subject.noun} does not exist, or the API key cannot access it`
    : "The API does not have this endpoint, or the API key cannot access it"
  return [
    message,
    isProvisional(operation)
      ? "The path of this endpoint is not publicly documented, so this version of the API may not have it."
      : isOne
      ? `Check the id: ${subject.list}`
      : "Check the base URL of --base-url or REVOX_BASE_URL. That of the API ends with /api."
  ]
}

const statusText = (reason: Reason): string => {
  if (!("status" in reason)) return ""
  const { serverMessage } = reason
  return serverMessage === undefined ? ` (${reason.status})` : ` (${reason.status}: ${serverMessage})`
}

const ofReason = (operation: string, reason: Reason): readonly [message: string, remedy?: string] => {
  switch (reason._tag) {
    case "AuthenticationError":
      return ["The API does not accept the API key", "Check the key, and the base URL that it is for."]
    case "PermissionDeniedError":
      return ["The API key lacks the permission", "Use a key that has it, or change the permissions of this one."]
    case "NotFoundError":
      return notFound(operation)
    case "ConflictError":
      return ["The request conflicts with the state of the resource", "Check the state, and try again."]
    case "BadRequestError":
    case "UnprocessableEntityError":
      return ["The API rejected the request", "Correct the values of the command."]
    case "RateLimitError":
      return [
        "The API received too many requests",
        reason.retryAfter === undefined
          ? "Wait, and try again."
          : `Wait for ${Duration.format(reason.retryAfter)}, and try again.`
      ]
    case "InternalServerError":
      return ["The API failed", "Try again later."]
    case "UnexpectedStatusError":
      return ["The response of the API has an unexpected status", "Check the base URL, and try again later."]
    case "InvalidResponseError":
      return [
        `The response of the API cannot be read: ${reason.problem ?? reason.message}`,
        "Add --debug to see the request, and report it."
      ]
    case "ConnectionError":
      return [reason.problem ?? reason.message, "Check the network and the base URL."]
    case "TimeoutError":
      return [reason.problem ?? reason.message, "Try again later."]
    case "InvalidRequestError":
    case "InvalidOptionError":
    case "InvalidContactsError":
    case "CircuitOpenError":
      return [reason.message]
  }
}

const mayHaveActed = ({ delivery }: RevoxError): string =>
  delivery === "unknown" ? " The API may have acted on the request, so it was not sent again." : ""

/** Explains a failed request. Before a change with an unknown outcome is repeated, it must be checked. */
export const request = (error: RevoxError, { isChange = false, remedy }: {
  readonly isChange?: boolean
  readonly remedy?: string
} = {}): Explanation => {
  const [message, advice] = ofReason(error.operation, error.reason)
  const outcome = isChange ? mayHaveActed(error) : ""
  return explained(`${sentence(`${message}${statusText(error.reason)}`)}${outcome}`, remedy ?? advice)
}

const wrongFirstPage = (firstPage: number): Explanation =>
  explained(`The API counts pages from ${firstPage}`, `Add --first-page ${firstPage}.`)

const rows = ({ campaignId, reason }: RowsError): Explanation => {
  const subject = `Rows of campaign ${campaignId}`
  switch (reason._tag) {
    case "MissingRowsError": {
      const { expected = 0, missing = 0, totalDrift = 0 } = reason.audit
      return explained(
        `${subject}: at least ${missing} of ${expected} are missing`,
        totalDrift > 0
          ? "Rows were added, deleted or moved meanwhile. Run the command again when the list no longer changes."
          : "The API did not send them. Run the command again."
      )
    }
    case "WrongFirstPageError":
      return wrongFirstPage(reason.firstPage)
    default:
      return explained(`${subject}: ${reason.message}`)
  }
}

const attempts = (error: AttemptsError): Explanation => {
  switch (error.reason._tag) {
    case "TooManyPagesError":
      return explained(
        `The end of the list was not reached after ${error.reason.maxPages} pages`,
        "List fewer attempts with --limit."
      )
    case "WrongFirstAttemptsPageError":
      return wrongFirstPage(error.reason.firstPage)
    default:
      return explained(error.message)
  }
}

const completion = ({ campaignId, reason }: CompletionError): Explanation => {
  switch (reason._tag) {
    case "CampaignCancelledError":
      return explained(
        `The campaign ${campaignId} was cancelled`,
        `To export the rows that it has: revox rows export ${campaignId} -o rows.csv`
      )
    case "CompletionTimeoutError":
      return explained(
        `The campaign ${campaignId} was ${reason.message}`,
        "Run the command again to continue, or increase --timeout."
      )
    default:
      return explained(`Campaign ${campaignId}: ${reason.message}`)
  }
}

const callCompletion = ({ callId, reason }: CallCompletionError): Explanation => {
  switch (reason._tag) {
    case "CallCancelledError":
      return explained(`The call ${callId} was cancelled`)
    case "CallErroredError": {
      const { calls_count, last_call_attempt } = reason.call
      const error = last_call_attempt?.dial_error ?? null
      const last = error === null ? "" : `, the last one with ${error}`
      return explained(
        `The contact of the call ${callId} was not reached after ${calls_count} ${
          calls_count === 1 ? "attempt" : "attempts"
        }${last}`,
        `To see the attempts: revox call get ${callId} --json`
      )
    }
    case "CallTimeoutError":
      return explained(
        `The call ${callId} was ${reason.message}`,
        "Run the command again to continue, or increase --timeout."
      )
    default:
      return explained(`Call ${callId}: ${reason.message}`)
  }
}

const platform = (error: PlatformError): Explanation => {
  const path = "pathOrDescriptor" in error.reason ? error.reason.pathOrDescriptor : undefined
  return explained(
    path === undefined
      ? `Cannot access a file: ${fileError("", error).problem}`
      : `Cannot access ${String(path)}: ${fileError(String(path), error).problem}`
  )
}

const exports = ({ reason }: CampaignExportsError): Explanation =>
  reason._tag === "UnknownExportError"
    ? explained(`There is no export ${reason.id}`, "To see all ids: revox export list --limit 0")
    : explained(capitalize(reason.message))

const runs = ({ reason }: CampaignRunsError): Explanation =>
  reason._tag === "UnknownRunError"
    ? explained(`There is no run ${reason.id}`, "To see all keys: revox run list --limit 0")
    : explained(capitalize(reason.message))

/** Explains an error without names of the program. */
export const error = (error: Exclude<Failure, CommandFailure>): Explanation => {
  switch (error._tag) {
    case "RevoxError":
      return request(error)
    case "RowsError":
      return rows(error)
    case "CompletionError":
      return completion(error)
    case "CallCompletionError":
      return callCompletion(error)
    case "AttemptsError":
      return attempts(error)
    case "CreateOutcomeUnknownError": {
      const { campaignName, candidates, runId } = error
      const found = candidates.length === 0 ? "" : ` These campaigns may be it: ${candidates.join(", ")}.`
      return explained(
        `Run ${runId}: it is unknown whether the API created the campaign ${JSON.stringify(campaignName)}. ` +
          `The request was not sent again.${found}`
      )
    }
    case "LaunchOutcomeUnknownError":
      return explained(
        `Run ${error.runId}: it is unknown whether the API launched the campaign ${error.campaignId}. ` +
          "The request was not sent again."
      )
    case "CampaignExistsError":
      return explained(
        `Run ${error.runId}: campaigns named ${JSON.stringify(error.campaignName)} exist: ` +
          `${error.campaignIds.join(", ")}. Nothing was sent.`
      )
    case "CampaignExportsError":
      return exports(error)
    case "CampaignRunsError":
      return runs(error)
    case "PlatformError":
      return platform(error)
    case "EmbeddedError":
      return error.reason._tag === "DatabaseOpenError"
        ? explained(error.message, "To use another directory: --data-dir DIRECTORY or REVOX_DATA_DIR")
        : explained(error.message)
    case "SqlError":
    case "MigrationError":
      return explained(`The export database failed: ${error.message}`, "Check that it runs and can be reached.")
    default:
      return explained(error.message)
  }
}
