import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded, withFault } from "./utils/contacts.ts"
import { connected } from "./utils/inProcess.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({ calls: [{ id: "later", attempts: ["human"], delay: "2 days" }] })
)

layer(services, { excludeTestServices: true })((it) => {
  describe("revox call cancel", () => {
    it.effect("cancels with --yes only, and reports an unknown outcome", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCall({ attempts: ["human"], delay: "2 days" })
        const refused = yield* recorded(connected("call", "cancel", id))
        assert.strictEqual(refused.result.exitCode, 2)
        assert.lengthOf(refused.requests, 0)
        const done = yield* connected("call", "cancel", id, "--yes")
        assert.strictEqual(done.stdout, `The call ${id} is cancelled.\n`)
        assert.strictEqual((yield* simulator.call(id)).status, "cancelled")
        // The request is idempotent, so it is repeated.
        const unknown = yield* withFault(
          Fault.status(503).pipe(Fault.times(10), Fault.onEndpoint("calls.cancel")),
          connected("call", "cancel", "later", "--yes")
        )
        assert.strictEqual(unknown.exitCode, 11, unknown.stderr)
        assert.include(unknown.stderr, "To check: revox call get later")
      }))
  })

  describe("revox call pause and resume", () => {
    it.effect("send their requests, and resume requires --yes", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCall({ attempts: ["human"], delay: "2 days" })
        const paused = yield* recorded(connected("call", "pause", id))
        assert.strictEqual(paused.result.stdout, `The call ${id} is paused.\n`)
        assert.deepStrictEqual(methods(paused.requests), [`POST /call/${id}/pause`])
        const refused = yield* recorded(connected("call", "resume", id))
        assert.strictEqual(refused.result.exitCode, 2)
        assert.include(refused.result.stderr, `add --yes to resume the call ${id}. Nothing was sent.`)
        assert.lengthOf(refused.requests, 0)
        const resumed = yield* recorded(connected("call", "resume", id, "--yes", "--json"))
        assert.deepStrictEqual(JSON.parse(resumed.result.stdout), { id, result: "resumed" })
        assert.deepStrictEqual(methods(resumed.requests), [`POST /call/${id}/resume`])
      }))
  })
})
