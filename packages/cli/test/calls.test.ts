import { Call, CallAttempt } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Schema, Stream } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded, withFault } from "./utils/contacts.ts"
import { connected, runInProcess } from "./utils/inProcess.ts"
import { commandLine, connected as piped, environment, shell, spawn } from "./utils/revox.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    servesRecordings: true,
    calls: [
      { id: "done", phoneNumber: "+33184800001", attempts: ["busy", "human"], age: "2 hours" },
      { id: "never", phoneNumber: "+33184800002", attempts: ["number_non_attributed"], age: "2 hours" },
      { id: "later", phoneNumber: "+33184800003", attempts: ["human"], delay: "2 days" }
    ],
    placedCalls: { attempts: ["human"] }
  })
)

const decodeCall = Schema.decodeEffect(Schema.fromJsonString(Call.Call))
const decodeAttempt = Schema.decodeEffect(Schema.fromJsonString(CallAttempt.CallAttempt))

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

const countTo = Effect.fnUntraced(function*(phoneNumber: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return (yield* simulator.calls).filter((call) => call.to_phone_number === phoneNumber).length
})

const place = (phoneNumber: string, ...more: ReadonlyArray<string>) => [
  "call",
  "place",
  phoneNumber,
  "--assistant",
  "ada",
  ...more
]

/** A file in a new directory, which does not exist yet. */
const newFile = Effect.fnUntraced(function*(name = "call.ogg") {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped()
  return { directory, file: `${directory}/${name}` }
})

layer(services, { excludeTestServices: true })((it) => {
  describe("revox call place", () => {
    it.effect("sends all flags, and prints the call", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const args = place("+33184801234", "--variable", "first_name=Zoë", "--variable", "note=a=b")
        const limit = ["--concurrency-key", "orders", "--concurrency-max", "2"]
        const flags = ["--metadata", "order=A-1", "--from-phone-number", "+33184809999", ...limit, "--yes"]
        const { requests, result } = yield* recorded(
          piped(...args, ...flags, "--scheduled-at", "2030-01-01T10:00:00+01:00", "--skip-calling-window")
        )
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.strictEqual(lines(result.stdout)[0], "+33184801234")
        assert.match(result.stdout, /^ {2}metadata {3,}order=A-1$/m)
        assert.deepStrictEqual(methods(requests), ["POST /call"])
        const call = (yield* simulator.calls).find(({ to_phone_number }) => to_phone_number === "+33184801234")
        assert.strictEqual(call?.from_phone_number, "+33184809999")
        assert.match(String(call?.scheduled_at), /^2030-01-01T09:00/)
        assert.include(result.stdout, String(call?.id))
        const body = (yield* simulator.requests).find(({ method }) => method === "POST")?.body
        assert.deepInclude(body, {
          assistant_id: "ada",
          prompt_variables: { first_name: "Zoë", note: "a=b" },
          concurrency: { key: "orders", max: 2 },
          skip_calling_window: true
        })
      }))

    it.effect("sends nothing in a pipe without --yes, with an invalid number or without a key", () =>
      Effect.gen(function*() {
        const { requests } = yield* recorded(Effect.gen(function*() {
          const unconfirmed = yield* piped(...place("+33184801235"))
          assert.strictEqual(unconfirmed.exitCode, 2)
          assert.strictEqual(
            unconfirmed.stderr,
            "Error: Without a terminal to prompt on, add --yes to call +33184801235. Nothing was sent.\n"
          )
          const invalid = yield* connected(...place("0184801235", "--yes"))
          assert.strictEqual(invalid.exitCode, 2)
          assert.include(invalid.stderr, "phone-number")
          const keyless = yield* connected(...place("+33184801235", "--concurrency-max", "2", "--yes"))
          assert.strictEqual(keyless.stderr, "Error: --concurrency-max requires --concurrency-key.\n")
          assert.strictEqual((yield* runInProcess(place("+33184801235", "--yes"))).exitCode, 3)
        }))
        assert.lengthOf(requests, 0)
      }))

    it.effect.each(
      [["a reset", Fault.reset(), 11], ["a 503", Fault.status(503), 11], [
        "a response that is no call",
        Fault.mapJson(() => ({ call: {} })),
        10
      ]] as const
    )(
      "reports the unknown outcome after %s with the command that finds the call",
      ([name, fault, code]) =>
        Effect.gen(function*() {
          const phoneNumber = `+3318480200${name.length % 10}`
          const { requests, result } = yield* withFault(
            fault.pipe(Fault.onEndpoint("calls.create")),
            recorded(connected(...place(phoneNumber, "--metadata", `order=after ${name}`, "--yes")))
          )
          assert.strictEqual(result.exitCode, code, result.stderr)
          assert.strictEqual(result.stdout, "")
          const check = `call list --phone-number ${phoneNumber} --metadata 'order=after ${name}'`
          assert.isTrue(result.stderr.endsWith(`\nTo check: revox ${check}\n`), result.stderr)
          assert.deepStrictEqual(methods(requests), ["POST /call"])
          assert.strictEqual(yield* countTo(phoneNumber), 1)
          const found = yield* shell(`${yield* commandLine([])} ${check} --json`)
          assert.strictEqual((yield* decodeCall(found.stdout)).to_phone_number, phoneNumber)
        })
    )

    it.effect("prints the command that finds the call after Ctrl-C during the request", () =>
      Effect.gen(function*() {
        const stalled = Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const child = yield* spawn(place("+33184803000", "--yes"), { env: yield* environment })
          yield* eventually(
            simulator.requests,
            (requests) => requests.some(({ method, outcome }) => method === "POST" && outcome === "pending")
          )
          yield* Effect.forkScoped(child.kill({ killSignal: "SIGINT" }))
          const stderr = yield* Stream.mkString(Stream.decodeText(child.stderr))
          return { stderr, exitCode: Number(yield* child.exitCode) }
        })
        const { exitCode, stderr } = yield* withFault(Fault.stall().pipe(Fault.onEndpoint("calls.create")), stalled)
        assert.strictEqual(
          stderr,
          "Stopped. The API may have made the change. To check: revox call list --phone-number +33184803000\n"
        )
        assert.strictEqual(exitCode, 130)
        assert.strictEqual(yield* countTo("+33184803000"), 1)
      }))

    it.effect("does not lose the id of the call if standard output is closed", () =>
      Effect.gen(function*() {
        const command = yield* commandLine(place("+33184804000", "--yes"))
        const { stderr, stdout } = yield* shell(`${command} | true; echo "\${PIPESTATUS[0]}"`)
        assert.strictEqual(stdout, "0\n")
        assert.match(stderr, /^The call [\w-]{36} was placed\.\n$/)
      }))
  })

  describe("revox call get", () => {
    it.effect("prints the call with its transcript, and JSON with --json", () =>
      Effect.gen(function*() {
        const text = yield* piped("call", "get", "done")
        assert.strictEqual(text.exitCode, 0, text.stderr)
        assert.match(text.stdout, /^\+33184800001\n {2}id {2,}done\n {2}status {2,}completed\n {2}attempts {2,}2\n/)
        assert.match(text.stdout, /^ {2}result {2,}human$/m)
        assert.match(text.stdout, /\ntranscript\n( {2}\w+: .+\n)+$/)
        const json = yield* connected("call", "get", "done", "--json")
        assert.strictEqual((yield* decodeCall(json.stdout)).status, "completed")
        assert.strictEqual((yield* connected("call", "get", "unknown")).exitCode, 4)
      }))
  })

  describe("revox call list", () => {
    it.effect("lists calls by number, status and metadata, up to --limit", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        yield* simulator.addCall({ id: "tagged", metadata: { order: "B-7" }, attempts: ["human"] })
        const all = yield* piped("call", "list")
        assert.strictEqual(all.exitCode, 0, all.stderr)
        assert.match(lines(all.stdout)[0] ?? "", /^id\s+phone\s+status\s+result\s+dial error\s+attempts\s+created$/)
        const byNumber = yield* connected("call", "list", "--phone-number", "+33184800001", "--json")
        assert.strictEqual((yield* decodeCall(byNumber.stdout)).id, "done")
        const byMetadata = yield* connected("call", "list", "--metadata", "order=B-7", "--json")
        assert.strictEqual((yield* decodeCall(byMetadata.stdout)).id, "tagged")
        const byStatus = yield* connected("call", "list", "--status", "errored", "--json")
        assert.strictEqual((yield* decodeCall(byStatus.stdout)).id, "never")
        assert.strictEqual((yield* connected("call", "list", "--phone-number", "+19")).exitCode, 2)
        assert.strictEqual((yield* connected("call", "list", "--metadata", "order=none")).stdout, "No calls.\n")
        const one = yield* connected("call", "list", "--limit", "1")
        assert.lengthOf(lines(one.stdout), 2)
        assert.match(one.stderr, /^1 of \d+ calls; --limit 0 for all\n$/)
      }))

    it.effect("lists attempts with --attempts, and names the flag of the first page", () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* connected(
          "call",
          "list",
          "--attempts",
          "--phone-number",
          "+33184800001",
          "--json"
        )
        assert.strictEqual(exitCode, 0, stderr)
        const attempts = yield* Effect.forEach(lines(stdout), (line) => decodeAttempt(line))
        assert.deepStrictEqual(attempts.map(({ dial_error, result }) => dial_error ?? result), ["human", "busy"])
        const wrong = yield* connected("call", "list", "--attempts", "--first-page", "1")
        assert.strictEqual(wrong.exitCode, 2)
        assert.strictEqual(wrong.stderr, "Error: The API counts pages from 0.\nAdd --first-page 0.\n")
      }))

    it.effect("suggests --attempts if the API has no search", () =>
      Effect.gen(function*() {
        const result = yield* withFault(
          Fault.status(404).pipe(Fault.onEndpoint("calls.search")),
          connected("call", "list")
        )
        assert.strictEqual(result.exitCode, 4)
        assert.include(result.stderr, "To list attempts instead, add --attempts.")
      }))
  })

  describe("revox call recording", () => {
    it.effect("writes the latest recording, readable by its owner only", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const { directory, file } = yield* newFile()
        const { exitCode, stderr, stdout } = yield* connected("call", "recording", "done", "-o", file)
        assert.strictEqual(exitCode, 0, stderr)
        assert.strictEqual(stdout, `4096 bytes in ${file}\n`)
        const [attempt] = (yield* simulator.call("done")).call_attempts
        assert.include(yield* fs.readFileString(file), `OggS\0${attempt?.id}`)
        assert.strictEqual((yield* fs.stat(file)).mode & 0o777, 0o600)
        assert.deepStrictEqual(yield* fs.readDirectory(directory), ["call.ogg"])
        const again = yield* connected("call", "recording", "done", "-o", file)
        assert.strictEqual(again.exitCode, 2)
        assert.include(again.stderr, "Add --force to overwrite it")
        const forced = yield* connected("call", "recording", "done", "-o", file, "--force", "--json")
        assert.deepStrictEqual(JSON.parse(forced.stdout), { id: "done", attempt: attempt?.id, file, bytes: 4096 })
      }))

    it.effect("writes to standard output with -o -", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* piped("call", "recording", "done", "-o", "-")
        assert.strictEqual(exitCode, 0)
        assert.lengthOf(stdout, 4096)
      }))

    it.effect("keeps the file and leaves nothing behind if the recording breaks off", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const { directory, file } = yield* newFile()
        yield* fs.writeFileString(file, "earlier")
        const broken = yield* withFault(
          Fault.closeConnection(0.5).pipe(Fault.when(({ path }) => path.startsWith("/recordings"))),
          connected("call", "recording", "done", "-o", file, "--force")
        )
        assert.strictEqual(broken.exitCode, 5, broken.stderr)
        assert.notInclude(broken.stderr, "http")
        assert.strictEqual(yield* fs.readFileString(file), "earlier")
        assert.deepStrictEqual(yield* fs.readDirectory(directory), ["call.ogg"])
      }))

    it.effect("names the reason if there is no recording or the file cannot be written", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const { directory, file } = yield* newFile()
        const none = yield* connected("call", "recording", "never", "-o", file)
        assert.strictEqual(none.exitCode, 4)
        assert.include(none.stderr, "No attempt of the call never (errored) has a recording.")
        const busy = (yield* simulator.call("done")).call_attempts[1]?.id ?? ""
        const chosen = yield* connected("call", "recording", "done", "-o", file, "--attempt", busy)
        assert.strictEqual(chosen.exitCode, 4, chosen.stderr)
        assert.include(chosen.stderr, `Recording of attempt ${busy}: the attempt has no recording.`)
        const unknown = yield* connected("call", "recording", "done", "-o", file, "--attempt", "x")
        assert.strictEqual(unknown.exitCode, 4)
        assert.include(unknown.stderr, "To see its attempts: revox call get done --json")
        const unwritable = yield* connected("call", "recording", "done", "-o", `${directory}/no/call.ogg`)
        assert.strictEqual(unwritable.exitCode, 9, unwritable.stderr)
        assert.include(unwritable.stderr, `Cannot write ${directory}/no/call.ogg: `)
      }))
  })
})
