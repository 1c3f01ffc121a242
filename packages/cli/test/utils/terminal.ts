import { Effect, Fiber, Queue, Ref, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { existsSync } from "node:fs"
import { tied } from "../../../../scripts/internal/childProcess.ts"
import { eventually } from "../../../testing/test/utils/eventually.ts"
import { commandLine, environment } from "./revox.ts"

/** Whether `script` is installed, which runs a program on a new pseudo-terminal. */
export const hasTerminals = existsSync("/usr/bin/script") && process.platform === "linux"

/** Options of a terminal. */
interface TerminalOptions {
  /** Width of the terminal. Default: 100. */
  readonly columns?: number
  /** More environment variables. */
  readonly env?: Record<string, string>
}

/** Runs the command on a terminal that accepts key presses. */
export const onTerminalWith = Effect.fnUntraced(function*(
  { columns = 100, env }: TerminalOptions,
  ...args: ReadonlyArray<string>
) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const keys = yield* Queue.unbounded<string>()
  const child = yield* spawner.spawn(
    ChildProcess.make("script", [
      "-qefc",
      `stty cols ${columns} rows 24; exec ${yield* commandLine(args)}`,
      "/dev/null"
    ], {
      env: { ...(yield* environment), TERM: "xterm-256color", ...env },
      extendEnv: true,
      stdin: Stream.encodeText(Stream.fromQueue(keys)),
      ...tied
    })
  )
  const screen = yield* Ref.make("")
  const reading = yield* Effect.forkScoped(
    Stream.runForEach(Stream.decodeText(child.stdout), (text) => Ref.update(screen, (all) => all + text))
  )
  return {
    screen: Ref.get(screen),
    /** Waits until the screen matches a pattern. */
    waitFor: (text: RegExp) => eventually(Ref.get(screen), (all) => text.test(all)),
    press: (key: string) => Queue.offer(keys, key),
    exitCode: Effect.andThen(Fiber.join(reading), child.exitCode)
  }
})

/** Runs the command on a terminal that is 100 columns wide and accepts key presses. */
export const onTerminal = (...args: ReadonlyArray<string>) => onTerminalWith({}, ...args)
