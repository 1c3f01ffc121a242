import type { CallCreate } from "@effect-revox/schema/CallCreate"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { CallSpec, PlacedCalls } from "../CallSpec.ts"
import type { CallState, Parameters } from "./calls.ts"
import * as Calls from "./calls.ts"
import type { Recordings } from "./recordings.ts"
import { idPrefixes } from "./row.ts"
import * as Random from "./random.ts"
import type { SimulatedTime } from "./simulatedTime.ts"

/** The calls of a simulator that belong to no campaign. */
export class CallStore extends Context.Service<CallStore, {
  /** Adds a call at a reading of the clock. It replaces one with the same id. */
  readonly add: (spec: CallSpec, clock: number) => CallState
  /** Places the call of a request at a reading of the clock. */
  readonly place: (request: CallCreate, clock: number) => CallState
  readonly find: (id: string) => Option.Option<CallState>
  /** All calls, oldest first. */
  readonly all: () => ReadonlyArray<CallState>
}>()("@effect-revox/testing/internal/CallStore") {}

/** Options of all calls of a simulator. */
export interface Options {
  readonly seed: number
  readonly time: SimulatedTime
  readonly unknownFields: boolean
  readonly placed: PlacedCalls
  readonly recordings: Recordings
}

const seedStream = 17

export const make = (
  { placed, recordings, seed: simulatorSeed, time, unknownFields }: Options
): CallStore["Service"] => {
  const calls = new Map<string, CallState>()
  const seed = Random.hash(simulatorSeed, 0, seedStream)
  const prefixes = idPrefixes(seed)
  let counter = 0
  const store = (parameters: Pick<Parameters, "id" | "request" | "placed" | "age">, clock: number): CallState => {
    const call = Calls.make({ ...parameters, index: counter, seed, time, unknownFields, prefixes, recordings, clock })
    counter += 1
    calls.set(call.id, call)
    return call
  }
  return {
    add: (spec, clock) => {
      const call = store(Calls.fromSpec(spec), clock)
      if (spec.isPaused === true) call.change("pause", clock)
      return call
    },
    place: (request, clock) => store({ id: undefined, request, placed, age: 0 }, clock),
    find: (id) => Option.fromUndefinedOr(calls.get(id)),
    all: () => Array.from(calls.values())
  }
}
