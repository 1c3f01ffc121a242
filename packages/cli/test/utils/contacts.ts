import { type Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { connected } from "./inProcess.ts"

/** Two valid contacts. */
export const valid = "phone_number,first_name\n+33184801234,Zoë\n+33184801235,Max\n"

/** Two valid contacts, a duplicate in another notation, and two lines that are rejected without a country. */
export const mixed = [
  "phone_number,first_name",
  "+33184801234,Zoë",
  "01 84 80 12 36,Ann",
  "3.3E+10,Bob",
  "+33 1 84 80 12 34,Twice",
  "+33184801235,Max",
  ""
].join("\n")

/** Writes contacts to a new file. */
export const contactsFile = Effect.fnUntraced(function*(content = valid, name = "contacts.csv") {
  const fs = yield* FileSystem.FileSystem
  const file = `${yield* fs.makeTempDirectoryScoped()}/${name}`
  yield* fs.writeFileString(file, content)
  return file
})

/** The flags of a campaign that calls the contacts of a file. */
export const createArguments = (name: string, contacts: string, ...more: ReadonlyArray<string>) => [
  "campaign",
  "create",
  "--assistant",
  "ada",
  "--name",
  name,
  "--contacts",
  contacts,
  ...more
]

/** Runs an effect, and returns the requests that the simulator received meanwhile too. */
export const recorded = Effect.fnUntraced(function*<A, E, R>(effect: Effect.Effect<A, E, R>) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const before = (yield* simulator.requests).length
  const result = yield* effect
  return { result, requests: (yield* simulator.requests).slice(before) }
})

/** Number of campaigns with a name. */
export const countNamed = Effect.fnUntraced(function*(name: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return (yield* simulator.campaigns).filter((campaign) => campaign.name === name).length
})

/** The methods and paths of requests. */
export const methods = (requests: ReadonlyArray<{ readonly method: string; readonly path: string }>) =>
  requests.map(({ method, path }) => `${method} ${path.replace("/api", "")}`)

/** Creates a campaign of two contacts. */
export const create = Effect.fnUntraced(function*(name: string, ...more: ReadonlyArray<string>) {
  return yield* recorded(connected(...createArguments(name, yield* contactsFile(), ...more)))
})

/** Injects faults while an effect runs. */
export const withFault = <A, E, R>(fault: Fault.Fault, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const simulator = yield* RevoxSimulator.RevoxSimulator
    const { hitCount, remove } = yield* simulator.inject(fault)
    const result = yield* effect
    assert.isAbove(yield* hitCount, 0)
    yield* remove
    return result
  })
