import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as Place from "../src/internal/exports/place.ts"
import { Writer } from "../src/internal/writer.ts"

/** Lines that a command prints when it is interrupted while its database takes some seconds to open. */
const printedDuring = Effect.fnUntraced(function*(seconds: number) {
  const printed: Array<string> = []
  const writer = Layer.succeed(Writer, {
    write: (_, data) => Effect.sync(() => void printed.push(String(data)))
  })
  let isOpen = false
  const database = Effect.uninterruptible(Effect.sleep(`${seconds} seconds`)).pipe(
    Effect.andThen(Effect.sync(() => {
      isOpen = true
    })),
    Effect.uninterruptible
  )
  const place = { _tag: "Directory", directory: "/exports" } as const
  const command = yield* Effect.forkChild(Effect.provide(Place.opening(place)(database), writer))
  yield* TestClock.adjust("1 millis")
  const interrupting = yield* Effect.forkChild(Fiber.interrupt(command))
  yield* TestClock.adjust("1 minute")
  yield* Fiber.join(interrupting)
  assert.isTrue(isOpen)
  return printed
})

describe("opening", () => {
  it.effect("notes what an interrupted command waits for, and waits for it", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* printedDuring(18), [
        "Stopping as soon as the database in /exports is open.\n"
      ])
      assert.deepStrictEqual(yield* printedDuring(0.1), [])
    }))
})
