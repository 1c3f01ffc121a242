import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as CsvColumn from "@effect-revox/streams/CsvColumn"
import * as Effect from "effect/Effect"
import { type CommandFailure, usage } from "./failure.ts"

const names = CsvColumn.documented.map((column) => column.name)

const column = (name: string): CsvColumn.CsvColumn<CampaignRow> | undefined => {
  const [prefix, ...rest] = name.split(".")
  const key = rest.join(".")
  if (prefix === "input_data" && key !== "") return CsvColumn.inputData(key)
  if (prefix === "structured_output" && key !== "") return CsvColumn.structuredOutput(key)
  return CsvColumn.documented.find((column) => column.name === name)
}

/** Parses a list of columns such as `phone_number,call.status,input_data.city`. */
export const parse = (list: string): Effect.Effect<ReadonlyArray<CsvColumn.CsvColumn<CampaignRow>>, CommandFailure> =>
  Effect.forEach(list.split(",").map((name) => name.trim()), (name) => {
    const found = column(name)
    if (found !== undefined) return Effect.succeed(found)
    const problem = name === "" ? `--columns "${list}" has an empty name.` : `Unknown column "${name}".`
    return Effect.fail(
      usage(problem, `Use one of: ${names.join(", ")}, input_data.NAME, structured_output.NAME.`)
    )
  })
