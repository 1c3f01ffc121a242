import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Fiber, Layer, Path, Queue, Ref, Schedule, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { existsSync } from "node:fs"
import { environment } from "./utils/revox.ts"

// `script` gives a program a terminal of its own; whether it is there has to be known before any test runs.
const hasTerminals = existsSync("/usr/bin/script") && process.platform === "linux"

/** Runs the command on a terminal 100 columns wide, where keys can be pressed. */
const onTerminal = Effect.fnUntraced(function*(command: string) {
  const path = yield* Path.Path
  const bin = yield* path.fromFileUrl(new URL("../src/bin.ts", import.meta.url))
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const keys = yield* Queue.unbounded<string>()
  const child = yield* spawner.spawn(
    ChildProcess.make("script", ["-qefc", `stty cols 100 rows 24; exec node ${bin} ${command}`, "/dev/null"], {
      env: { ...(yield* environment), TERM: "xterm-256color" },
      extendEnv: true,
      stdin: Stream.encodeText(Stream.fromQueue(keys))
    })
  )
  const screen = yield* Ref.make("")
  const reading = yield* Effect.forkScoped(
    Stream.runForEach(Stream.decodeText(child.stdout), (text) => Ref.update(screen, (all) => all + text))
  )
  return {
    screen: Ref.get(screen),
    /** Waits until something can be seen, ten seconds at most. */
    sees: (text: string | RegExp) =>
      Ref.get(screen).pipe(
        Effect.map((all) => (typeof text === "string" ? all.includes(text) : text.test(all))),
        Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: (seen: boolean) => seen }),
        Effect.timeout("10 seconds")
      ),
    press: (key: string) => Queue.offer(keys, key),
    exitCode: Effect.andThen(Fiber.join(reading), child.exitCode)
  }
})

const services = Layer.merge(
  NodeServices.layer,
  RevoxSimulator.layer({ speed: 60, campaigns: [{ id: "done", rows: 40, status: "completed" }] })
)

describe.skipIf(!hasTerminals)("on a terminal", () => {
  layer(services, { excludeTestServices: true })((it) => {
    it.effect("a bar is drawn over itself until the campaign is completed", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "3 minutes" })
        const terminal = yield* onTerminal(`campaign watch ${id}`)
        yield* terminal.sees(/\r\x1b\[2K[█░]+ +\d+% {2}running/)
        yield* terminal.sees(/\r\x1b\[2K█+ 100% {2}completed/)
        assert.strictEqual(Number(yield* terminal.exitCode), 0)
        const screen = yield* terminal.screen
        assert.strictEqual(screen.trimEnd().split("\n").length, 1, "nothing but the bar")
        assert.notInclude(screen, "…", "the bar leaves room for the figures")
        assert.isTrue(screen.endsWith("\r\n"))
      }), 30_000)

    it.effect("Ctrl-C stops it at once, and leaves the line below the bar free", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "10 hours" })
        const terminal = yield* onTerminal(`campaign watch ${id}`)
        yield* terminal.sees("running")
        yield* terminal.press("\x03")
        assert.strictEqual(Number(yield* terminal.exitCode), 130)
        const screen = yield* terminal.screen
        assert.match(screen, /\r?\n$/)
        assert.notInclude(screen, "    at ")
      }), 30_000)

    it.effect("a table is no wider than the terminal", () =>
      Effect.gen(function*() {
        const terminal = yield* onTerminal("rows list done --limit 20")
        assert.strictEqual(Number(yield* terminal.exitCode), 0)
        const lines = (yield* terminal.screen).trimEnd().split("\r\n")
        assert.lengthOf(lines, 21)
        // Wide characters take two columns, so fewer of them fit.
        for (const line of lines) assert.isAtMost([...line].length, 100)
        assert.isTrue(lines.some((line) => line.endsWith("…")))
      }), 30_000)
  })
})
