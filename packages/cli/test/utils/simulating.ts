import { NodeServices } from "@effect/platform-node"
import { assert } from "@effect/vitest"
import { Clock, ConfigProvider, Effect, Fiber, Layer, Stdio } from "effect"
import { TerminalCapabilities } from "effect/cli"
import { eventually } from "../../../testing/test/utils/eventually.ts"
import { codeOf, reportCause } from "../../src/internal/exit.ts"
import * as Presenter from "../../src/internal/presenter.ts"
import { Writer } from "../../src/internal/writer.ts"
import { runWith } from "../../src/Revox.ts"
import { collecting } from "./inProcess.ts"

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
  const fiber = yield* runWith(["simulate", ...args]).pipe(
    Effect.tapCause(reportCause),
    Effect.provideService(Writer, writer),
    Effect.provideService(Clock.Clock, options.clock ?? (yield* Clock.Clock)),
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: {} })),
    Effect.provide([
      Presenter.layer,
      Layer.provideMerge(TerminalCapabilities.layer, Layer.merge(NodeServices.layer, Stdio.layerTest({})))
    ]),
    Effect.exit,
    Effect.map((exit) => codeOf(exit, false)),
    Effect.forkScoped
  )
  const text = Effect.sync(() => written.stdout + written.stderr)
  yield* eventually(text, (text) => /^Ctrl-C/m.test(text) || fiber.pollUnsafe() !== undefined)
  assert.isUndefined(fiber.pollUnsafe(), yield* text)
  const env = exportsOf(yield* text)
  return { written, env, url: env["REVOX_BASE_URL"] ?? "", exitCode: Fiber.join(fiber) }
})
