import { endpoints, nameOf } from "../endpoints.ts"
import { type Definition, definitions } from "./faults.ts"
import { example, syntax } from "./parseFault.ts"
import * as Option from "effect/Option"
import * as Table from "../table.ts"

/** The requests that a fault affects unless `xN` or `always` is added. */
const requestsOf = ({ argument, make }: Definition): string =>
  Option.exists(make(argument?.otherwise ?? ""), ({ times }) => times === Infinity) ? "all" : "one"

const table = (titles: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  Table.render(titles.map((title) => ({ title, minWidth: 1 })), rows, Infinity).map((line) => `  ${line}`)

const describe = (definition: Definition): ReadonlyArray<string> => [
  example(definition),
  requestsOf(definition),
  definition.description
]

const byPath = endpoints.toSorted((a, b) => a.endpoint.path < b.endpoint.path ? -1 : 1)

/** All faults and endpoints, a line each. */
export const faultHelp: string = [
  `A fault is written as ${syntax}:`,
  "",
  "  revox simulate --fault \"GET /campaigns/:id/rows=status:500 x2\" --fault slow",
  "",
  "FAULTS, with the default of their argument and the requests that they affect. Add xN for N requests, or always for all.",
  ...table(["fault", "requests", "effect"], definitions.filter(({ onRows }) => !onRows).map(describe)),
  "",
  "FAULTS OF PAGES, which affect GET /campaigns/:id/rows",
  ...table(["fault", "requests", "effect"], definitions.filter(({ onRows }) => onRows).map(describe)),
  "",
  "ENDPOINTS. Write an id instead of :id to affect one resource. Without an endpoint, a fault affects all of them.",
  ...table(["endpoint", "summary"], byPath.map((named) => [nameOf(named), named.endpoint.summary]))
].join("\n")
