import { Campaigns, RevoxError } from "@effect-revox/client"
import { type Campaign, type CampaignRow, Ids, Timestamp } from "@effect-revox/schema"
import { CampaignExports, CampaignExportWorkflow, Destination, ExportStore } from "@effect-revox/workflow"
import { vi } from "@effect/vitest"
import { Clock, Context, type Duration, Effect, Fiber, Layer, Random, Ref } from "effect"
import { TestClock } from "effect/testing"
import { WorkflowEngine } from "effect/workflow"
import { createHash } from "node:crypto"
import { Shelf, shelf } from "./shelf.ts"

export { Shelf, shelf }

export const campaign = (changes: Partial<Campaign.Campaign> = {}): Campaign.Campaign => ({
  id: Ids.CampaignId.make("spring"),
  assistant_id: Ids.AssistantId.make("assistant-1"),
  created_at: Timestamp.Iso.make("2026-11-21T09:00:00Z"),
  is_cancelled: false,
  name: "Spring",
  organization_id: Ids.OrganizationId.make("organization-1"),
  status: "running",
  updated_at: null,
  ...changes
})

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

export const row = (index: number): CampaignRow.CampaignRow => ({
  id: Ids.RowId.make(`row-${index}`),
  input_data: {},
  phone_number: "+33612345678",
  row_index: index
})

/** A `Campaigns` service whose campaign is `at(second)`, with the given number of rows. Records the time of each poll. */
export const service = Effect.fnUntraced(function*(
  at: (second: number) => Campaign.Campaign | RevoxError.RevoxError,
  rows = 0,
  getRows?: (page: number) => Effect.Effect<void, RevoxError.RevoxError>
) {
  const polls = yield* Ref.make<ReadonlyArray<number>>([])
  const layer = Layer.mock(Campaigns.Campaigns, {
    retrieve: () =>
      Effect.gen(function*() {
        const second = (yield* Clock.currentTimeMillis) / 1000
        yield* Ref.update(polls, (seconds) => [...seconds, second])
        const polled = at(second)
        return polled instanceof RevoxError.RevoxError ? yield* polled : polled
      }),
    getRows: (_id: string, query: { readonly page?: number; readonly page_size?: number } = {}) =>
      Effect.gen(function*() {
        const { page = 0, page_size = 100 } = query
        if (getRows !== undefined) yield* getRows(page)
        const from = page * page_size
        const count = Math.max(0, Math.min(page_size, rows - from))
        return { page, page_size, total: rows, rows: Array.from({ length: count }, (_, index) => row(from + index)) }
      })
  })
  return { layer, polls: Ref.get(polls) }
})

/** Fixes the jitter at its middle, so that pauses have exact lengths. */
export const withoutJitter = Layer.succeed(Random.Random, { nextDoubleUnsafe: () => 0.5, nextIntUnsafe: () => 0 })

/** Number of activity results read from the engine. Each replay reads those of all earlier steps. */
export class ActivityReads extends Context.Service<ActivityReads, { count: number }>()("test/ActivityReads") {}

const counted = Layer.effectContext(Effect.map(WorkflowEngine.WorkflowEngine, (engine) => {
  const reads = { count: 0 }
  return Context.make(ActivityReads, reads).pipe(
    Context.add(WorkflowEngine.WorkflowEngine, {
      ...engine,
      activityExecute: (activity, attempt) =>
        Effect.suspend(() => {
          reads.count += 1
          return engine.activityExecute(activity, attempt)
        })
    })
  )
})).pipe(Layer.provide(WorkflowEngine.layerMemory))

/**
 * Computes digests, which execution ids are made of, on the event loop. The platform computes them on other threads, which
 * the test clock does not wait for.
 */
const digests = Layer.effectDiscard(Effect.acquireRelease(
  Effect.sync(() =>
    vi.spyOn(globalThis.crypto.subtle, "digest").mockImplementation(async (_, data) => {
      const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data
      return Uint8Array.from(createHash("sha256").update(new Uint8Array(bytes)).digest()).buffer
    })
  ),
  (spy) => Effect.sync(() => spy.mockRestore())
))

/** Exports in memory, on the test clock. */
export const exports = <E>(
  campaigns: Layer.Layer<Campaigns.Campaigns, E>,
  options: CampaignExportWorkflow.Options = {}
) =>
  CampaignExports.layerWith({ baseUrl: options.baseUrl }).pipe(
    Layer.provideMerge(CampaignExportWorkflow.layer(options)),
    Layer.provide(Destination.layer(Effect.all({ shelf }))),
    Layer.provideMerge(ExportStore.layerMemory),
    Layer.provideMerge(counted),
    Layer.provideMerge(Shelf.layer),
    Layer.provide(campaigns),
    Layer.provideMerge(withoutJitter),
    Layer.provideMerge(digests)
  )

/** Waits for pending promises, which the test clock ignores. */
const settle = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** Advances the test clock by `seconds`, in increments of `increment`. */
export const pass = Effect.fnUntraced(function*(seconds: number, increment = 1) {
  for (let passed = 0; passed <= seconds; passed += increment) {
    for (let turns = 0; turns < 5; turns++) yield* settle
    yield* TestClock.adjust(passed === 0 ? 0 : increment * 1000)
  }
  for (let turns = 0; turns < 5; turns++) yield* settle
})

/** Advances the test clock until the effect completes. */
export const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>, step: Duration.Input = "1 second") =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust(0)
    while (fiber.pollUnsafe() === undefined) {
      // A step takes several turns of the event loop, during which the clock must not advance.
      for (let turns = 0; turns < 3; turns++) yield* settle
      yield* TestClock.adjust(step)
    }
    return yield* Fiber.join(fiber)
  })
