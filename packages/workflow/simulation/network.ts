import { Fault, SimulatedResponse } from "@effect-revox/testing"
import { Effect, Fiber, type Scope } from "effect"
import { HttpClient } from "effect/http"
import type { RandomNumbers } from "./choose.ts"
import type { Process } from "./process.ts"

/** Probabilities of faults, and delays. */
export interface Weather {
  /** Probability of a fault for each request that changes something. */
  readonly writeFaults: number
  /** Probability of a fault for each other request. */
  readonly readFaults: number
  /** Maximum time until the server handles a request that changes something, in milliseconds. */
  readonly maxDelay: number
}

/** Number of requests that the server handled, by endpoint. */
export type Handled = Map<string, number>

type Kind = "none" | "reset before" | "reset" | "503 before" | "503" | "429" | "stall" | "garbage"

const kinds: ReadonlyArray<Kind> = ["reset before", "reset", "503 before", "503", "429", "stall", "garbage"]

const isRejected = (kind: Kind): boolean => kind === "reset before" || kind === "503 before" || kind === "429"

/**
 * A fault of random kinds, which occurs before or after the server acts. Counts the requests that the server handles.
 */
export const faults = (
  weather: Weather,
  random: RandomNumbers,
  handled: Handled,
  trace: (line: string) => void
): Fault.Fault => {
  const planned = new Map<number, Kind>()
  const plan = ({ request }: Fault.Hit): Kind => {
    const known = planned.get(request.index)
    if (known !== undefined) return known
    const endpoint = request.endpoint ?? "none"
    const probability = request.method === "GET" ? weather.readFaults : weather.writeFaults
    const kind = random.nextDoubleUnsafe() < probability
      ? kinds[Math.floor(random.nextDoubleUnsafe() * kinds.length)] ?? "none"
      : "none"
    planned.set(request.index, kind)
    if (!isRejected(kind)) handled.set(endpoint, (handled.get(endpoint) ?? 0) + 1)
    trace(`${request.receivedAt} ${request.method} ${request.target} ${kind}`)
    return kind
  }
  return Fault.always(Fault.make("weather", {
    rejects: (hit) => isRejected(plan(hit)),
    response: (response, hit) => {
      const at = (kind: SimulatedResponse.Break["kind"]) =>
        SimulatedResponse.deliver(response, { interruption: { at: "headers", kind } })
      switch (plan(hit)) {
        case "none":
          return response
        case "reset before":
        case "reset":
          return at("reset")
        case "stall":
          return at("stall")
        case "503 before":
        case "503":
          return hit.error(503, "busy")
        case "429":
          return { ...hit.error(429, "slow down"), headers: { "retry-after": "3" } }
        case "garbage":
          return SimulatedResponse.text(200, "application/json", "{\"campaign\":{\"id\":")
      }
    }
  }))
}

/**
 * The client of a process. A request that was sent reaches the server even if the process is killed, after a delay.
 */
export const client = (
  inner: HttpClient.HttpClient,
  weather: Weather,
  random: RandomNumbers,
  world: Scope.Scope,
  process: Process
): HttpClient.HttpClient =>
  HttpClient.make((request) =>
    process.run("http")(
      Effect.suspend(() => {
        const delay = request.method === "GET" ? 0 : Math.floor(random.nextDoubleUnsafe() * weather.maxDelay)
        return Effect.flatMap(Effect.forkIn(Effect.delay(inner.execute(request), delay), world), Fiber.join)
      })
    )
  )
