import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { temporary } from "../../workflow/test/utils/embedded.ts"
import { contactsFile, countNamed } from "./utils/contacts.ts"
import { connected, runInProcess, startInProcess } from "./utils/inProcess.ts"
import { environment, printed, spawn } from "./utils/revox.ts"

const services = Layer.merge(NodeServices.layer, SimulatorClock.layer())

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split(/\r?\n/)

/** A separate data directory, and the arguments that start the run of a key. */
const prepare = Effect.fnUntraced(function*<E, R>(key: string, make: Effect.Effect<string, E, R>) {
  const path = yield* Path.Path
  const directory = yield* make
  const env = { ...(yield* environment), REVOX_DATA_DIR: directory }
  const file = path.join(directory, "rows.ndjson")
  const contacts = yield* contactsFile()
  const args = [
    "start",
    "--key",
    key,
    "--assistant",
    "ada",
    "--name",
    "Spring",
    "--contacts",
    contacts,
    "-o",
    file,
    "--max-poll-interval",
    "300 millis"
  ]
  return {
    args,
    contacts,
    env,
    file,
    run: (...args: ReadonlyArray<string>) => runInProcess(["run", ...args], env),
    start: (...args: ReadonlyArray<string>) => startInProcess(["run", ...args], env),
    spawn: (...args: ReadonlyArray<string>) => spawn(["run", ...args], { env })
  }
})

const creating = Effect.map(
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests),
  (requests) => requests.filter(({ method, path }) => method === "POST" && path.endsWith("/campaigns")).length
)

const campaignNamed = Effect.fnUntraced(function*(name: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const found = (yield* simulator.campaigns).find((campaign) => campaign.name === name)
  assert.isDefined(found)
  return found
})

layer(services, { excludeTestServices: true })("revox run", (it) => {
  it.effect("start calls the contacts once, exports every row, and creates nothing for the same key", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { args, contacts, file, run, start } = yield* prepare("once", temporary)
      assert.strictEqual((yield* run("list")).stdout, "No runs.\n")
      const retries = ["--type", "regular", "--max-retry-attempts", "2", "--calling-window", "10:00-18:00"]
      const child = yield* start(...args, ...retries, "--launch", "--yes")
      yield* child.printed("waiting")
      yield* eventually(run("list"), ({ stdout }) => stdout.includes("exporting"))
      const create = (yield* simulator.requests).find(({ endpoint }) => endpoint === "campaigns.create")
      assert.deepInclude(create?.body, {
        type: "regular",
        call_retry_config: {
          max_retry_attempts: 2,
          calling_windows: [
            { calling_window_start_time: "10:00", calling_window_end_time: "18:00", retry_delay_seconds: 7200 }
          ]
        }
      })
      yield* SimulatorClock.advance("2 days")
      assert.strictEqual((yield* child.output).exitCode, 0)

      const { id } = yield* campaignNamed("Spring [once]")
      const ids = lines(yield* fs.readFileString(file)).map((line) => JSON.parse(line).id)
      assert.lengthOf(ids, 2)
      assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows(id))])
      const created = yield* creating

      // The contacts are stored, so the file is not needed any more.
      yield* fs.remove(contacts)
      const again = yield* run(...args, "--launch")
      assert.strictEqual(again.stderr, "")
      assert.strictEqual(again.exitCode, 0)
      assert.include(again.stdout, `2 rows of ${id}: ${file}`)
      assert.strictEqual(yield* creating, created)
      assert.strictEqual(yield* countNamed("Spring [once]"), 1)

      const json = JSON.parse((yield* run("status", "once", "--json")).stdout)
      assert.strictEqual(json.status, "complete")
      assert.strictEqual(json.campaignId, id)
      assert.strictEqual(json.export.status, "complete")
      const list = lines((yield* run("list")).stdout)
      assert.lengthOf(list, 2)
      assert.match(list[1] ?? "", /^once .*complete +2 /)

      const conflict = yield* run(...args, "--draft")
      assert.strictEqual(conflict.exitCode, 2)
      assert.include(conflict.stderr, "differs in launch")
    }))

  it.effect("start stops when the outcome of the creation is unknown, and adopt continues the run", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { args, file, run, start } = yield* prepare("unknown", temporary)
      const before = yield* creating
      const { remove } = yield* simulator.inject(
        Fault.onEndpoint("campaigns.create")(Fault.beforeHandling(Fault.reset()))
      )
      const stopped = yield* run(...args, "--launch", "--yes", "--settle-time", "1 second")
      yield* remove
      assert.strictEqual(stopped.exitCode, 11)
      assert.strictEqual(yield* creating, before + 1)
      for (const { stdout } of [{ stdout: stopped.stderr }, yield* run("status", "unknown")]) {
        assert.include(stdout, "Check: revox campaign list --name 'Spring [unknown]'")
        assert.include(stdout, "If it exists: revox run adopt unknown CAMPAIGN")
        assert.include(stdout, "If it does not exist: the same \"revox run start\" command with --send-again")
      }
      const watched = yield* run("watch", "unknown")
      assert.strictEqual(watched.exitCode, 11)
      assert.strictEqual(watched.stdout, "failed      it is unknown whether the campaign was created\n")
      assert.strictEqual(watched.stderr, stopped.stderr)
      // Without --send-again, a second start sends nothing.
      assert.strictEqual((yield* run(...args, "--launch", "--yes")).exitCode, 11)
      assert.strictEqual(yield* creating, before + 1)

      const other = yield* simulator.addCampaign({ name: "Other", rows: 3 })
      const mismatch = yield* run("adopt", "unknown", other)
      assert.strictEqual(mismatch.exitCode, 2)
      assert.include(mismatch.stderr, "--force")

      // The request takes effect late.
      const created = yield* connected(
        "campaign",
        "create",
        "--assistant",
        "ada",
        "--name",
        "Spring [unknown]",
        "--contacts",
        yield* contactsFile(),
        "--launch",
        "--yes",
        "--json"
      )
      const { id } = JSON.parse(created.stdout)
      const child = yield* start("adopt", "unknown", id)
      // Other commands would keep it from the data directory before it has opened it.
      yield* child.printed("waiting")
      yield* eventually(run("status", "unknown"), ({ stdout }) => /status +waiting/.test(stdout))
      yield* SimulatorClock.advance("2 days")
      assert.strictEqual((yield* child.output).exitCode, 0)
      const ids = lines(yield* fs.readFileString(file)).map((line) => JSON.parse(line).id)
      assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows(id))])
      assert.strictEqual(yield* countNamed("Spring [unknown]"), 1)
    }))

  it.effect("start --send-again creates the campaign that does not exist", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { args, run, start } = yield* prepare("again", temporary)
      const { remove } = yield* simulator.inject(
        Fault.onEndpoint("campaigns.create")(Fault.beforeHandling(Fault.reset()))
      )
      assert.strictEqual((yield* run(...args, "--launch", "--yes", "--settle-time", "1 second")).exitCode, 11)
      yield* remove
      const unconfirmed = yield* run(...args, "--launch", "--send-again")
      assert.strictEqual(unconfirmed.exitCode, 2)
      assert.include(unconfirmed.stderr, "--yes")
      assert.strictEqual(yield* countNamed("Spring [again]"), 0)
      const child = yield* start(...args, "--launch", "--yes", "--send-again")
      yield* child.printed("waiting")
      yield* eventually(run("list"), ({ stdout }) => stdout.includes("exporting"))
      yield* SimulatorClock.advance("2 days")
      assert.strictEqual((yield* child.output).exitCode, 0)
      assert.strictEqual(yield* countNamed("Spring [again]"), 1)
    }))

  it.effect("cancel cancels the run and its campaign, while another process runs it", () =>
    Effect.gen(function*() {
      const { args, file, run, spawn } = yield* prepare("stop", temporary)
      const child = yield* spawn(...args, "--launch", "--yes")
      yield* printed(child, "waiting")
      yield* eventually(run("list"), ({ stdout }) => stdout.includes("exporting"))
      const unconfirmed = yield* run("cancel", "stop")
      assert.strictEqual(unconfirmed.exitCode, 2)
      assert.include(unconfirmed.stderr, "--yes")
      const cancelled = yield* run("cancel", "stop", "--yes")
      assert.strictEqual(cancelled.stderr, "")
      assert.match(cancelled.stdout, /status +cancelled/)
      assert.strictEqual(Number(yield* child.exitCode), 7)
      assert.isTrue((yield* campaignNamed("Spring [stop]")).is_cancelled)
      assert.isFalse(yield* (yield* FileSystem.FileSystem).exists(file))
      assert.match((yield* run("status", "stop")).stdout, /status +cancelled/)
      assert.deepStrictEqual(yield* run("watch", "stop"), {
        stdout: "cancelled\n",
        stderr: "Error: The run stop was cancelled.\n",
        exitCode: 7
      })
    }))

  it.effect("watch follows a run, also after its process was killed and another one continues it", () =>
    Effect.gen(function*() {
      const { args, file, run, spawn, start } = yield* prepare("watched", temporary)
      const first = yield* spawn(...args, "--launch", "--yes")
      yield* printed(first, "waiting")
      const watching = yield* start("watch", "watc", "--timeout", "1 hour")
      const json = yield* start("watch", "watched", "--json")
      yield* json.printed("\"exporting\"")
      yield* first.kill({ killSignal: "SIGKILL" })
      const late = yield* run("watch", "watched", "--timeout", "1 second")
      assert.strictEqual(late.exitCode, 8)
      assert.include(late.stderr, "The run watched has not ended within 1s.\n")

      const second = yield* spawn(...args, "--launch", "--yes")
      yield* printed(second, "waiting")
      yield* SimulatorClock.advance("2 days")
      assert.strictEqual(Number(yield* second.exitCode), 0)
      const { exitCode, stderr, stdout } = yield* watching.output
      assert.strictEqual(exitCode, 0)
      assert.strictEqual(JSON.parse(lines((yield* json.output).stdout).at(-1) ?? "").status, "complete")
      const { id } = yield* campaignNamed("Spring [watched]")
      const shown = lines(stdout)
      assert.match(shown[0] ?? "", /^(queued|creating|exporting|waiting)/)
      assert.lengthOf(shown.filter((line) => /^complete +2 rows of /.test(line)), 1)
      assert.include(shown.at(-1) ?? "", `2 rows of ${id}: ${file}`)
      assert.match(stderr, /^No process is running it\. Waiting until .*\n$/)
    }))

  it.effect("does not run the unfinished run of another base URL", () =>
    Effect.gen(function*() {
      const { args, env, run, spawn } = yield* prepare("elsewhere", temporary)
      const there = { ...env, REVOX_BASE_URL: "http://127.0.0.1:1/api" }
      const child = yield* spawn(...args, "--launch", "--yes")
      yield* printed(child, "waiting")
      yield* eventually(run("list"), ({ stdout }) => stdout.includes("exporting"))
      const served = yield* runInProcess(["run", ...args, "--launch", "--yes"], there)
      assert.strictEqual(served.exitCode, 2)
      assert.include(served.stderr, `uses the base URL ${env.REVOX_BASE_URL}`)
      yield* child.kill({ killSignal: "SIGKILL" })
      const refused = yield* runInProcess(["run", ...args, "--launch", "--yes"], there)
      assert.strictEqual(refused.exitCode, 2)
      assert.include(refused.stderr, `the unfinished run elsewhere of the base URL ${env.REVOX_BASE_URL}`)
    }))

  it.effect.each<[string, ReadonlyArray<string>, number, string]>([
    ["an unknown key", ["status", "none"], 4, "No run has the id none"],
    ["an unknown key to watch", ["watch", "none"], 4, "No run has the id none"],
    ["neither --launch nor --draft", ["start"], 2, "Choose --launch"],
    ["--detach without a runner", ["start", "--launch", "--yes", "--detach"], 2, "--detach"],
    ["two ways to continue", ["start", "--launch", "--resume", "--send-again"], 2, "Choose one of"],
    ["a key with spaces around it", ["start", "--launch", "--key", " x"], 2, "--key is invalid"]
  ])("rejects %s", ([_, [command = "", ...more], exitCode, advice]) =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const key = more.includes("--key") ? " x" : "key"
      const { args, run } = yield* prepare(key, fs.makeTempDirectoryScoped())
      const flags = more.filter((word) => word !== "--key" && word !== " x")
      const result = yield* command === "start" ? run(...args, ...flags) : run(command, ...more)
      assert.strictEqual(result.exitCode, exitCode)
      assert.include(result.stderr, advice)
    }))
})
