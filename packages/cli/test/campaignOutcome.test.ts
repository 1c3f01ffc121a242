import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { contactsFile, countNamed, create, createArguments, methods, withFault } from "./utils/contacts.ts"
import { commandLine, connected, environment, shell, spawn } from "./utils/revox.ts"

const services = Layer.merge(NodeServices.layer, SimulatorClock.layer())

layer(services, { excludeTestServices: true })((it) => {
  describe("an unknown outcome", () => {
    it.effect.each(
      [
        ["a reset", Fault.reset(), 11],
        ["a 503", Fault.status(503), 11],
        ["a response that is no campaign", Fault.mapJson(() => ({ campaign: {} })), 10]
      ] as const
    )(
      "of %s is reported with the command that checks it, and not repeated",
      ([name, fault, code]) =>
        Effect.gen(function*() {
          const { requests, result } = yield* withFault(
            fault.pipe(Fault.onEndpoint("campaigns.create")),
            create(`After ${name}`, "--launch", "--yes")
          )
          assert.strictEqual(result.exitCode, code, result.stderr)
          assert.strictEqual(result.stdout, "")
          assert.isTrue(
            result.stderr.endsWith(`\nTo check: revox campaign list --name 'After ${name}'\n`),
            result.stderr
          )
          assert.deepStrictEqual(methods(requests), ["GET /campaigns", "POST /campaigns"])
          assert.strictEqual(yield* countNamed(`After ${name}`), 1)
          const check = yield* connected("campaign", "list", "--name", `After ${name}`)
          assert.lengthOf(check.stdout.trimEnd().split("\n"), 2)
          const again = yield* create(`After ${name}`, "--launch", "--yes")
          assert.strictEqual(again.result.exitCode, 2)
          assert.strictEqual(yield* countNamed(`After ${name}`), 1)
        })
    )

    it.effect("does not arise if the campaigns cannot be listed: nothing is created", () =>
      Effect.gen(function*() {
        const { result } = yield* withFault(
          Fault.status(403).pipe(Fault.onEndpoint("campaigns.list")),
          create("Unlisted", "--launch", "--yes")
        )
        assert.strictEqual(result.exitCode, 3)
        assert.strictEqual(yield* countNamed("Unlisted"), 0)
      }))
  })

  describe("a campaign that is not launched as requested", () => {
    it.effect.each(
      [["--launch", "draft", "launch"], ["--draft", "running", "cancel"]] as const
    )("despite %s has a separate exit code", ([flag, status, remedy]) =>
      Effect.gen(function*() {
        const fault = Fault.mapJson((json) => ({ campaign: { ...Object(json).campaign, status } }))
        const { result } = yield* withFault(
          fault.pipe(Fault.onEndpoint("campaigns.create")),
          create(`Mismatch ${flag}`, flag, "--yes")
        )
        assert.strictEqual(result.exitCode, 13)
        const [id = ""] = /[\w-]{36}/.exec(result.stdout) ?? []
        assert.isNotEmpty(id, "the campaign is printed")
        assert.isTrue(result.stderr.endsWith(`\nTo ${remedy} it: revox campaign ${remedy} ${id}\n`), result.stderr)
      }))
  })

  describe("a closed standard output", () => {
    it.effect("does not lose the id of the campaign", () =>
      Effect.gen(function*() {
        const command = yield* commandLine(createArguments("Closed", yield* contactsFile(), "--launch", "--yes"))
        const { stderr, stdout } = yield* shell(`${command} | true; echo "\${PIPESTATUS[0]}"`)
        assert.strictEqual(stdout, "0\n")
        assert.match(stderr, /^The campaign [\w-]{36} was created\.\n$/)
      }))
  })

  describe("Ctrl-C during the request", () => {
    it.effect("prints the command that shows whether the campaign was created", () =>
      Effect.gen(function*() {
        const args = createArguments("Interrupted", yield* contactsFile(), "--launch", "--yes")
        const stalled = Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const child = yield* spawn(args, { env: yield* environment })
          yield* eventually(
            simulator.requests,
            (requests) => requests.some(({ method, outcome }) => method === "POST" && outcome === "pending")
          )
          yield* Effect.forkScoped(child.kill({ killSignal: "SIGINT" }))
          const stderr = yield* Stream.mkString(Stream.decodeText(child.stderr))
          return { stderr, exitCode: Number(yield* child.exitCode) }
        })
        const { exitCode, stderr } = yield* withFault(Fault.stall().pipe(Fault.onEndpoint("campaigns.create")), stalled)
        assert.strictEqual(
          stderr,
          "Stopped. The API may have made the change. To check: revox campaign list --name Interrupted\n"
        )
        assert.strictEqual(exitCode, 130)
        assert.strictEqual(yield* countNamed("Interrupted"), 1)
      }))
  })
})
