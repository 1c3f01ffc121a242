import * as Fault from "@effect-revox/testing/Fault"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type CommandFailure, usage } from "../failure.ts"
import * as Endpoints from "../endpoints.ts"
import { type Definition, definitions } from "./faults.ts"

/** The pages of rows, which some faults are limited to. */
const rowsEndpoint = "campaigns.getRows"

/** The form of a value of `--fault`. */
export const syntax = "[ENDPOINT=]FAULT[:ARGUMENT] [xN|always]"

/** How a fault is written, with the default of its argument: `status:503`. */
export const example = ({ argument, name }: Definition): string =>
  argument === undefined ? name : `${name}:${argument.otherwise}`

const definitionOf = (name: string | undefined): Definition | undefined =>
  definitions.find((definition) => definition.name === name)

/** Fault, argument and number of requests: `status:503 x2`. */
const pattern = /^([\w-]+)(?::(.*?))?(?:\s+(x\S*|always))?$/s

/** Splits a value at the equals sign after the endpoint. An argument, such as a URL, can have one too. */
const split = (text: string) => {
  const startsWithFault = definitionOf(pattern.exec(text.trim())?.[1]) !== undefined
  const at = startsWithFault ? -1 : text.indexOf("=")
  return { endpoint: at < 0 ? undefined : text.slice(0, at), fault: text.slice(at + 1).trim() }
}

const help = "To list all faults and endpoints: revox simulate --fault help"

const methods: ReadonlySet<string> = new Set(Endpoints.endpoints.map(({ endpoint }) => endpoint.method))

const unknownEndpoint = (text: string, endpoint = ""): CommandFailure => {
  const [method = ""] = endpoint.trim().toUpperCase().split(/\s/)
  const ofMethod = Endpoints.endpoints.map(Endpoints.nameOf).filter((name) => name.startsWith(`${method} `))
  const allowed = ofMethod.length === 0
    ? `Write ${[...methods].join(", ")} and a path, such as GET /campaigns/:id.`
    : `Use one of: ${ofMethod.join(", ")}.`
  return usage(`Unknown endpoint "${endpoint}" in --fault "${text}". ${allowed}`, help)
}

const invalid = (text: string, problem: string): CommandFailure =>
  usage(`--fault "${text}" is invalid: ${problem}.`, help)

/** Restricts a fault to an endpoint, and to the parameters of its path that have a value. */
const restricted = (fault: Fault.Fault, { id, params }: Endpoints.Found): Fault.Fault =>
  Fault.when(
    fault,
    (request) =>
      request.endpoint === id && Object.entries(params).every(([name, value]) => request.params[name] === value)
  )

/** Limits the number of requests that a fault affects: `x2`, or `always`. */
const occurring = (fault: Fault.Fault, occurrence: string | undefined): Option.Option<Fault.Fault> =>
  occurrence === undefined
    ? Option.some(fault)
    : occurrence === "always"
    ? Option.some(Fault.always(fault))
    : /^x0*[1-9]\d{0,8}$/.test(occurrence)
    ? Option.some(Fault.times(fault, Number(occurrence.slice(1))))
    : Option.none()

const orFail = <A>(option: Option.Option<A>, failure: () => CommandFailure): Effect.Effect<A, CommandFailure> =>
  Effect.mapError(Effect.fromOption(option), failure)

/** Parses the value of a `--fault` flag. */
export const parseFault = Effect.fnUntraced(function*(text: string): Effect.fn.Return<Fault.Fault, CommandFailure> {
  const parts = split(text)
  const endpoint = parts.endpoint === undefined
    ? undefined
    : yield* orFail(Endpoints.find(parts.endpoint), () => unknownEndpoint(text, parts.endpoint))
  const [, name, given, occurrence] = pattern.exec(parts.fault) ?? []
  const definition = definitionOf(name)
  if (definition === undefined) {
    const names = definitions.map(({ name }) => name).join(", ")
    return yield* usage(
      `Unknown fault "${name ?? parts.fault}" in --fault "${text}". Use one of: ${names}.`,
      help
    )
  }
  const { argument } = definition
  if (given !== undefined && argument === undefined) return yield* invalid(text, `${name} has no argument`)
  const made = yield* orFail(
    definition.make(given ?? argument?.otherwise ?? ""),
    () => invalid(text, `the argument of ${name} is ${argument?.expected}, such as ${example(definition)}`)
  )
  const fault = yield* orFail(
    occurring(made, occurrence),
    () => invalid(text, "after x, write a number of requests of 1 or more, such as x2")
  )
  if (endpoint === undefined) return fault
  if (definition.onRows && endpoint.id !== rowsEndpoint) {
    return yield* invalid(text, `${name} changes pages of rows, so its endpoint is GET /campaigns/:id/rows`)
  }
  return restricted(fault, endpoint)
})
