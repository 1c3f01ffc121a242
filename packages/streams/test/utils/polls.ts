import { Campaigns, RevoxError } from "@effect-revox/client"
import { type Campaign, Ids, Timestamp } from "@effect-revox/schema"
import { Clock, Effect, Layer, Random, Ref } from "effect"
import { TestClock } from "effect/testing"

export const id = Ids.CampaignId.make("campaign-1")

export const campaign = (changes: Partial<Campaign.Campaign> = {}): Campaign.Campaign => ({
  id,
  assistant_id: Ids.AssistantId.make("assistant-1"),
  created_at: Timestamp.Iso.make("2026-11-21T09:00:00Z"),
  is_cancelled: false,
  name: "November",
  organization_id: Ids.OrganizationId.make("organization-1"),
  status: "running",
  updated_at: null,
  ...changes
})

export const withFinishedRows = (completed: number, total = 4): Campaign.Campaign =>
  campaign({ row_stats: { calling: 0, completed, failed: 0, pending: total - completed, retry: 0, total } })

export const done = campaign({ status: "completed" })

export const failure = (reason: RevoxError.Reason): RevoxError.RevoxError =>
  new RevoxError.RevoxError({ operation: "Campaigns.retrieve", reason })

export const unavailable = failure(
  new RevoxError.InternalServerError({
    message: "busy",
    status: 503,
    attempts: 3,
    delivery: "unknown",
    isRetryable: true
  })
)

/**
 * Mocks `Campaigns` with the results of its polls, in order. The last one repeats. A response takes `latency`
 * milliseconds. `times` are the times of the polls, in seconds.
 */
export const mockPolls = Effect.fnUntraced(function*(
  all: ReadonlyArray<Campaign.Campaign | RevoxError.RevoxError>,
  latency = 0
) {
  const times = yield* Ref.make<ReadonlyArray<number>>([])
  const layer = Layer.mock(Campaigns.Campaigns, {
    retrieve: () =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const earlier = yield* Ref.getAndUpdate(times, (seconds) => [...seconds, now / 1000])
        if (latency > 0) yield* Effect.sleep(latency)
        const result = all[Math.min(earlier.length, all.length - 1)] ?? done
        return result instanceof RevoxError.RevoxError ? yield* result : result
      })
  })
  return { layer, times: Ref.get(times) }
})

/** Fixes the random number in the middle of the jitter, so that delays are exact. */
export const withoutJitter = Effect.provideService(Random.Random, {
  nextDoubleUnsafe: () => 0.5,
  nextIntUnsafe: () => 0
})

/** Forks an effect, and runs it to its first sleep before the clock is advanced. */
export const start = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.tap(Effect.forkChild(effect), TestClock.adjust(0))
