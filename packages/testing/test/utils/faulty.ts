import type { Fault } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import * as Effect from "effect/Effect"
import { get, getPage } from "./api.ts"

/** A completed campaign of 100 rows. */
export const campaigns = [{ id: "c", rows: 100, status: "completed" }] as const

/** Registers a test of faults on this campaign, over a socket. */
export const faulty = (
  name: string,
  faults: ReadonlyArray<Fault.Fault>,
  body: Parameters<typeof itSimulated<void, unknown>>[2]
) => itSimulated(name, { campaigns, faults }, body)

/** The path of the first 20 rows. */
export const rowsPath = "/campaigns/c/rows?page_size=20"

export const json = (text: string): unknown => JSON.parse(text)

export const span = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

/** Requests a page of 20 rows, and adds their indices. */
export const page = (number: number) =>
  Effect.map(getPage("c", `page=${number}&page_size=20`), (page) => ({
    ...page,
    ids: page.rows.map((row) => row.row_index)
  }))

/** Returns the error of a request that breaks. */
export const breaks = (path: string) => Effect.flip(get(path))
