import { Revox } from "@effect-revox/client"
import { Effect, Layer, Redacted, type Schema } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

/** A request for a page of rows. */
export interface PageRequest {
  readonly page: number
  readonly size: number
  readonly isFiltered: boolean
}

/** The body of a page as text, or the status of an error. */
export type Respond = (request: PageRequest) => string | number

const parse = ({ searchParams }: URL): PageRequest => ({
  page: Number(searchParams.get("page")),
  size: Number(searchParams.get("page_size")),
  isFiltered: searchParams.has("result") || searchParams.has("statuses") || searchParams.has("query")
})

/** A server in memory that serves pages of rows as the test defines them. `requested` are the page numbers, in order. */
export const make = (respond: Respond) => {
  const requested: Array<number> = []
  const client = HttpClient.make((request, url) =>
    Effect.sync(() => {
      const page = parse(url)
      requested.push(page.page)
      const body = respond(page)
      return HttpClientResponse.fromWeb(
        request,
        typeof body === "number"
          ? new Response("{\"message\":\"no such page\"}", { status: body })
          : new Response(body, { headers: { "content-type": "application/json" } })
      )
    })
  )
  const layer = Revox.layer({ apiKey: Redacted.make("test-key") }).pipe(
    Layer.provide(Layer.succeed(HttpClient.HttpClient, client))
  )
  return { layer, requested }
}

/** A valid row. */
export const row = (index: number): { readonly [key: string]: Schema.Json } => ({
  id: `row-${index}`,
  input_data: { name: `Contact ${index}` },
  phone_number: "+33612345678",
  row_index: index
})

/** The ids of the first rows of a list. */
export const idsUpTo = (count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => `row-${index}`)

/** The rows of a page of a list that is counted from `firstPage`. */
export const rowsOf = (count: number, page: number, size: number, firstPage = 0): ReadonlyArray<Schema.Json> => {
  const start = (page - firstPage) * size
  return Array.from({ length: Math.max(0, Math.min(size, count - start)) }, (_, index) => row(start + index))
}

/** Arrays nested to a depth, as JSON. */
export const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth)
