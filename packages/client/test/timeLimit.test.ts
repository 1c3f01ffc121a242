import { assert, describe, it, vi } from "@effect/vitest"
import { Duration, Effect, Exit, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import { timeoutFail } from "../src/internal/timeLimit.ts"

const late = () => "late" as const

const long = Duration.minutes(1)

/** An effect that never ends, and whose finalizer takes some time. */
const stubborn = (log: Array<string>) =>
  Effect.onInterrupt(
    Effect.never,
    () =>
      Effect.andThen(
        Effect.promise(() => new Promise((done) => setImmediate(done))),
        Effect.sync(() => log.push("stopped"))
      )
  )

describe("timeoutFail", () => {
  describe.each([
    ["the real clock", Duration.millis(20), Effect.void],
    ["a custom clock", long, TestClock.adjust(long)]
  ])("with %s", (name, duration, pass) => {
    const test = name === "the real clock" ? it.live : it.effect

    test("interrupts an effect that exceeds the limit, and waits for its finalizers", () =>
      Effect.gen(function*() {
        const log: Array<string> = []
        const fiber = yield* Effect.forkChild(Effect.exit(timeoutFail(stubborn(log), duration, late)), {
          startImmediately: true
        })
        yield* pass
        assert.deepStrictEqual(yield* Fiber.join(fiber), Exit.fail("late"))
        assert.deepStrictEqual(log, ["stopped"])
      }))

    test("interrupts the effect when the caller is interrupted", () =>
      Effect.gen(function*() {
        const log: Array<string> = []
        const fiber = yield* Effect.forkChild(timeoutFail(stubborn(log), long, late), { startImmediately: true })
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(log, ["stopped"])
      }))

    test("returns a value, error, defect or interruption within the limit", () =>
      Effect.gen(function*() {
        const soon = <A, E>(exit: Exit.Exit<A, E>) =>
          Effect.exit(timeoutFail(Effect.andThen(Effect.yieldNow, exit), long, late))
        assert.deepStrictEqual(yield* soon(Exit.succeed(1)), Exit.succeed(1))
        assert.deepStrictEqual(yield* soon(Exit.fail("no")), Exit.fail("no"))
        assert.deepStrictEqual(yield* soon(Exit.die("bug")), Exit.die("bug"))
        assert.isTrue(Exit.hasInterrupts(yield* soon(Exit.interrupt(1))))
        assert.deepStrictEqual(yield* Effect.exit(timeoutFail(Effect.succeed(1), long, late)), Exit.succeed(1))
      }))
  })

  it.live.each(["30 days", Infinity] as const)(
    "supports a limit of %s, which exceeds the maximum of timers",
    (time) =>
      Effect.gen(function*() {
        const waiting = timeoutFail(Effect.never, Duration.fromInputUnsafe(time), late)
        assert.isTrue(Option.isNone(yield* Effect.timeoutOption(waiting, "30 millis")))
      })
  )

  it.live("clears its timer, so that the process can exit", () =>
    Effect.gen(function*() {
      const spies = [vi.spyOn(globalThis, "setTimeout"), vi.spyOn(globalThis, "clearTimeout")] as const
      yield* Effect.addFinalizer(() => Effect.sync(() => spies.forEach((spy) => spy.mockRestore())))
      yield* timeoutFail(Effect.yieldNow, Duration.millis(12_345), late)
      const [set, cleared] = spies
      const timers = set.mock.results.filter((_, index) => set.mock.calls[index]?.[1] === 12_345)
      assert.lengthOf(timers, 1)
      assert.include(cleared.mock.calls.map(([timer]) => timer), timers[0]?.value)
    }))
})
