/**
 * The `revox call recording` command.
 *
 * @since 0.1.0
 */
import { Calls } from "@effect-revox/client/Calls"
import type { RecordingError } from "@effect-revox/client/RecordingError"
import * as Recordings from "@effect-revox/client/Recordings"
import { RevoxClient } from "@effect-revox/client/RevoxClient"
import type { Call } from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.ts"
import * as CommandLine from "./internal/commandLine.ts"
import * as AudioFile from "./internal/audioFile.ts"
import { connected } from "./internal/connected.ts"
import * as ExportedFile from "./internal/exportedFile.ts"
import { type CommandFailure, failure, usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as HttpClient from "./internal/httpClient.ts"
import * as Output from "./internal/output.ts"

const mebibyte = 1024 * 1024

/** Recordings are on another server than the API, so they have a separate HTTP client. */
const recordings = Layer.unwrap(
  RevoxClient.useSync(({ baseUrl }) => Layer.provide(Recordings.layer, HttpClient.layer(baseUrl)))
)

const notFound = (message: string, remedy?: string) => failure(ExitCode.notFound, message, remedy)

/** The attempt of an id, or the latest attempt with a recording. */
const choose = (call: Call, attemptId: Option.Option<string>, show: string) => {
  const found = call.call_attempts.find((attempt) =>
    Option.match(attemptId, {
      onNone: () => attempt.recording_url !== null && attempt.recording_url !== "",
      onSome: (id) => attempt.id === id
    })
  )
  return found === undefined
    ? Effect.fail(
      Option.match(attemptId, {
        onNone: () =>
          notFound(
            `No attempt of the call ${call.id} (${call.status}) has a recording. An attempt can have one after it ended.`
          ),
        onSome: (id) => notFound(`The call ${call.id} has no attempt ${id}.`, `To see its attempts: ${show}`)
      })
    )
    : Effect.succeed(found)
}

const download = (attempt: CallAttempt, maxSize: number): Stream.Stream<
  Uint8Array,
  RecordingError | CommandFailure,
  Recordings.Recordings
> =>
  Stream.mapError(
    Recordings.download(attempt, { maxSize: maxSize * mebibyte }),
    (error) =>
      error.reason._tag === "RecordingTooLargeError"
        ? failure(
          ExitCode.incomplete,
          `Recording of attempt ${attempt.id}: it is larger than ${maxSize} MiB.`,
          "Increase --max-size."
        )
        : error
  )

/** Whether the output is standard output, under any of its names. */
const isStdout = (output: string): boolean => ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].includes(output)

/**
 * The `revox call recording` command, which downloads the recording of an attempt. The file appears only when it is
 * complete.
 *
 * @category commands
 * @since 0.1.0
 */
export const recording = Command.make(
  "recording",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the call")),
    output: Flags.output("File to write, or - for standard output"),
    attemptId: Flag.String("attempt").pipe(
      Flag.withDescription("Id of the attempt. Default: the latest one with a recording"),
      Flag.optional
    ),
    maxSize: Flag.Int("max-size").pipe(
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: mebibyte }))),
      Flags.withDefault("Maximum size of the recording in MiB", 256)
    ),
    force: Flags.force("Overwrite an existing file"),
    json: Flags.json
  },
  Effect.fnUntraced(function*({ attemptId, force, id, json, maxSize, output }) {
    const toStdout = isStdout(output)
    if (toStdout && json) return yield* usage("--json requires a file: standard output has the recording.")
    if (toStdout && (yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal))) {
      return yield* usage("A recording cannot be shown on a terminal.", "Use -o FILE, or a pipe.")
    }
    if (!toStdout && !force) yield* ExportedFile.ensureOverwritable(output)
    const format = yield* CommandLine.formatter
    const call = yield* Calls.use((calls) => calls.retrieve(id))
    const attempt = yield* choose(call, attemptId, `${format("call", "get", id)} --json`)
    const bytes = Stream.provide(download(attempt, maxSize), recordings)
    if (toStdout) return yield* Output.bytes(bytes)
    const size = yield* AudioFile.write(output, bytes)
    yield* json
      ? Output.json({ id: call.id, attempt: attempt.id, file: output, bytes: size })
      : Output.summary(`${size} bytes in ${output}`)
  }, connected)
).pipe(
  Command.withDescription("Download the recording of a call"),
  Command.withExamples([
    { command: "revox call recording 9d2c -o call.ogg", description: "Download the latest recording" },
    { command: "revox call recording 9d2c --attempt 4b1e -o call.ogg", description: "Download that of an attempt" },
    { command: "revox call recording 9d2c -o - | ffplay -nodisp -", description: "Play it" }
  ])
)
