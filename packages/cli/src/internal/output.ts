/**
 * Everything that commands print. Text is printed without control characters, and JSON with escaped ones, because both
 * contain text of the API.
 */
import * as Secrets from "@effect-revox/schema/Secrets"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { ExitCode } from "../ExitCode.ts"
import type { CommandFailure } from "./failure.ts"
import * as Printable from "./printable.ts"
import { type Target, Writer } from "./writer.ts"

/** Whether `--quiet` suppresses progress, summaries and notes. */
export const Quiet = Context.Reference<boolean>("@effect-revox/cli/Quiet", { defaultValue: () => false })

/** Whether `--debug` prints requests and logs. */
export const Debug = Context.Reference<boolean>("@effect-revox/cli/Debug", { defaultValue: () => false })

/** Writes text or bytes that are safe for a terminal, or contain controls on purpose. */
export const write = (target: Target, data: string | Uint8Array): Effect.Effect<void, CommandFailure> =>
  Effect.flatMap(Writer, (writer) => writer.write(target, data))

const unlessQuiet = <E>(effect: Effect.Effect<void, E>): Effect.Effect<void, E> =>
  Effect.flatMap(Quiet, (quiet) => quiet ? Effect.void : effect)

/** Prints the result of a command to standard output. */
export const print = (text: string): Effect.Effect<void, CommandFailure> => write("stdout", `${Printable.text(text)}\n`)

/** Whether JSON has the secrets of assistants instead of masks. */
export const ShowSecrets = Context.Reference<boolean>("@effect-revox/cli/ShowSecrets", { defaultValue: () => false })

/** Prints a value as one line of JSON to standard output. The secrets of assistants in it are masked. */
export const json = (value: unknown): Effect.Effect<void, CommandFailure> =>
  Effect.flatMap(
    ShowSecrets,
    (showSecrets) => write("stdout", `${Printable.json(showSecrets ? value : Secrets.maskAll(value))}\n`)
  )

/** Prints a summary of what a command did to standard output. `--quiet` suppresses it. */
export const summary = (text: string): Effect.Effect<void, CommandFailure> => unlessQuiet(print(text))

/** Writes bytes to standard output. A terminal gets them without control characters. */
export const bytes = <E, R>(stream: Stream.Stream<Uint8Array, E, R>) =>
  Effect.gen(function*() {
    const onTerminal = yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal)
    const chunks: Stream.Stream<string | Uint8Array, E, R> = onTerminal
      ? Stream.map(Stream.decodeText(stream), Printable.text)
      : stream
    yield* Stream.runForEach(chunks, (chunk) => write("stdout", chunk))
  })

/**
 * Writes a display of progress to standard output. `--quiet` suppresses it. Its failures are ignored, because the work
 * continues without a reader.
 */
export const progress = (text: string): Effect.Effect<void> => unlessQuiet(Effect.ignore(write("stdout", text)))

const toStderr = (text: string): Effect.Effect<void> => Effect.ignore(write("stderr", `${Printable.text(text)}\n`))

/** Prints a note to standard error. `--quiet` suppresses it. */
export const note = (text: string): Effect.Effect<void> => unlessQuiet(toStderr(text))

/** Prints a warning or an error to standard error. */
export const warn = toStderr

/** Whether the reader of standard output closed its pipe. */
export const isWithoutReader = (failure: CommandFailure): boolean => failure.exitCode === ExitCode.success

/** Continues after the reader of standard output closed its pipe. Other failures are kept. */
export const continueWithoutReader = <R>(effect: Effect.Effect<void, CommandFailure, R>) =>
  Effect.catchIf(effect, isWithoutReader, () => Effect.void)

/** Logs to standard error, so that standard output has only results. */
export const logger = Logger.withConsoleError(Logger.map(Logger.formatLogFmt, Printable.text))
