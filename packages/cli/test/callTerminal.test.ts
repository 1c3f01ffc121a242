import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded } from "./utils/contacts.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

const services = Layer.merge(NodeServices.layer, SimulatorClock.layer())

/** Runs a command on a terminal, presses a key at a question, and returns the requests and the exit code. */
const answering = Effect.fnUntraced(function*(args: ReadonlyArray<string>, question: RegExp, key: string) {
  const { requests, result } = yield* recorded(Effect.gen(function*() {
    const terminal = yield* onTerminal(...args)
    yield* terminal.waitFor(question)
    yield* terminal.press(key)
    const exitCode = Number(yield* terminal.exitCode)
    return { exitCode, screen: yield* terminal.screen }
  }))
  return { ...result, requests: methods(requests) }
})

describe.skipIf(!hasTerminals)("on a terminal", () => {
  layer(services, { excludeTestServices: true })((it) => {
    it.effect("call place shows the request, and calls after y only", () =>
      Effect.gen(function*() {
        const args = ["call", "place", "+33184801234", "--assistant", "ada", "--variable", "name=Zoë\x1b]0;owned\x07"]
        const question = /Call \+33184801234 with the assistant ada\?/
        for (const [key, code] of [["n", 2], ["\r", 2], ["\x03", 130]] as const) {
          const declined = yield* answering(args, question, key)
          assert.strictEqual(declined.exitCode, code, declined.screen)
          assert.deepStrictEqual(declined.requests, [])
        }
        const confirmed = yield* answering(args, question, "y")
        assert.strictEqual(confirmed.exitCode, 0, confirmed.screen)
        assert.match(confirmed.screen, / {2}start {2,}immediately/)
        assert.include(confirmed.screen, "name=Zoë ]0;owned")
        assert.notInclude(confirmed.screen, "\x1b]0;owned")
        assert.deepStrictEqual(confirmed.requests, ["POST /call"])
      }))

    it.effect("call cancel shows the call, and cancels after y only", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCall({ phoneNumber: "+33184801235", attempts: ["human"], delay: "2 days" })
        const question = /Cancel the call to \+33184801235 \(\w+, 0 attempts\)\?/
        const declined = yield* answering(["call", "cancel", id], question, "n")
        assert.strictEqual(declined.exitCode, 2, declined.screen)
        assert.include(declined.screen, "Error: Nothing was changed.")
        assert.deepStrictEqual(declined.requests, [`GET /call/${id}`])
        const confirmed = yield* answering(["call", "cancel", id], question, "y")
        assert.strictEqual(confirmed.exitCode, 0, confirmed.screen)
        assert.strictEqual((yield* simulator.call(id)).status, "cancelled")
      }))
  })
})
