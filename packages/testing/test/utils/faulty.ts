import type { Fault } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import * as Effect from "effect/Effect"
import { get, getPage } from "./api.ts"

/** One campaign of 100 rows whose life is over. */
export const campaigns = [{ id: "c", rows: 100, status: "completed" }] as const

/** A test of faults on that campaign, over a real socket. */
export const faulty = (
  name: string,
  faults: ReadonlyArray<Fault.Fault>,
  body: Parameters<typeof itSimulated<void, unknown>>[2]
) => itSimulated(name, { campaigns, faults }, body)

/** Its rows, 20 of them. */
export const rowsPath = "/campaigns/c/rows?page_size=20"

export const json = (text: string): unknown => JSON.parse(text)

export const span = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

/** A page of 20 of its rows, and which they are. */
export const page = (number: number) =>
  Effect.map(getPage("c", `page=${number}&page_size=20`), (page) => ({
    ...page,
    ids: page.rows.map((row) => row.row_index)
  }))

/** A request that does not arrive, and how. */
export const breaks = (path: string) => Effect.flip(get(path))
