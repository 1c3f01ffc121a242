import type { RequestRecord } from "@effect-revox/testing/RequestRecord"
import type { RevoxSimulator } from "@effect-revox/testing/RevoxSimulator"
import type * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Output from "../output.ts"
import * as Printable from "../printable.ts"
import { endpoints } from "../endpoints.ts"

/** Parameters of the query that are shown with their value. Others may contain secrets or personal data. */
const shown: ReadonlyMap<string | undefined, ReadonlySet<string>> = new Map(
  endpoints.map(({ endpoint: { query, redacted }, id }) => [
    id,
    new Set(Object.keys(query?.fields ?? {}).filter((name) => !redacted.includes(name)))
  ])
)

const redactedQuery = (query: string, endpoint: string | undefined): string =>
  query.split("&").map((part) => {
    const [[name = ""] = []] = new URLSearchParams(part)
    const value = part.indexOf("=") + 1
    return part.length === value || shown.get(endpoint)?.has(name) === true
      ? part
      : `${part.slice(0, value)}<redacted>`
  }).join("&")

/** Formats a request as one line: `GET /api/campaigns/demo 200 3ms`. */
export const format = (record: RequestRecord): string => {
  const { endedAt, endpoint, faults, method, outcome, path, receivedAt, status, target } = record
  const query = target.slice(path.length + 1)
  return Printable.escaped([
    method,
    query === "" ? path : `${path}?${redactedQuery(query, endpoint)}`,
    status ?? "no response",
    `${(endedAt ?? receivedAt) - receivedAt}ms`,
    ...(outcome === "completed" ? [] : [outcome]),
    ...(faults.length === 0 ? [] : [`fault: ${faults.join(", ")}`])
  ].join(" "))
}

/** Number of lines that wait while nothing reads standard error. The oldest are dropped. */
const capacity = 10_000

/** Prints the requests of a simulator to standard error as they end. */
export const print = ({ requestStream }: RevoxSimulator["Service"]): Effect.Effect<void> =>
  requestStream.pipe(
    Stream.buffer({ capacity, strategy: "sliding" }),
    Stream.runForEach((record) => Output.note(format(record)))
  )
