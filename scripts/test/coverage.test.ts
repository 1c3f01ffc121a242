import { Account, Assistants, Calls, Campaigns, PhoneNumbers, Revox, Voices } from "@effect-revox/client"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { FetchHttpClient } from "effect/http"
import { commands, commandsOf } from "../internal/commands.ts"
import { coveragePage, covered } from "../internal/coverage.ts"

const layer = Layer.provide(Revox.layer({ apiKey: Redacted.make("key") }), FetchHttpClient.layer)

/** The methods of all services, which `Revox.layer` provides. */
const methods = Effect.gen(function*() {
  const services = {
    Account: yield* Account.Account,
    Assistants: yield* Assistants.Assistants,
    Calls: yield* Calls.Calls,
    Campaigns: yield* Campaigns.Campaigns,
    PhoneNumbers: yield* PhoneNumbers.PhoneNumbers,
    Voices: yield* Voices.Voices
  }
  return Object.entries(services).flatMap(([name, service]) =>
    Object.keys(service).map((method) => `${name}.${method}`)
  )
}).pipe(Effect.provide(layer))

/** Methods that execute the endpoint of another method. */
const variants = ["Campaigns.getRowsWithText"]

describe("docs/reference/coverage.md", () => {
  it.effect("lists exactly the methods of the services", () =>
    Effect.gen(function*() {
      const listed = covered.map(({ method, service }) => `${service}.${method}`)
      assert.sameMembers(yield* methods, [...listed, ...variants])
    }))

  it("names commands that exist, for methods that exist", () => {
    const listed = covered.map(({ method, service }) => `${service}.${method}`)
    assert.isAbove(Object.keys(commandsOf).length, 15)
    assert.includeMembers(listed, Object.keys(commandsOf))
    assert.includeMembers([...commands], Object.values(commandsOf).flat())
    assert.include(coveragePage, "| `Assistants.retrieve` | `revox assistant get` | settled |")
  })

  it("names all commands of resources", () => {
    const resources = /^(?:account|assistant|call|campaign|number|rows|voice)(?: |$)/
    const named = new Set(Object.values(commandsOf).flat())
    assert.deepStrictEqual(commands.filter((command) => resources.test(command) && !named.has(command)), [])
  })
})
