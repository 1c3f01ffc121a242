import { assert, describe, it } from "@effect/vitest"
import { Endpoint, ServerJson } from "@effect-revox/schema"
import { Effect, Schema } from "effect"
import ours from "../../docs/openapi.json" with { type: "json" }
import { covered } from "../internal/coverage.ts"
import * as OpenApi from "./utils/publicOpenApi.ts"

const { at, bodyOf, list, membersOf, operationsOf, publicDocument, resolve, sample } = OpenApi

/** Intended differences, with their reasons. */
const differences: Readonly<Record<string, string>> = {
  "get /campaigns/{id}/rows: optional query page": "the newest version of the API has no pages",
  "get /campaigns/{id}/rows: optional query page_size": "the newest version of the API has no pages",
  "post /call: no request.force_now": "the newest version of the API has `skip_calling_window` instead"
}

const ourOperation = (method: string, path: string) => at(ours, "paths", path, method)

const parametersOf = (document: unknown, operation: OpenApi.Json) =>
  list(operation["parameters"]).map((parameter) => resolve(document, parameter))

/** The parameters of the public operation that ours lacks or has as optional ones. */
const parameterDifferences = ({ method, operation, path }: OpenApi.Operation): ReadonlyArray<string> => {
  const found = parametersOf(ours, ourOperation(method, path))
  return parametersOf(publicDocument, operation).flatMap((parameter) => {
    const own = found.find(({ in: place, name }) => place === parameter["in"] && name === parameter["name"])
    const label = `${String(parameter["in"])} ${String(parameter["name"])}`
    return own === undefined
      ? [`no ${label}`]
      : parameter["required"] === true && own["required"] !== true
      ? [`optional ${label}`]
      : []
  })
}

/** The fields that our schema lacks, by their paths, and the required ones that it does not require. */
const fieldDifferences = (
  schema: unknown,
  own: unknown,
  options: { readonly path: string; readonly mustRequire: boolean }
): ReadonlyArray<string> => {
  const members = membersOf(ours, own)
  return membersOf(publicDocument, schema).flatMap((member) => {
    const items = member["items"] === undefined ? [] : fieldDifferences(
      member["items"],
      members.find((candidate) => candidate["items"] !== undefined)?.["items"],
      { ...options, path: `${options.path}[]` }
    )
    const fields = Object.entries(at(member, "properties")).flatMap(([name, property]) => {
      const path = `${options.path}.${name}`
      const candidates = members.filter((candidate) => name in at(candidate, "properties"))
      if (candidates.length === 0) return [`no ${path}`]
      const isRequired = candidates.some(({ required }) => list(required).includes(name))
      const weaker = options.mustRequire && list(member["required"]).includes(name) && !isRequired
      return [
        ...(weaker ? [`optional ${path}`] : []),
        ...candidates.slice(0, 1).flatMap((candidate) =>
          fieldDifferences(property, at(candidate, "properties")[name], { ...options, path })
        )
      ]
    })
    return [...items, ...fields]
  })
}

const bodyDifferences = ({ method, operation, path }: OpenApi.Operation): ReadonlyArray<string> =>
  (["request", "response"] as const).flatMap((kind) => {
    const schema = bodyOf(publicDocument, operation, kind)
    const own = bodyOf(ours, ourOperation(method, path), kind)
    // Responses are decoded leniently, so a required field may be optional here, and a response may be ignored.
    return schema === undefined || Object.keys(at(schema)).length === 0
      ? []
      : fieldDifferences(schema, own, { path: kind, mustRequire: kind === "request" })
  })

const name = ({ method, path }: OpenApi.Operation) => `${method} ${path}`

const settled = operationsOf(publicDocument)
const modelled = settled.filter(({ method, path }) => Object.keys(ourOperation(method, path)).length > 0)

describe("the public description of the API", () => {
  it("has no settled operation that is missing here", () => {
    const missing = settled.filter((operation) => !modelled.includes(operation)).map(name)
    assert.deepStrictEqual(missing, [])
  })

  it("has no parameter and no field that is missing or weaker here, except for the intended differences", () => {
    const found = modelled.flatMap((operation) =>
      [...parameterDifferences(operation), ...bodyDifferences(operation)].map((text) => `${name(operation)}: ${text}`)
    )
    assert.deepStrictEqual(found.toSorted(), Object.keys(differences).toSorted())
  })

  it("says which endpoints are settled", () => {
    const paths = new Set(settled.map(name))
    for (const { endpoint: { method, path, provisional } } of covered) {
      const id = `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`
      assert.strictEqual(provisional, !paths.has(id), id)
    }
  })

  describe.each([true, false])("responses with all fields: %s", (complete) => {
    it.effect.each(modelled.map((operation) => [name(operation), operation] as const))(
      "of %s decode",
      ([id, { operation }]) =>
        Effect.gen(function*() {
          const declared = covered.find(({ endpoint: { method, path } }) =>
            `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}` === id
          )
          assert(declared !== undefined)
          if (Endpoint.successBody(declared.endpoint).kind !== "json") return
          const value = sample(publicDocument, bodyOf(publicDocument, operation, "response"), complete)
          const success = Schema.make<Schema.Codec<unknown>>(declared.endpoint.success.ast)
          yield* ServerJson.decoder(success)(value)
        })
    )
  })
})
