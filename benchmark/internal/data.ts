import * as Effect from "effect/Effect"
import type * as HttpServerError from "effect/http/HttpServerError"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import { RevoxSimulator } from "../../packages/testing/src/index.ts"

/** Maximum length of a row. Longer rows have long conversations and are excluded. */
const longestRow = 4700
/** One of this many rows has not been called yet. */
const uncalled = 7

const key = "test-key"

interface Row {
  readonly id: string
  readonly call?: unknown
}

const read = (url: string) =>
  Effect.promise(async (): Promise<string> => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
    return response.text()
  })

/** The data of the benchmark server: rows and a campaign of the simulator, as JSON text. */
export interface Data {
  readonly rows: ReadonlyArray<string>
  readonly campaign: string
}

/** Creates the data, which is identical in each run. */
export const make: Effect.Effect<Data, HttpServerError.ServeError | InvalidOptionError> = Effect.gen(function*() {
  const { baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const page: { readonly rows: ReadonlyArray<Row> } = JSON.parse(
    yield* read(`${baseUrl}/campaigns/done/rows?page=0&page_size=1000`)
  )
  const rows = page.rows
    .filter((row) => JSON.stringify(row).length <= longestRow)
    .map((row, index) => {
      if (index % uncalled !== 0) return row
      const { call: _, ...contact } = row
      return contact
    })
  return {
    rows: rows.map((row) => JSON.stringify(row)),
    campaign: yield* read(`${baseUrl}/campaigns/going`)
  }
}).pipe(
  Effect.provide(
    RevoxSimulator.layer({
      campaigns: [{ id: "done", rows: 1000, status: "completed" }, { id: "going", rows: 1000, duration: "1 day" }]
    })
  )
)
