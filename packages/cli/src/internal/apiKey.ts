import { fileError } from "@effect-revox/streams/ExportError"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Redacted from "effect/Redacted"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { ExitCode } from "../ExitCode.ts"
import { failure } from "./failure.ts"
import * as Input from "./input.ts"

const failed = (message: string, remedy?: string) => failure(ExitCode.authentication, message, remedy)

/** Reads a file or standard input as text. */
export const contentOf = (file: string): Effect.Effect<string, PlatformError, FileSystem.FileSystem | Stdio.Stdio> =>
  Input.isStdin(file)
    ? Stdio.Stdio.use((stdio) => Stream.mkString(Stream.decodeText(stdio.stdin)))
    : FileSystem.FileSystem.use((fs) => fs.readFileString(file))

const inFile = Effect.fnUntraced(function*(file: string) {
  const key = (yield* Effect.mapError(
    contentOf(file),
    (error) => failed(`Cannot read the API key file ${file}: ${fileError(file, error).problem}.`)
  )).trim()
  if (key === "") return yield* failed(`The API key file ${file} is empty.`)
  return Redacted.make(key)
})

/** An API key, and the name of its source for messages. */
export interface ApiKey {
  readonly key: Redacted.Redacted
  readonly source: string
}

/**
 * Reads the API key from the file of `--api-key-file`, else from the environment. The key is never an argument, because
 * other users of the machine could read it.
 */
export const read = (file: Option.Option<string>) =>
  Option.match(file, {
    onSome: (file) => Effect.map(inFile(file), (key): ApiKey => ({ key, source: `of the file ${file}` })),
    onNone: () =>
      Config.Redacted("REVOX_API_KEY").pipe(
        Effect.map((key): ApiKey => ({ key, source: "in REVOX_API_KEY" })),
        Effect.mapError(() => failed("No API key.", "Set REVOX_API_KEY or pass --api-key-file FILE."))
      )
  })
