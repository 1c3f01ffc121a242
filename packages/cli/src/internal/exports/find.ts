import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Abbreviation from "../abbreviation.ts"
import type { ExportReader } from "./reader.ts"

/** The largest number that a store can list. */
export const maxListed = 2 ** 31 - 1

/** The number of items to request for a list: one more than its limit, which shows whether there are others. */
export const oneMore = (limit: number): number => Math.min(limit + 1, maxListed)

/** Finds an export by its id or a unique prefix of it. */
export const find = Effect.fnUntraced(function*(reader: Pick<ExportReader, "get" | "list">, id: string) {
  const exact = yield* reader.get(id).pipe(
    Effect.asSome,
    Effect.catchReason("CampaignExportsError", "UnknownExportError", () => Effect.succeedNone)
  )
  if (Option.isSome(exact)) return exact.value
  const records = yield* reader.list({ limit: maxListed })
  const { record } = yield* Abbreviation.select(
    id,
    records.map((record) => ({ id: record.id, name: record.job.destination.target, record })),
    { noun: "export", list: "revox export list --limit 0" }
  )
  return record
})
