import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { displayWidth } from "effect/cli/CliOutput"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { hasTerminals, onTerminalWith } from "./utils/terminal.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({ campaigns: [{ id: "done", rows: 40, status: "completed" }] })
)

const widths = [20, 60, 80, 200]

/** The lines that were drawn one over another. */
const drawings = (screen: string): ReadonlyArray<string> => screen.split("\r\x1b[2K").map((line) => line.trimEnd())

/** The figures that are shown at each width, while a campaign runs and when it is completed. */
const running: Readonly<Record<number, RegExp>> = {
  20: /^ *\d+% \d+\/40 [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] \d+s$/,
  60: /^ *\d+% {2}running, \d+\/40 rows, \d+ calling, \d+ to retry {2}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] \d+s$/,
  80: /^[█░]{10,} +\d+% {2}running, \d+\/40 rows, \d+ calling, \d+ to retry {2}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] \d+s$/,
  200: /^[█░]{30} +\d+% {2}running, \d+\/40 rows, \d+ calling, \d+ to retry {2}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] \d+s$/
}

describe.skipIf(!hasTerminals)("on a terminal", () => {
  layer(services, { excludeTestServices: true })((it) => {
    it.effect("campaign watch shows figures before the bar, and that it is alive, at every width", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "3 minutes" })
        const terminals = yield* Effect.forEach(
          widths,
          (columns) => onTerminalWith({ columns }, "campaign", "watch", id),
          { concurrency: "unbounded" }
        )
        for (const [index, columns] of widths.entries()) {
          const terminal = terminals[index]
          const expected = running[columns]
          if (terminal === undefined || expected === undefined) return assert.fail()
          // The spinner and the time change between two polls.
          yield* terminal.waitFor(/[⠙⠹] 0s/)
          yield* terminal.waitFor(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] [1-9]s/)
          const screen = yield* terminal.screen
          assert.isTrue(drawings(screen).some((line) => expected.test(line)), `${columns}: ${JSON.stringify(screen)}`)
        }
        yield* SimulatorClock.advance("3 minutes")
        for (const [index, columns] of widths.entries()) {
          const terminal = terminals[index]
          if (terminal === undefined) return assert.fail()
          assert.strictEqual(Number(yield* terminal.exitCode), 0)
          const lines = drawings(yield* terminal.screen)
          for (const line of lines) assert.isBelow(displayWidth(line), columns, line)
          const last = lines[lines.length - 1] ?? ""
          assert.match(last, /100%.* 40\/40/)
          assert.notMatch(last, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/)
          assert.notMatch(lines.join("\n"), /0\/0|0\.0 rows|…/)
        }
      }))

    it.effect("rows list omits columns that do not fit", () =>
      Effect.gen(function*() {
        const titles: Readonly<Record<number, RegExp>> = {
          20: /^ *# +phone$/,
          60: /^ *# +phone +status +result +dial error$/,
          80: /^ *# +phone +status +result +dial error$/,
          200: /^ *# +id +phone +status +result +dial error +attempts +last attempt +data +call id$/
        }
        const screens = yield* Effect.forEach(
          widths,
          Effect.fnUntraced(function*(columns) {
            const terminal = yield* onTerminalWith({ columns }, "rows", "list", "done", "--limit", "20")
            assert.strictEqual(Number(yield* terminal.exitCode), 0)
            return (yield* terminal.screen).trimEnd().split("\r\n")
          }),
          { concurrency: "unbounded" }
        )
        for (const [index, columns] of widths.entries()) {
          const lines = screens[index] ?? []
          assert.match(lines[0] ?? "", titles[columns] ?? /^$/)
          assert.strictEqual(lines[21], "20 of 40 rows; --limit 0 for all")
          for (const line of lines.slice(0, 21)) assert.isAtMost(displayWidth(line), columns, line)
        }
      }))

    it.effect("TERM=dumb gets lines without escape sequences, and NO_COLOR no colors", () =>
      Effect.gen(function*() {
        const [dumb, help, colored] = yield* Effect.all([
          onTerminalWith({ env: { TERM: "dumb" } }, "campaign", "watch", "done"),
          onTerminalWith({ env: { NO_COLOR: "1" } }, "campaign", "--help"),
          onTerminalWith({}, "campaign", "--help")
        ], { concurrency: "unbounded" })
        assert.strictEqual(Number(yield* dumb.exitCode), 0)
        assert.match(yield* dumb.screen, /^completed 100% {2}40\/40 rows, 0 calling, 0 to retry\r\n$/)
        for (const terminal of [help, colored]) assert.strictEqual(Number(yield* terminal.exitCode), 0)
        assert.notInclude(yield* help.screen, "\x1b[")
        assert.match(yield* colored.screen, /\x1b\[\d+m/)
      }))
  })
})
