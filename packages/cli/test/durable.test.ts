import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Context, Effect, Fiber, FileSystem, Layer, Path, Redacted, Stream } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { temporary } from "../../workflow/test/utils/embedded.ts"
import { runInProcess, startInProcess } from "./utils/inProcess.ts"
import { environment, printed, spawn } from "./utils/revox.ts"

const services = Layer.merge(NodeServices.layer, SimulatorClock.layer())

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split(/\r?\n/)

/** An environment with a separate data directory. */
const withDataDirectory = Effect.fnUntraced(function*<E, R>(make: Effect.Effect<string, E, R>) {
  const path = yield* Path.Path
  const directory = yield* make
  const env = { ...(yield* environment), REVOX_DATA_DIR: directory }
  return {
    env,
    file: path.join(directory, "rows.ndjson"),
    run: (...args: ReadonlyArray<string>) => runInProcess(["export", ...args], env)
  }
})

/** Runs a command until its output includes a text. */
const until = (text: string, run: ReturnType<typeof runInProcess>) =>
  eventually(run, ({ stdout }) => stdout.includes(text))

layer(services, { excludeTestServices: true })("revox export", (it) => {
  it.effect("exports a campaign once, and lists the export", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { file, run } = yield* withDataDirectory(temporary)
      const id = yield* simulator.addCampaign({ rows: 530, status: "completed" })
      assert.strictEqual((yield* run("list")).stdout, "No exports.\n")

      const first = yield* run("start", id, "-o", file)
      assert.strictEqual(first.stderr, "")
      assert.strictEqual(first.exitCode, 0)
      assert.match(first.stdout, /^complete +100% {2}530\/530 rows$/m)
      assert.match(first.stdout, /^530 rows: .*rows\.ndjson \(\d+ bytes\)$/m)
      const ids = lines(yield* fs.readFileString(file)).map((line) => JSON.parse(line).id)
      assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows(id))])

      const list = lines((yield* run("list")).stdout)
      assert.lengthOf(list, 2)
      const [short = ""] = (list[1] ?? "").split(" ")
      const json = JSON.parse((yield* run("status", short, "--json")).stdout)
      assert.strictEqual(json.status, "complete")
      assert.strictEqual(json.job.campaignId, id)
    }))

  it.effect("resumes after Ctrl-C, and serves other commands while it waits", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { env, file, run } = yield* withDataDirectory(temporary)
      const id = yield* simulator.addCampaign({ rows: 120, duration: "10 minutes" })
      const args = ["export", "start", id, "-o", file, "--max-poll-interval", "300 millis"]
      const child = yield* spawn(args, { env })
      yield* printed(child, "waiting")
      const { stdout } = yield* until("waiting", run("list"))
      assert.match(stdout, /rows\.ndjson +waiting/)
      yield* child.kill({ killSignal: "SIGINT" })
      assert.include(yield* Stream.mkString(Stream.decodeText(child.stderr)), "Run the same command again to continue")
      assert.strictEqual(Number(yield* child.exitCode), 130)
      assert.isFalse(yield* fs.exists(file))

      yield* SimulatorClock.advance("10 minutes")
      const resumed = yield* runInProcess(args, env)
      assert.strictEqual(resumed.exitCode, 0)
      assert.lengthOf(lines(yield* fs.readFileString(file)), 120)
      assert.lengthOf(lines((yield* run("list")).stdout), 2)
    }))

  it.effect("is cancelled by another command, which removes its partial output", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { env, file, run } = yield* withDataDirectory(temporary)
      const id = yield* simulator.addCampaign({ rows: 10, duration: "1 hour" })
      const child = yield* startInProcess(
        ["export", "start", id, "-o", file, "--max-poll-interval", "300 millis"],
        env
      )
      yield* child.printed("waiting")
      const { stdout } = yield* until("waiting", run("list"))
      const [short = ""] = (lines(stdout)[1] ?? "").split(" ")
      const cancelled = yield* run("cancel", short)
      assert.strictEqual(cancelled.exitCode, 0)
      assert.match(cancelled.stdout, /status +cancelled/)
      const { exitCode, stderr } = yield* child.output
      assert.strictEqual(exitCode, 7)
      assert.include(stderr, "was cancelled")
      assert.isFalse(yield* fs.exists(file))
      // The final state is readable although no process runs the export any more.
      assert.match((yield* run("status", short)).stdout, /status +cancelled/)
    }))

  it.effect("takes over from a killed process: each export that a command waits for finishes, with each row once", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { env, file, run } = yield* withDataDirectory(temporary)
      const other = path.join(path.dirname(file), "other.ndjson")
      const shared = yield* simulator.addCampaign({ rows: 130, duration: "10 minutes" })
      const own = yield* simulator.addCampaign({ rows: 70, duration: "10 minutes" })
      const args = ["--max-poll-interval", "300 millis"]
      const owner = yield* spawn(["export", "start", shared, "-o", file, ...args], { env })
      yield* printed(owner, "waiting")
      yield* until("yes", run("list"))
      // Both wait for the process that runs the exports: one for its export, and one for an export that it started.
      const same = yield* Effect.forkChild(runInProcess(["export", "start", shared, "-o", file, ...args], env))
      const second = yield* Effect.forkChild(runInProcess(["export", "start", own, "-o", other, ...args], env))
      yield* eventually(run("list"), ({ stdout }) => stdout.split("waiting").length === 3)
      yield* Effect.sleep("1 second")
      yield* owner.kill({ killSignal: "SIGKILL" })
      yield* SimulatorClock.advance("10 minutes")

      const results = [yield* Fiber.join(same), yield* Fiber.join(second)]
      assert.deepStrictEqual(results.map(({ exitCode, stderr }) => exitCode === 0 ? "" : stderr), ["", ""])
      assert.include(results.map(({ stderr }) => stderr).join(), "The process that ran the export ended")
      const ids = lines(yield* fs.readFileString(file)).map((line) => JSON.parse(line).id)
      assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows(shared))])
      const others = lines(yield* fs.readFileString(other)).map((line) => JSON.parse(line).id)
      assert.deepStrictEqual(others, [...(yield* simulator.expectedRows(own))])
      assert.lengthOf(lines((yield* run("list")).stdout), 3)
    }))

  it.effect("shows whether a process runs an export", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { env, file, run } = yield* withDataDirectory(temporary)
      const id = yield* simulator.addCampaign({ rows: 10, duration: "1 hour" })
      const child = yield* spawn(["export", "start", id, "-o", file, "--max-poll-interval", "300 millis"], { env })
      yield* printed(child, "waiting")
      const [, row = ""] = lines((yield* until("waiting", run("list"))).stdout)
      assert.match(row, / yes /)
      const [short = ""] = row.split(" ")
      assert.match((yield* run("status", short)).stdout, /runner +a process is running the export/)
      assert.isTrue(JSON.parse((yield* run("status", short, "--json")).stdout).isRunning)

      yield* child.kill({ killSignal: "SIGKILL" })
      assert.match(lines((yield* run("list")).stdout)[1] ?? "", / none /)
      assert.match((yield* run("status", short)).stdout, /runner +none: start the export again/)
      assert.isFalse(JSON.parse((yield* run("list", "--json")).stdout).isRunning)
    }))

  it.effect("says when a complete export ran, fails if its file is gone, and repeats it with --force", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { file, run } = yield* withDataDirectory(temporary)
      const id = yield* simulator.addCampaign({ rows: 12, status: "completed" })
      assert.strictEqual((yield* run("start", id, "-o", file)).exitCode, 0)
      const again = yield* run("start", id, "-o", file)
      assert.strictEqual(again.exitCode, 0)
      assert.match(again.stderr, /Already exported on \d{4}-\d\d-\d\d \d\d:\d\d UTC\. To export again, add --force\./)

      yield* fs.remove(file)
      const gone = yield* run("start", id, "-o", file)
      assert.strictEqual(gone.exitCode, 9)
      assert.include(gone.stderr, `its file ${file} no longer exists.\nTo export again, add --force.`)
      assert.strictEqual((yield* run("start", id, "-o", file, "--force")).exitCode, 0)
      assert.lengthOf(lines(yield* fs.readFileString(file)), 12)
    }))

  it.effect("exports a campaign of another service with the same id, and leaves exports of other services alone", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const other = yield* Effect.map(
        Layer.build(RevoxSimulator.layer()),
        (context) => Context.get(context, RevoxSimulator.RevoxSimulator)
      )
      const { env, file, run } = yield* withDataDirectory(temporary)
      const there = {
        ...env,
        REVOX_BASE_URL: other.baseUrl,
        REVOX_API_KEY: Redacted.value(other.apiKey)
      }
      yield* simulator.addCampaign({ id: "demo", rows: 12, status: "completed" })
      yield* other.addCampaign({ id: "demo", rows: 7, status: "completed" })
      assert.strictEqual((yield* run("start", "demo", "-o", file)).exitCode, 0)
      assert.strictEqual((yield* runInProcess(["export", "start", "demo", "-o", file], there)).exitCode, 0)
      assert.lengthOf(lines(yield* fs.readFileString(file)), 7)

      // An unfinished export of the first service is not polled at the second one.
      const waiting = yield* simulator.addCampaign({ id: "later", rows: 5, duration: "1 hour" })
      const child = yield* spawn(["export", "start", waiting, "--sql", "--max-poll-interval", "300 millis"], { env })
      yield* printed(child, "waiting")
      yield* until("waiting", run("list"))
      const refused = yield* runInProcess(["export", "start", "demo", "--sql"], there)
      assert.strictEqual(refused.exitCode, 2)
      assert.include(refused.stderr, `uses the base URL ${simulator.baseUrl}`)
      yield* child.kill({ killSignal: "SIGKILL" })
      const requests = (yield* simulator.traffic).requests
      assert.strictEqual((yield* runInProcess(["export", "start", "demo", "--sql"], there)).exitCode, 0)
      assert.strictEqual((yield* simulator.traffic).requests, requests)
      assert.isFalse((yield* other.requests).some(({ path }) => path.includes("later")))
      const list = yield* run("list", "--active", "--json")
      assert.deepInclude(JSON.parse(list.stdout), { status: "waiting", isRunning: false })
    }).pipe(Effect.scoped))

  it.effect("names the cause when the database cannot be opened, and no password", () =>
    Effect.gen(function*() {
      const env = { ...(yield* environment), REVOX_DATABASE_URL: "postgres://user:geheim-1@127.0.0.1:1/x" }
      for (const args of [["list"], ["status", "x"], ["runner"], ["start", "x", "--sql"]]) {
        const result = yield* runInProcess(["export", ...args, "--debug"], env)
        assert.strictEqual(result.exitCode, 5)
        assert.include(
          result.stderr,
          "Error: Cannot open the database of REVOX_DATABASE_URL: failed to connect: connect ECONNREFUSED 127.0.0.1:1"
        )
        assert.notInclude(result.stderr, "geheim")
      }
    }))

  it.effect.each<[string, ReadonlyArray<string>, number, string]>([
    ["a missing destination", ["start", "x"], 2, "-o FILE"],
    ["two destinations", ["start", "x", "--sql", "-o", "rows.csv"], 2, "-o FILE"],
    ["a file without a known extension", ["start", "x", "-o", "rows.xml"], 2, ".ndjson or .csv"],
    ["an unknown id", ["status", "f00"], 4, "f00"],
    ["--detach without a runner", ["start", "x", "--sql", "--detach"], 2, "--detach"]
  ])("rejects %s", ([_, args, exitCode, advice]) =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const { run } = yield* withDataDirectory(fs.makeTempDirectoryScoped())
      const result = yield* run(...args)
      assert.strictEqual(result.exitCode, exitCode)
      assert.include(result.stderr, advice)
    }))
})
