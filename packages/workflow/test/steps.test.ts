import { RowsError } from "@effect-revox/streams"
import { Destination, DestinationError, ExportStore } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer, Semaphore } from "effect"
import { TestClock } from "effect/testing"
import * as Elapsed from "../src/internal/elapsed.ts"
import { RunnerContext } from "../src/internal/runnerContext.ts"
import { poll, transfer, type Watch } from "../src/internal/steps.ts"
import { task } from "./utils/embedded.ts"
import { campaign, service, withoutJitter } from "./utils/memory.ts"

const minutes = (count: number) => count * 60_000

const runnerContext = Effect.gen(function*() {
  return {
    baseUrl: undefined,
    pagesPerStep: 1,
    permits: Semaphore.makeUnsafe(1),
    interrupt: () => Effect.void,
    startedAt: yield* Elapsed.now,
    verified: new Set<string>()
  }
})

/** Polls a running campaign one minute after the process started. */
const pollAfterStart = Effect.fnUntraced(
  function*(startedAt: number, before: Omit<Watch, "_tag" | "pause" | "isTerminal">) {
    yield* TestClock.setTime(startedAt)
    const context = yield* runnerContext
    yield* TestClock.adjust("1 minute")
    const api = yield* service(() => campaign())
    const exported = yield* task("export", { campaignId: "spring", timeout: Duration.hours(1) })
    return yield* poll(exported, { _tag: "Watch", pause: 0, isTerminal: false, ...before }).pipe(
      Effect.provideService(RunnerContext, context),
      Effect.provide([api.layer, ExportStore.layerMemory, withoutJitter])
    )
  }
)

const pollState = { startedAt: minutes(100), progressedAt: minutes(100), consecutiveFailures: 0 }

const observedAt = (minute: number) => ({ process: "killed", wall: minutes(minute), monotonic: 77 })

describe("poll", () => {
  it.effect("does not wait longer when the clock is set back between two processes", () =>
    Effect.gen(function*() {
      // 50 minutes passed until the last poll. Then the process was killed, and the clock was set back by two hours.
      const before = { pollState, pollCount: 9, observedAt: observedAt(150) }
      const after = yield* pollAfterStart(minutes(30), before)
      // 51 minutes have passed.
      assert.strictEqual(after.pollState.startedAt, minutes(31 - 51))
      const error = yield* Effect.flip(
        pollAfterStart(minutes(30 + 8), { ...after, observedAt: observedAt(31) }).pipe(
          Effect.andThen(pollAfterStart(minutes(30 + 9), { ...after, observedAt: observedAt(31) }))
        )
      )
      assert.strictEqual(error.reason._tag, "CompletionTimeoutError")
    }))

  it.effect("does not wait longer when the clock is set back before the first poll", () =>
    Effect.gen(function*() {
      const after = yield* pollAfterStart(minutes(30), { pollState, pollCount: 0 })
      assert.strictEqual(after.pollState.startedAt, minutes(31))
    }))

  it.effect("counts the time between two processes", () =>
    Effect.gen(function*() {
      const after = yield* pollAfterStart(minutes(155), { pollState, pollCount: 9, observedAt: observedAt(150) })
      assert.strictEqual(after.pollState.startedAt, minutes(100))
      const late = { pollState, pollCount: 9, observedAt: observedAt(120) }
      const error = yield* Effect.flip(pollAfterStart(minutes(160), late))
      assert.strictEqual(error.reason._tag, "CompletionTimeoutError")
    }))

  it.effect("measures the time within a process with its monotonic clock", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(minutes(100))
      const started = yield* Elapsed.now
      const since = yield* Elapsed.nowOf(started)
      yield* TestClock.adjust("10 minutes")
      const now = yield* Elapsed.nowOf(started)
      assert.strictEqual(Elapsed.setBack(since, started, now), 0)
      assert.strictEqual(Elapsed.setBack(since, started, { ...now, wall: minutes(50) }), minutes(60))
      assert.strictEqual(Elapsed.setBack(since, started, { ...now, wall: minutes(500) }), 0)
    }))
})

describe("transfer", () => {
  it.effect("tries again when missing rows cannot be read again yet", () =>
    Effect.gen(function*() {
      const failed = new DestinationError.DestinationError({
        destination: "full",
        reason: new DestinationError.WriteError({ problem: "the disk is full", isRetryable: true })
      })
      const nothing = { received: 0, duplicates: 0, totalDrift: 0, invalid: 0, shortPages: 0 }
      const audit = { ...nothing, expected: 2, missing: 2, pages: 1, requests: 1 }
      const rowsMissing = new RowsError.RowsError({
        campaignId: "spring",
        reason: new RowsError.MissingRowsError({ audit })
      })
      let isFull = true
      const destinations = Destination.layer(Effect.succeed({
        sql: {
          prepare: () => Effect.void,
          writeNext: () => Effect.fail(rowsMissing),
          reset: () => isFull ? Effect.fail(failed) : Effect.void,
          publish: () => Effect.succeed({ location: "here" }),
          rollback: () => Effect.void
        }
      }))
      const exported = yield* task("export", { campaignId: "spring" })
      const api = yield* service(() => campaign())
      yield* Effect.gen(function*() {
        const store = yield* ExportStore.ExportStore
        yield* store.queue(exported.id, exported.job)
        const first = { _tag: "Transfer", failures: 0, rereads: 0, pause: 0, isTerminal: false } as const
        const second = yield* transfer(exported, first)
        assert.deepInclude(second, { failures: 1, rereads: 0, isTerminal: false })
        assert.isAbove(second.pause, 0)
        isFull = false
        assert.deepInclude(yield* transfer(exported, second), { failures: 2, rereads: 1 })
      }).pipe(
        Effect.provideService(RunnerContext, yield* runnerContext),
        Effect.provide(Layer.mergeAll(api.layer, ExportStore.layerMemory, destinations, withoutJitter))
      )
    }))
})
