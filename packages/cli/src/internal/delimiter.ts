import * as Effect from "effect/Effect"
import { type CommandFailure, usage } from "./failure.ts"

/** Parses the delimiter of a CSV file: a character, or `tab`. Quotes and line breaks have another meaning in CSV. */
export const parse = (name: string): Effect.Effect<string, CommandFailure> => {
  const delimiter = name === "tab" ? "\t" : name
  return delimiter.length === 1 && !/["\r\n]/.test(delimiter)
    ? Effect.succeed(delimiter)
    : Effect.fail(
      usage(
        `--delimiter ${JSON.stringify(name)} is invalid.`,
        "Use one character that is no quote or line break, or tab."
      )
    )
}
