import { Campaigns, Revox, type RevoxClient } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"

/** The services of a program that uses the simulator. */
export const revox = (options?: Partial<RevoxClient.Options>) =>
  Layer.unwrap(
    Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl, ...options }))
  )

/** A simulator in memory with one completed campaign `spring`, and a client. Both use the clock of the test. */
export const inMemory = (
  options?: Partial<RevoxClient.Options>,
  simulator?: RevoxSimulator.Options
) =>
  Layer.provideMerge(
    revox(options),
    Layer.orDie(
      RevoxSimulator.layerMemory({ campaigns: [{ id: "spring", status: "completed", rows: 20 }], ...simulator })
    )
  )

export const retrieve = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring"))

/** The times of requests in milliseconds, relative to the first. */
export const times = Effect.map(
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests),
  (requests) => requests.map((request) => request.receivedAt - (requests[0]?.receivedAt ?? 0))
)

/** Forks an effect, and waits until the fiber sleeps, so that the clock can be adjusted. */
export const start = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.tap(Effect.forkChild(effect), TestClock.adjust(0))
