import * as Effect from "effect/Effect"
import { type CommandFailure, usage } from "./failure.ts"

/** Format of an exported file. */
export type Format = "ndjson" | "csv"

/** Infers the format of a file from its extension, in upper or lower case. `remedy` extends the error. */
export const infer = (output: string, remedy = ""): Effect.Effect<Format, CommandFailure> => {
  if (/\.(nd)?jsonl?$/i.test(output)) return Effect.succeed("ndjson")
  if (/\.csv$/i.test(output)) return Effect.succeed("csv")
  return Effect.fail(
    usage(`Cannot infer the format from "${output}".`, `Use a .ndjson or .csv extension${remedy}.`)
  )
}
