/**
 * The error of downloading a recording: {@link RecordingError}, with a tagged reason. No error contains the URL of a
 * recording, because its query can have a signature.
 *
 * @since 0.1.0
 */
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Schema from "effect/Schema"

const problems = {
  none: "the attempt has no recording. It can have one after the attempt has ended: retrieve the call again",
  expired: "the URL of the recording has expired: retrieve the call again, and use the new attempt",
  forbidden: "the server refuses access to the recording. Its URL may have expired: retrieve the call again",
  "not-found": "the recording does not exist. It may have been deleted",
  "not-audio": "the server sent text instead of a recording"
}

/**
 * There is no recording to download.
 *
 * **Details**
 *
 * - `"none"`: `recording_url` of the attempt is `null` or empty, and no request was sent
 * - `"expired"`: the server refused the request, and the URL states an earlier time of expiry; or status 410
 * - `"forbidden"`: status 401 or 403
 * - `"not-found"`: status 404
 * - `"not-audio"`: the response is text, such as a web page
 *
 * @category reasons
 * @since 0.1.0
 */
export class RecordingUnavailableError
  extends Schema.TaggedError<RecordingUnavailableError>()("RecordingUnavailableError", {
    problem: Schema.Literals(["none", "expired", "forbidden", "not-found", "not-audio"]).annotateKey({
      description: "The kind of the problem."
    }),
    status: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "The HTTP status. Absent when no request was sent."
    })
  })
{
  override get message(): string {
    return `${problems[this.problem]}${this.status === undefined ? "" : ` (status ${this.status})`}`
  }

  /** Whether downloading the same attempt again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The URL of the recording, or a redirect from it, leads to an address that is not allowed. Nothing was sent there.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RecordingAddressError extends Schema.TaggedError<RecordingAddressError>()("RecordingAddressError", {
  problem: Schema.String.annotateKey({ description: "The rule that the address breaks." }),
  host: Schema.optionalKey(Schema.String).annotateKey({
    description: "The host of the address. Absent when it has none, or is not a URL."
  })
}) {
  override get message(): string {
    return `the recording is not downloaded${this.host === undefined ? "" : ` from ${this.host}`}: ${this.problem}`
  }

  /** Whether downloading the same attempt again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The recording is larger than `maxSize`. It was not read to the end.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RecordingTooLargeError extends Schema.TaggedError<RecordingTooLargeError>()("RecordingTooLargeError", {
  maxSize: Schema.Finite.annotateKey({ description: "The option `maxSize`, in bytes." })
}) {
  override get message(): string {
    return `the recording is larger than ${this.maxSize} bytes: increase the option \`maxSize\``
  }

  /** Whether downloading the same attempt again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The request failed: the connection broke, the response took too long or ended early, or it has another status.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RecordingRequestError extends Schema.TaggedError<RecordingRequestError>()("RecordingRequestError", {
  problem: Schema.String.annotateKey({ description: "A description of the failure." }),
  isRetryable: Schema.Boolean.annotateKey({ description: "Whether downloading the same attempt again may succeed." }),
  status: Schema.optionalKey(Schema.Finite).annotateKey({
    description: "The HTTP status. Absent when there was no response."
  })
}) {
  override get message(): string {
    return this.problem
  }
}

/**
 * The reason why downloading a recording failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  RecordingUnavailableError,
  RecordingAddressError,
  RecordingTooLargeError,
  RecordingRequestError
])
/**
 * The reason why downloading a recording failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Downloading a recording failed. Some bytes may have been emitted.
 *
 * @category errors
 * @since 0.1.0
 */
export class RecordingError extends Schema.TaggedError<RecordingError>()("RecordingError", {
  attemptId: Schema.String.annotateKey({ description: "The attempt whose recording was downloaded." }),
  reason: Reason.annotateKey({ description: "The reason why downloading failed." })
}) {
  override get message(): string {
    return `Recording of attempt ${this.attemptId}: ${this.reason.message}`
  }

  /** Whether downloading the same attempt again may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}
