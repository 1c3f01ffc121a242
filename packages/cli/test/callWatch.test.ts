import { Call } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Schema, Stream } from "effect"
import type { Writer } from "../src/internal/writer.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded, withFault } from "./utils/contacts.ts"
import { collecting, connected, exitCodeOf, runInProcess } from "./utils/inProcess.ts"
import { commandLine, environment, printed, shell, spawn } from "./utils/revox.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    calls: [
      { id: "never", phoneNumber: "+33184800002", attempts: ["number_non_attributed"], age: "2 hours" },
      { id: "later", phoneNumber: "+33184800003", attempts: ["human"], delay: "2 days" }
    ],
    placedCalls: { attempts: ["human"], delay: "1 minute" }
  })
)

const decodeCall = Schema.decodeEffect(Schema.fromJsonString(Call.Call))

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

const idIn = (text: string): string => /[\w-]{36}/.exec(text)?.[0] ?? ""

const place = (...more: ReadonlyArray<string>) => [
  "call",
  "place",
  "+33184801234",
  "--assistant",
  "ada",
  "--yes",
  "--wait",
  ...more
]

/** A collecting writer that runs an effect with the id of the call once a text is written. */
const watching = (text: RegExp, onWritten: (id: string) => Effect.Effect<unknown>) => {
  const { written, writer } = collecting()
  const write: Writer["write"] = (target, data) =>
    Effect.andThen(
      writer.write(target, data),
      Effect.suspend(() => text.test(String(data)) ? onWritten(idIn(written.stdout)) : Effect.void)
    )
  return { written, writer: { write } }
}

/** Runs a command, and an effect once a text is written. Returns the output, the exit code and the requests. */
const whenWritten = Effect.fnUntraced(function*<R>(
  args: ReadonlyArray<string>,
  text: RegExp,
  onWritten: (id: string) => Effect.Effect<unknown, never, R>
) {
  const context = yield* Effect.context<R>()
  const { written, writer } = watching(text, (id) => Effect.provideContext(onWritten(id), context))
  const { requests, result } = yield* recorded(exitCodeOf(args, { env: yield* environment, writer }))
  return { ...written, exitCode: result, requests: methods(requests), id: idIn(written.stdout) }
})

const isPlaced = /^ {2}id /m

const isWaiting = /^\w+ +0 attempts$/m

const advance = () => SimulatorClock.advance("1 hour")

layer(services, { excludeTestServices: true })((it) => {
  describe("revox call watch", () => {
    it.effect("prints a line for each change in a pipe and exits when the call is completed", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCall({ attempts: ["human"], delay: "1 minute" })
        const child = yield* spawn(["call", "watch", id], { env: yield* environment })
        const seen = yield* child.stdout.pipe(
          Stream.decodeText,
          Stream.splitLines,
          // The clock advances once the command has reported the call that was not dialled.
          Stream.tap((line) => line.includes("0 attempts") ? SimulatorClock.advance("1 hour") : Effect.void),
          Stream.runCollect
        )
        assert.strictEqual(Number(yield* child.exitCode), 0)
        assert.lengthOf(seen, 2)
        assert.match(seen[0] ?? "", /^\w+ +0 attempts$/)
        assert.strictEqual(seen[1], "completed  1 attempt, the last one completed, human")
      }))

    it.effect("fails with 14 if the contact was not reached, 7 if cancelled and 8 after --timeout", () =>
      Effect.gen(function*() {
        const never = yield* connected("call", "watch", "never")
        assert.strictEqual(never.exitCode, 14, never.stderr)
        assert.include(never.stderr, "was not reached after 1 attempt, the last one with number_non_attributed")
        const late = yield* connected("call", "watch", "later", "--timeout", "100 millis", "--json")
        assert.strictEqual(late.exitCode, 8, late.stderr)
        assert.strictEqual((yield* decodeCall(late.stdout)).id, "later")
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCall({ attempts: ["human"], delay: "2 days" })
        assert.strictEqual((yield* connected("call", "cancel", id, "--yes")).exitCode, 0)
        assert.strictEqual((yield* connected("call", "watch", id)).exitCode, 7)
      }))
  })

  describe("revox call place --wait", () => {
    it.effect("prints the id, and waits until the call is completed", () =>
      Effect.gen(function*() {
        const { exitCode, id, requests, stderr, stdout } = yield* whenWritten(place(), isWaiting, advance)
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        const [card = "", progress = ""] = stdout.split(/(?<=\n)(?=initializing)/)
        assert.match(card, new RegExp(`^\\+33184801234\n {2}id {2,}${id}\n`))
        assert.deepStrictEqual(lines(progress), [
          "initializing  0 attempts",
          "completed  1 attempt, the last one completed, human"
        ])
        assert.strictEqual(requests[0], "POST /call")
        assert.deepStrictEqual(new Set(requests.slice(1)), new Set([`GET /call/${id}`]))
      }))

    it.effect("prints a line of JSON for each change with --json", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* whenWritten(place("--json"), /^{"id":/, advance)
        assert.strictEqual(exitCode, 0)
        const calls = yield* Effect.forEach(lines(stdout), (line) => decodeCall(line))
        assert.lengthOf(new Set(calls.map(({ id }) => id)), 1)
        assert.strictEqual(calls.at(-1)?.status, "completed")
      }))

    it.effect("fails with the exit code of the outcome, without a command that resumes", () =>
      Effect.gen(function*() {
        const cancelled = yield* whenWritten(place(), isPlaced, (id) =>
          Effect.orDie(connected("call", "cancel", id, "--yes")))
        assert.strictEqual(cancelled.exitCode, 7)
        assert.strictEqual(cancelled.stderr, `Error: The call ${cancelled.id} was cancelled.\n`)
        const errored = Fault.mapJson((json) => ({ call: { ...Object(json).call, calls_count: 1, status: "errored" } }))
        const never = yield* withFault(errored.pipe(Fault.onEndpoint("calls.retrieve")), connected(...place()))
        assert.strictEqual(never.exitCode, 14)
        assert.strictEqual(
          never.stderr,
          `Error: The contact of the call ${idIn(never.stdout)} was not reached after 1 attempt.\n` +
            `To see the attempts: revox call get ${idIn(never.stdout)} --json\n`
        )
      }))

    it.effect("adds the command that resumes to other failures, which does not place a call", () =>
      Effect.gen(function*() {
        const { REVOX_API_KEY, REVOX_BASE_URL } = yield* environment
        const late = yield* runInProcess(
          [...place("--timeout", "100 millis"), "--base-url", REVOX_BASE_URL],
          { REVOX_API_KEY }
        )
        const id = idIn(late.stdout)
        assert.strictEqual(late.exitCode, 8)
        assert.strictEqual(
          late.stderr,
          `Error: The call ${id} was not completed within 100ms: its status is initializing.\n` +
            `To resume: revox call watch ${id} --base-url ${REVOX_BASE_URL}\n`
        )
        const forbidden = yield* withFault(
          Fault.status(403).pipe(Fault.onEndpoint("calls.retrieve")),
          connected(...place())
        )
        assert.strictEqual(forbidden.exitCode, 3)
        assert.isTrue(forbidden.stderr.endsWith(`\nTo resume: revox call watch ${idIn(forbidden.stdout)}\n`))
        yield* advance()
        const { requests, result } = yield* recorded(connected("call", "watch", id))
        assert.strictEqual(result.exitCode, 0)
        assert.isTrue(methods(requests).every((request) => request.startsWith("GET ")))
      }))

    it.effect("is required by --timeout", () =>
      Effect.gen(function*() {
        const args = place("--timeout", "1 hour").filter((word) => word !== "--wait")
        const { requests, result } = yield* recorded(connected(...args))
        assert.deepStrictEqual(result, { stdout: "", stderr: "Error: --timeout requires --wait.\n", exitCode: 2 })
        assert.deepStrictEqual(requests, [])
      }))

    it.effect("does not wait after an unknown outcome", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* withFault(
          Fault.reset().pipe(Fault.onEndpoint("calls.create")),
          recorded(connected(...place()))
        )
        assert.strictEqual(result.exitCode, 11)
        assert.deepStrictEqual(methods(requests), ["POST /call"])
        assert.include(result.stderr, "\nTo check: revox call list --phone-number +33184801234\n")
      }))

    it.effect.each([["during the wait", isWaiting], ["before the wait", isPlaced]] as const)(
      "prints the command that resumes after Ctrl-C %s",
      ([_, text]) =>
        Effect.gen(function*() {
          const reached = yield* Deferred.make<string>()
          const { written, writer } = watching(text, (id) => Deferred.succeed(reached, id))
          const command = yield* Effect.forkChild(exitCodeOf(place(), { env: yield* environment, writer }))
          const id = yield* Deferred.await(reached)
          yield* Fiber.interrupt(command)
          assert.strictEqual(written.stderr, `Stopped. The call continues. To resume: revox call watch ${id}\n`)
        })
    )

    it.effect("ends with 130 after Ctrl-C, and with 0 if standard output is closed", () =>
      Effect.gen(function*() {
        const child = yield* spawn(place(), { env: yield* environment })
        yield* printed(child, "0 attempts")
        yield* Effect.forkScoped(child.kill({ killSignal: "SIGINT" }))
        assert.match(
          yield* Stream.mkString(Stream.decodeText(child.stderr)),
          /^Stopped\. The call continues\. To resume: revox call watch [\w-]{36}\n$/
        )
        assert.strictEqual(Number(yield* child.exitCode), 130)
        const closed = yield* shell(`${yield* commandLine(place())} | true; echo "\${PIPESTATUS[0]}"`)
        assert.strictEqual(closed.stdout, "0\n")
        assert.match(closed.stderr, /^The call [\w-]{36} was placed\.\n$/)
      }))
  })
})
