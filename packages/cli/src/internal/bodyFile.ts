/** Reads the request body of `--from`: a JSON or YAML file. */
import { fileError } from "@effect-revox/streams/ExportError"
import * as ByteSize from "effect/ByteSize"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Yaml from "effect/encoding/Yaml"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { usage } from "./failure.ts"
import * as Input from "./input.ts"
import { root } from "./root.ts"

/** `--from`: the file of a request body. */
export const from = (description: string) =>
  Flag.String("from").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription(`${description}: JSON or YAML, or - for standard input`)
  )

/** Maximum size of a file. Longer than the longest prompt, so that another file is recognized before it is read. */
const maxBytes = 10_000_000

/** The name of a file for messages. */
export const nameOf = (file: string): string => Input.isStdin(file) ? "standard input" : file

/** The message of a parser, without the quoted text that can contain secrets. */
const problemOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message.replace(/, (?:\.{3})?".*$/s, "") : "unknown problem"

/** JSON has the better error messages and is faster, and YAML has everything else. */
const parserOf = (file: string, text: string): readonly [format: string, parse: (text: string) => unknown] =>
  /\.json$/i.test(file) || (/^\s*[{[]/.test(text) && !/\.ya?ml$/i.test(file))
    ? ["JSON", JSON.parse]
    : ["YAML", Yaml.parse]

/** Reads and parses a file. Nothing is known about the value. */
export const read = Effect.fnUntraced(function*(file: string) {
  const { apiKeyFile } = yield* root
  if (Input.isStdin(file) && Option.exists(apiKeyFile, Input.isStdin)) {
    return yield* usage("Standard input can only be one of --from and --api-key-file.")
  }
  const name = nameOf(file)
  const tooLarge = usage(`${name} is larger than 10 MB, so it is not an assistant. Nothing was sent.`)
  const bytes = Stream.mapError(
    Input.bytes(file),
    (error) => usage(`Cannot read ${name}: ${fileError(file, error).problem}. Nothing was sent.`)
  )
  const text = yield* Stream.limitBytes(bytes, ByteSize.bytes(maxBytes), () => Stream.fail(tooLarge)).pipe(
    Stream.decodeText,
    Stream.mkString
  )
  if (text.trim() === "") return yield* usage(`${name} is empty. Nothing was sent.`)
  const [format, parse] = parserOf(file, text)
  const value: unknown = yield* Effect.try({
    try: () => parse(text),
    catch: (cause) => usage(`${name} is invalid ${format}: ${problemOf(cause)}. Nothing was sent.`)
  })
  return value
})
