/**
 * What the exit code of the command says.
 *
 * @since 0.1.0
 */
import type { Reason } from "@effect-revox/client/RevoxError"

/**
 * The exit codes of the command.
 *
 * @category models
 * @since 0.1.0
 */
export const ExitCode = {
  /** Done. */
  success: 0,
  /** Something that is not foreseen here. */
  unexpected: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** The API key is missing, wrong, or may not do this. */
  authentication: 3,
  /** There is no such campaign. */
  notFound: 4,
  /** The service cannot be reached, or does not work. */
  network: 5,
  /** Too many requests. */
  rateLimit: 6,
  /** The campaign was cancelled. */
  cancelled: 7,
  /** It took longer than it was given. */
  timeout: 8,
  /** Rows are missing, or could not be read. */
  incomplete: 9,
  /** The service said something that makes no sense, or refused what was asked. */
  refused: 10,
  /** Ctrl-C. */
  interrupted: 130
} as const

/**
 * The exit code for a request that failed.
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
    case "InvalidRequestError":
      return ExitCode.usage
    case "BadRequestError":
    case "ConflictError":
    case "UnprocessableEntityError":
    case "UnexpectedStatusError":
    case "InvalidResponseError":
      return ExitCode.refused
  }
}
