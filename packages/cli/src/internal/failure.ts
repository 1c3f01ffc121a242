import type { RecordingError } from "@effect-revox/client/RecordingError"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import type { AttemptsError } from "@effect-revox/streams/AttemptsError"
import type { CallCompletionError } from "@effect-revox/streams/CallCompletionError"
import type { LaunchMismatchError } from "@effect-revox/streams/CampaignCreation"
import type { CompletionError } from "@effect-revox/streams/CompletionError"
import type { ContactsError } from "@effect-revox/streams/ContactsError"
import type { ExportError } from "@effect-revox/streams/ExportError"
import type { RowsError } from "@effect-revox/streams/RowsError"
import type { DestinationError } from "@effect-revox/workflow/DestinationError"
import type { EmbeddedError } from "@effect-revox/workflow/EmbeddedError"
import type { CampaignExportsError } from "@effect-revox/workflow/CampaignExportsError"
import type { CampaignRunError } from "@effect-revox/workflow/CampaignRunError"
import type { CampaignRunsError } from "@effect-revox/workflow/CampaignRunsError"
import type * as Config from "effect/Config"
import type * as PlatformError from "effect/PlatformError"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import type * as SocketServer from "effect/socket/SocketServer"
import type { MigrationError } from "effect/sql/Migrator"
import type { SqlError } from "effect/sql/SqlError"
import { ExitCode, ofReason } from "../ExitCode.ts"
import * as Explain from "./explain.ts"

/** A failure with its exit code and its text for stderr. Without a message, the command ends quietly. */
export class CommandFailure extends Schema.TaggedError<CommandFailure>()("CommandFailure", {
  /** The problem. */
  message: Schema.String,
  /** The remedy, on the lines after the message. */
  remedy: Schema.optionalKey(Schema.String),
  exitCode: Schema.Int
}) {
  /** The message and the remedy. */
  get text(): string {
    return this.remedy === undefined ? this.message : `${this.message}\n${this.remedy}`
  }

  override get [Runtime.errorExitCode](): number {
    return this.exitCode
  }
}

/** Makes a failure. */
export const failure = (exitCode: number, message: string, remedy?: string): CommandFailure =>
  new CommandFailure({ exitCode, message, ...(remedy === undefined ? {} : { remedy }) })

/** The failure of an invalid command line. */
export const usage = (message: string, remedy?: string): CommandFailure => failure(ExitCode.usage, message, remedy)

/** Errors that a command can fail with. */
export type Failure =
  | RevoxError
  | CompletionError
  | CallCompletionError
  | AttemptsError
  | RecordingError
  | RowsError
  | ExportError
  | ContactsError
  | LaunchMismatchError
  | DestinationError
  | EmbeddedError
  | CampaignExportsError
  | CampaignRunError
  | CampaignRunsError
  | SqlError
  | MigrationError
  | SocketServer.SocketServerError
  | Config.ConfigError
  | PlatformError.PlatformError
  | InvalidOptionError
  | CommandFailure

const exitCodeOfExports: Readonly<Record<CampaignExportsError["reason"]["_tag"], number>> = {
  UnknownExportError: ExitCode.notFound,
  ExportCancelledError: ExitCode.cancelled,
  StoreError: ExitCode.network,
  InvalidOptionError: ExitCode.usage,
  TargetInUseError: ExitCode.usage,
  BaseUrlMismatchError: ExitCode.usage
}

const exitCodeOfRuns: Readonly<Record<CampaignRunsError["reason"]["_tag"], number>> = {
  UnknownRunError: ExitCode.notFound,
  RunCancelledError: ExitCode.cancelled,
  StoreError: ExitCode.network,
  InvalidContactsError: ExitCode.invalidContacts,
  RejectedContactsError: ExitCode.invalidContacts,
  InvalidOptionError: ExitCode.usage,
  RunKeyConflictError: ExitCode.usage,
  RunStateError: ExitCode.usage,
  AdoptionMismatchError: ExitCode.usage,
  RunTargetInUseError: ExitCode.usage,
  TargetInUseError: ExitCode.usage,
  BaseUrlMismatchError: ExitCode.usage
}

const exitCodeOfCall: Readonly<Record<CallCompletionError["reason"]["_tag"], number>> = {
  CallCancelledError: ExitCode.cancelled,
  CallErroredError: ExitCode.notReached,
  CallTimeoutError: ExitCode.timeout,
  CallPollingEndedError: ExitCode.timeout,
  InvalidOptionError: ExitCode.usage
}

const exitCodeOfRecording = ({ reason }: RecordingError): number => {
  switch (reason._tag) {
    case "RecordingUnavailableError":
      return reason.problem === "none" || reason.problem === "not-found" ? ExitCode.notFound : ExitCode.refused
    case "RecordingAddressError":
      return ExitCode.refused
    case "RecordingTooLargeError":
      return ExitCode.incomplete
    case "RecordingRequestError":
      return ExitCode.network
    case "InvalidOptionError":
      return ExitCode.usage
  }
}

const exitCodeOf = (error: Exclude<Failure, CommandFailure>): number => {
  switch (error._tag) {
    case "RevoxError":
      return ofReason(error.reason)
    case "CompletionError":
      return error.reason._tag === "CampaignCancelledError" ? ExitCode.cancelled : ExitCode.timeout
    case "CallCompletionError":
      return exitCodeOfCall[error.reason._tag]
    case "RecordingError":
      return exitCodeOfRecording(error)
    case "AttemptsError":
      return error.reason._tag === "TooManyPagesError" ? ExitCode.incomplete : ExitCode.usage
    case "RowsError":
      return error.reason._tag === "InvalidOptionError" || error.reason._tag === "InvalidCursorError"
        ? ExitCode.usage
        : ExitCode.incomplete
    case "ExportError":
      return error.reason._tag === "CheckpointMismatchError" ? ExitCode.usage : ExitCode.incomplete
    case "ContactsError":
      return ExitCode.invalidContacts
    case "LaunchMismatchError":
      return ExitCode.launchMismatch
    case "DestinationError":
      return error.reason._tag === "WriteError" || error.reason._tag === "SupersededError"
        ? ExitCode.incomplete
        : ExitCode.usage
    case "CampaignExportsError":
      return exitCodeOfExports[error.reason._tag]
    case "CampaignRunsError":
      return exitCodeOfRuns[error.reason._tag]
    case "CreateOutcomeUnknownError":
    case "LaunchOutcomeUnknownError":
      return ExitCode.unknownOutcome
    case "CampaignExistsError":
    case "OtherServiceError":
      return ExitCode.usage
    case "ExportCancelledError":
      return ExitCode.cancelled
    case "RunDefectError":
      return ExitCode.unexpected
    case "SqlError":
      return ExitCode.network
    case "EmbeddedError":
    case "MigrationError":
    case "SocketServerError":
      return ExitCode.unexpected
    case "ConfigError":
    case "InvalidOptionError":
      return ExitCode.usage
    case "PlatformError":
      return ExitCode.unexpected
  }
}

/** Converts an error to a failure with the message and exit code of the command. */
export const fromFailure = (error: Failure): CommandFailure =>
  error._tag === "CommandFailure"
    ? error
    : new CommandFailure({ ...Explain.error(error), exitCode: exitCodeOf(error) })
