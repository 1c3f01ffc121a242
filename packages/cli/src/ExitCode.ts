/**
 * Exit codes of the `revox` command.
 *
 * @since 0.1.0
 */
import type { Reason } from "@effect-revox/client/RevoxError"

/**
 * Exit codes of the `revox` command.
 *
 * @category models
 * @since 0.1.0
 */
export const ExitCode = {
  /** The command succeeded. */
  success: 0,
  /** An unexpected error occurred. */
  unexpected: 1,
  /** The command line is invalid. */
  usage: 2,
  /** The API key is missing, invalid, or lacks the permission. */
  authentication: 3,
  /** The campaign, call, attempt, recording or export does not exist. */
  notFound: 4,
  /** The API, a recording or the export database is unavailable. */
  network: 5,
  /** The rate limit was exceeded. */
  rateLimit: 6,
  /** The campaign, call, export or run was cancelled. */
  cancelled: 7,
  /** A request, or the wait for the campaign, call or run, timed out. */
  timeout: 8,
  /** Rows are missing or could not be read, a list or recording is too large, or the output could not be written. */
  incomplete: 9,
  /** The API or the server of a recording rejected the request, or its response is invalid. */
  refused: 10,
  /** The API may or may not have made a change. Check it before a repeat. */
  unknownOutcome: 11,
  /** Contacts cannot be read or are invalid. No request was sent. */
  invalidContacts: 12,
  /** The campaign was created, but launched against the request, or not launched. */
  launchMismatch: 13,
  /** The call ended, and the contact was not reached. */
  notReached: 14,
  /** The command was interrupted with Ctrl-C (SIGINT). */
  interrupted: 130,
  /** The command was terminated (SIGTERM). */
  terminated: 143
} as const

/**
 * Returns the exit code for the reason of a failed request.
 *
 * @category getters
 * @since 0.1.0
 */
export const ofReason = (reason: Reason): number => {
  switch (reason._tag) {
    case "AuthenticationError":
    case "PermissionDeniedError":
      return ExitCode.authentication
    case "NotFoundError":
      return ExitCode.notFound
    case "ConnectionError":
    case "InternalServerError":
    case "CircuitOpenError":
      return ExitCode.network
    case "RateLimitError":
      return ExitCode.rateLimit
    case "TimeoutError":
      return ExitCode.timeout
    case "InvalidOptionError":
    case "InvalidRequestError":
      return ExitCode.usage
    case "InvalidContactsError":
      return ExitCode.invalidContacts
    case "BadRequestError":
    case "ConflictError":
    case "UnprocessableEntityError":
    case "UnexpectedStatusError":
    case "InvalidResponseError":
      return ExitCode.refused
  }
}
