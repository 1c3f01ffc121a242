import { assert } from "@effect/vitest"
import { Clock, Effect, Fiber } from "effect"
import { eventually } from "../../../testing/test/utils/eventually.ts"
import { collecting, exitCodeOf } from "./inProcess.ts"

/** The environment variables that a text sets. */
export const exportsOf = (text: string): Record<string, string> =>
  Object.fromEntries(Array.from(text.matchAll(/^export (\w+)=(.*)$/gm), ([, name = "", value = ""]) => [name, value]))

/** Runs `revox simulate` in this process until the scope closes, after it has printed how to use it. */
export const simulating = Effect.fnUntraced(function*(args: ReadonlyArray<string>, options: {
  /** The simulator's clock. Default: that of the test. */
  readonly clock?: Clock.Clock
  readonly collected?: ReturnType<typeof collecting>
} = {}) {
  const { written, writer } = options.collected ?? collecting()
  const fiber = yield* exitCodeOf(["simulate", ...args], { writer }).pipe(
    Effect.provideService(Clock.Clock, options.clock ?? (yield* Clock.Clock)),
    Effect.forkScoped
  )
  const text = Effect.sync(() => written.stdout + written.stderr)
  yield* eventually(text, (text) => /^Ctrl-C/m.test(text) || fiber.pollUnsafe() !== undefined)
  assert.isUndefined(fiber.pollUnsafe(), yield* text)
  const env = exportsOf(yield* text)
  return { written, env, url: env["REVOX_BASE_URL"] ?? "", exitCode: Fiber.join(fiber) }
})
