import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Stream } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { contactsFile, countNamed, createArguments, recorded } from "./utils/contacts.ts"
import { commandLine, connected, environment, revox, shell, spawn } from "./utils/revox.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({ createdCampaigns: { duration: "20 minutes" } })
)

const idIn = (text: string): string => /[\w-]{36}/.exec(text)?.[0] ?? ""

/** Starts a command, runs an effect once it has printed the state of a running campaign, and returns its output. */
const whileRunning = Effect.fnUntraced(function*<A, E, R>(
  args: ReadonlyArray<string>,
  onRunning: (kill: Effect.Effect<void, unknown>) => Effect.Effect<A, E, R>
) {
  const child = yield* spawn(args, { env: yield* environment })
  const kill = child.kill({ killSignal: "SIGINT" })
  const lines = yield* child.stdout.pipe(
    Stream.decodeText,
    Stream.splitLines,
    Stream.tap((line) => /^running +0%|"status":"running"/.test(line) ? onRunning(kill) : Effect.void),
    Stream.runCollect
  )
  const stderr = yield* Stream.mkString(Stream.decodeText(child.stderr))
  return { lines, stderr, exitCode: Number(yield* child.exitCode) }
})

const complete = () => SimulatorClock.advance("20 minutes")

layer(services, { excludeTestServices: true })((it) => {
  describe("revox campaign create --wait", () => {
    it.effect("prints the id, waits until the campaign is completed, and exports its rows", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const contacts = yield* contactsFile()
        const file = `${contacts}.rows.csv`
        const args = createArguments("Whole job", contacts, "--launch", "--yes", "--wait", "--export", file)
        const { exitCode, lines, stderr } = yield* whileRunning(args, complete)
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line))
        const steps = [
          at(/^ {2}id +[\w-]{36}$/),
          at(/^running +0%/),
          at(/^completed 100%/),
          at(/^2 rows in .*rows\.csv/)
        ]
        assert.deepStrictEqual(steps, steps.toSorted((a, b) => a - b), lines.join("\n"))
        assert.notInclude(steps, -1)
        const rows = (yield* fs.readFileString(file)).trimEnd().split("\n")
        assert.lengthOf(rows, 3)
        assert.include(rows[1] ?? "", "+33184801234")
        assert.strictEqual(yield* countNamed("Whole job"), 1)
      }))

    it.effect("prints a line of JSON for each change with --json", () =>
      Effect.gen(function*() {
        const args = createArguments("JSON", yield* contactsFile(), "--launch", "--yes", "--wait", "--json")
        const { exitCode, lines, stderr } = yield* whileRunning(args, complete)
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        const campaigns = lines.map((line) => JSON.parse(line))
        assert.strictEqual(new Set(campaigns.map(({ id }) => id)).size, 1)
        assert.deepInclude(campaigns[0], { name: "JSON", status: "running" })
        assert.strictEqual(campaigns.at(-1)?.status, "completed")
      }))

    it.effect("prints the commands that resume on Ctrl-C, which complete the job", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const contacts = yield* contactsFile()
        const file = `${contacts} rows.ndjson`
        const flags = ["--launch", "--yes", "--wait", "--until", "extracted", "--export", file]
        const { exitCode, lines, stderr } = yield* whileRunning(
          createArguments("Stopped", contacts, ...flags),
          (kill) => Effect.ignore(kill)
        )
        const id = idIn(lines.join("\n"))
        const resume = `revox campaign watch ${id} --until extracted && revox rows export ${id} -o '${file}'`
        assert.strictEqual(stderr, `Stopped. The campaign continues. To resume: ${resume}\n`)
        assert.strictEqual(exitCode, 130)

        yield* SimulatorClock.advance("1 hour")
        const program = (yield* commandLine([])).trim()
        const { requests, result } = yield* recorded(shell(resume.replaceAll("revox ", `${program} `)))
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.lengthOf((yield* fs.readFileString(file)).trimEnd().split("\n"), 2)
        assert.isTrue(requests.every(({ method }) => method === "GET"))
        assert.strictEqual(yield* countNamed("Stopped"), 1)
      }))

    it.effect("adds the command that resumes to errors, with the base URL of the command", () =>
      Effect.gen(function*() {
        const { REVOX_API_KEY, REVOX_BASE_URL } = yield* environment
        const args = createArguments("Slow", yield* contactsFile(), "--launch", "--yes", "--wait")
        const { exitCode, stderr, stdout } = yield* revox(
          [...args, "--timeout", "300 millis", "--base-url", REVOX_BASE_URL],
          { env: { REVOX_API_KEY } }
        )
        assert.strictEqual(exitCode, 8)
        assert.isTrue(
          stderr.endsWith(`\nTo resume: revox campaign watch ${idIn(stdout)} --base-url ${REVOX_BASE_URL}\n`),
          stderr
        )
      }))

    it.effect("exports the rows although the reader of standard output closes the pipe", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const contacts = yield* contactsFile()
        const file = `${contacts}.rows.csv`
        const args = createArguments("Unread", contacts, "--launch", "--yes", "--wait", "--export", file)
        const command = yield* commandLine(args)
        yield* simulator.requestStream.pipe(
          Stream.filter(({ method, path }) => method === "GET" && /campaigns\/[\w-]{36}$/.test(path)),
          Stream.mapEffect(() => countNamed("Unread")),
          Stream.filter((count) => count === 1),
          Stream.take(1),
          Stream.runForEach(complete),
          Effect.forkScoped
        )
        const { stderr, stdout } = yield* shell(`${command} | true; echo "\${PIPESTATUS[0]}"`)
        assert.strictEqual(stdout, "0\n")
        assert.match(stderr, /^The campaign [\w-]{36} was created\.\n$/)
        assert.lengthOf((yield* fs.readFileString(file)).trimEnd().split("\n"), 3)
      }))

    it.effect("refuses an export that cannot be written, before the campaign is created", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const contacts = yield* contactsFile()
        const file = `${contacts}.rows.csv`
        const args = createArguments("Unwritable", contacts, "--launch", "--yes", "--wait", "--export", file)
        yield* fs.writeFileString(file, "old")
        const existing = yield* recorded(connected(...args))
        assert.strictEqual(existing.result.exitCode, 2)
        assert.include(existing.result.stderr, `${file} exists.\nAdd --force to overwrite it`)
        yield* fs.writeFileString(`${file}.part`, "rows")
        const unfinished = yield* recorded(connected(...args, "--force"))
        assert.strictEqual(unfinished.result.exitCode, 2)
        assert.include(unfinished.result.stderr, `${file}.part is an unfinished export of another campaign`)
        assert.deepStrictEqual([...existing.requests, ...unfinished.requests], [])
        assert.strictEqual(yield* fs.readFileString(file), "old")
      }))
  })
})
