import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { contactsFile, countNamed, createArguments, methods, mixed, recorded } from "./utils/contacts.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

const services = Layer.merge(NodeServices.layer, SimulatorClock.layer())

const question = (name: string) =>
  new RegExp(`Create the campaign "${name}" and call 2 contacts with the assistant ada\\?`)

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
    it.effect("campaign create shows what is left out, and calls the contacts after y", () =>
      Effect.gen(function*() {
        const file = yield* contactsFile(mixed)
        const { exitCode, requests, screen } = yield* answering(
          createArguments("Confirmed", file, "--launch", "--skip-rejected"),
          question("Confirmed"),
          "y"
        )
        assert.strictEqual(exitCode, 0, screen)
        assert.isBelow(screen.indexOf("2 lines are rejected and left out:"), screen.indexOf("Create the campaign"))
        assert.deepStrictEqual(requests, ["GET /campaigns", "POST /campaigns"])
        assert.strictEqual(yield* countNamed("Confirmed"), 1)
      }))

    it.effect.each(
      [["n", 2], ["Enter", 2], ["Ctrl-C", 130], ["Ctrl-D", 130], ["Escape", 130]] as const
    )("campaign create sends nothing after %s", ([key, code]) =>
      Effect.gen(function*() {
        const keys = { n: "n", Enter: "\r", "Ctrl-C": "\x03", "Ctrl-D": "\x04", Escape: "\x1b" }
        const name = `Declined with ${key}`
        const args = createArguments(name, yield* contactsFile(), "--launch")
        const { exitCode, requests, screen } = yield* answering(args, question(name), keys[key])
        assert.strictEqual(exitCode, code, screen)
        assert.deepStrictEqual(requests, ["GET /campaigns"])
        if (code === 2) assert.include(screen, "Error: Nothing was created.")
        assert.strictEqual(yield* countNamed(name), 0)
      }))

    it.effect("campaign launch, resume, cancel and delete show the campaign, and act after y only", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const hostile = "Spring\x1b]0;owned\x07"
        const commands = [
          [
            "launch",
            "draft",
            /Launch the campaign "Spring \]0;owned " \([\w-]+, draft, 0 of 10 rows finished\) and call its contacts\?/
          ],
          [
            "resume",
            "paused",
            /Resume the campaign "Spring \]0;owned " \([\w-]+, paused, \d+ of 10 rows finished\) and continue/
          ],
          ["cancel", "running", /Cancel the campaign "Spring \]0;owned " \([\w-]+, running, 0 of 10 rows finished\)\?/],
          [
            "delete",
            "completed",
            /Delete the campaign "Spring \]0;owned " \([\w-]+, completed, 10 of 10 rows finished\) and all/
          ]
        ] as const
        for (const [action, status, question] of commands) {
          const id = yield* simulator.addCampaign({ name: hostile, rows: 10, duration: "10 hours", status })
          const declined = yield* answering(["campaign", action, id], question, "n")
          assert.strictEqual(declined.exitCode, 2, declined.screen)
          assert.include(declined.screen, "Error: Nothing was changed.")
          assert.notInclude(declined.screen, "\x1b]0;owned")
          assert.deepStrictEqual(declined.requests, [`GET /campaigns/${id}`])
          const confirmed = yield* answering(["campaign", action, id], question, "y")
          assert.strictEqual(confirmed.exitCode, 0, confirmed.screen)
          const change = action === "delete" ? `DELETE /campaigns/${id}` : `POST /campaigns/${id}/${action}`
          assert.deepStrictEqual(confirmed.requests, [`GET /campaigns/${id}`, change])
        }
      }))

    it.effect("--yes does not prompt", () =>
      Effect.gen(function*() {
        const terminal = yield* onTerminal(...createArguments("Yes", yield* contactsFile(), "--launch", "--yes"))
        assert.strictEqual(Number(yield* terminal.exitCode), 0)
        assert.notInclude(yield* terminal.screen, "?")
        assert.strictEqual(yield* countNamed("Yes"), 1)
      }))
  })
})
