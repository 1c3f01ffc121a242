import { NodeServices } from "@effect/platform-node"
import { ConfigProvider, Effect, Fiber, Layer, Stdio } from "effect"
import { TerminalCapabilities } from "effect/cli"
import { eventually } from "../../../testing/test/utils/eventually.ts"
import { codeOf, reportCause } from "../../src/internal/exit.ts"
import * as Presenter from "../../src/internal/presenter.ts"
import { type Target, Writer } from "../../src/internal/writer.ts"
import { runWith } from "../../src/Revox.ts"
import { environment, type Output } from "./revox.ts"

/** A writer that collects what is written. */
export const collecting = () => {
  const written = { stdout: "", stderr: "" }
  const writer: Writer = {
    write: (target: Target, data) =>
      Effect.sync(() => {
        written[target] += typeof data === "string" ? data : new TextDecoder().decode(data)
      })
  }
  return { written, writer }
}

/** Runs the command in this process, with pipes and only the given environment variables, and returns its exit code. */
export const exitCodeOf = (
  args: ReadonlyArray<string>,
  { env = {}, writer }: { readonly env?: Record<string, string>; readonly writer: Writer }
): Effect.Effect<number> =>
  runWith(args).pipe(
    Effect.tapCause(reportCause),
    Effect.provideService(Writer, writer),
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env })),
    Effect.provide([
      Presenter.layer,
      Layer.provideMerge(TerminalCapabilities.layer, Layer.merge(NodeServices.layer, Stdio.layerTest({})))
    ]),
    Effect.exit,
    Effect.map((exit) => codeOf(exit, false))
  )

/** Runs the command in this process, with pipes and only the given environment variables. */
export const runInProcess = (args: ReadonlyArray<string>, env: Record<string, string> = {}): Effect.Effect<Output> =>
  Effect.suspend(() => {
    const { written, writer } = collecting()
    return Effect.map(exitCodeOf(args, { env, writer }), (exitCode) => ({ ...written, exitCode }))
  })

/** Starts the command in this process, with pipes and only the given environment variables, until the scope closes. */
export const startInProcess = Effect.fnUntraced(function*(args: ReadonlyArray<string>, env: Record<string, string>) {
  const { written, writer } = collecting()
  const fiber = yield* Effect.forkScoped(exitCodeOf(args, { env, writer }))
  return {
    /** Waits until the command prints a text, or ends. */
    printed: (text: string) =>
      eventually(Effect.sync(() => fiber.pollUnsafe()), (exit) => exit !== undefined || written.stdout.includes(text)),
    output: Effect.map(Fiber.join(fiber), (exitCode): Output => ({ ...written, exitCode }))
  }
})

/** Runs the command in this process against the simulator. Another process takes ten times as long to start. */
export const connected = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
  return yield* runInProcess(args, yield* environment)
})
