import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as CommandLine from "effect/process/CommandLine"
import * as Result from "effect/Result"
import * as Input from "./input.ts"
import { root } from "./root.ts"

const join = (words: ReadonlyArray<string>): string => Result.getOrElse(CommandLine.join(words), () => words.join(" "))

/** A file that another command can read again, unlike standard input and the FIFO of a process substitution. */
const isReadableAgain = (file: string): boolean => !Input.isStdin(file) && !/^\/(?:dev|proc)\//.test(file)

/**
 * Returns a function that formats a command for the user to run: quoted for a shell, and with the API key file and the
 * base URL of this command.
 */
export const formatter = Effect.map(root, ({ apiKeyFile, baseUrl }) => {
  const flags = [
    ...Option.match(Option.filter(apiKeyFile, isReadableAgain), {
      onNone: () => [],
      onSome: (file) => ["--api-key-file", file]
    }),
    ...Option.match(baseUrl, { onNone: () => [], onSome: (url) => ["--base-url", url] })
  ]
  return (...words: ReadonlyArray<string>): string => join(["revox", ...words, ...flags])
})
