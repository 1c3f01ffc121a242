import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({ campaigns: [{ id: "done", rows: 40, status: "completed" }] })
)

describe.skipIf(!hasTerminals)("on a terminal", () => {
  layer(services, { excludeTestServices: true })((it) => {
    it.effect("redraws the bar until the campaign is completed", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "3 minutes" })
        const terminal = yield* onTerminal("campaign", "watch", id)
        yield* terminal.waitFor(/\r\x1b\[2K[█░]+ +\d+% {2}running/)
        yield* SimulatorClock.advance("3 minutes")
        yield* terminal.waitFor(/\r\x1b\[2K█+ 100% {2}completed/)
        assert.strictEqual(Number(yield* terminal.exitCode), 0)
        const screen = yield* terminal.screen
        assert.strictEqual(screen.trimEnd().split("\n").length, 1, "nothing but the bar")
        assert.notInclude(screen, "…", "the bar leaves room for the figures")
        assert.isTrue(screen.endsWith("\r\n"))
      }))

    it.effect("exits on Ctrl-C and moves the cursor below the bar", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "10 hours" })
        const terminal = yield* onTerminal("campaign", "watch", id)
        yield* terminal.waitFor(/running/)
        yield* terminal.press("\x03")
        assert.strictEqual(Number(yield* terminal.exitCode), 130)
        const screen = yield* terminal.screen
        assert.match(screen, /\r?\n$/)
        assert.notInclude(screen, "    at ")
      }))

    it.effect("prompts before it overwrites a file", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = `${yield* fs.makeTempDirectoryScoped()}/rows.ndjson`
        yield* fs.writeFileString(file, "old")
        const refused = yield* onTerminal("rows", "export", "done", "-o", file)
        yield* refused.waitFor(/exists\. Overwrite it\?/)
        yield* refused.press("n")
        assert.strictEqual(Number(yield* refused.exitCode), 2)
        assert.strictEqual(yield* fs.readFileString(file), "old")
        const confirmed = yield* onTerminal("rows", "export", "done", "-o", file)
        yield* confirmed.waitFor(/exists\. Overwrite it\?/)
        yield* confirmed.press("y")
        assert.strictEqual(Number(yield* confirmed.exitCode), 0)
        assert.lengthOf((yield* fs.readFileString(file)).trimEnd().split("\n"), 40)
      }))

    it.effect("fits tables to the width of the terminal", () =>
      Effect.gen(function*() {
        const terminal = yield* onTerminal("rows", "list", "done", "--limit", "20", "--quiet")
        assert.strictEqual(Number(yield* terminal.exitCode), 0)
        const lines = (yield* terminal.screen).trimEnd().split("\r\n")
        assert.lengthOf(lines, 21)
        // Wide characters take two columns, so fewer of them fit.
        for (const line of lines) assert.isAtMost([...line].length, 100)
        // The least important columns are left out.
        assert.match(lines[0] ?? "", /id\s+phone\s+status/)
      }))
  })
})
