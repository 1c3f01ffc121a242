import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path, Stream } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { temporary } from "../../workflow/test/utils/embedded.ts"
import { environment, revox, spawn } from "./utils/revox.ts"

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
    run: (...args: ReadonlyArray<string>) => revox(["export", ...args], { env })
  }
})

/** Runs a command until its output includes a text. */
const until = (text: string, run: ReturnType<typeof revox>) => eventually(run, ({ stdout }) => stdout.includes(text))

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
      const { stdout } = yield* until("waiting", run("list"))
      assert.match(stdout, /rows\.ndjson +waiting/)
      yield* child.kill({ killSignal: "SIGINT" })
      assert.include(yield* Stream.mkString(Stream.decodeText(child.stderr)), "Run the same command again to continue")
      assert.strictEqual(Number(yield* child.exitCode), 130)
      assert.isFalse(yield* fs.exists(file))

      yield* SimulatorClock.advance("10 minutes")
      const resumed = yield* revox(args, { env })
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
      const child = yield* spawn(["export", "start", id, "-o", file, "--max-poll-interval", "300 millis"], { env })
      const { stdout } = yield* until("waiting", run("list"))
      const [short = ""] = (lines(stdout)[1] ?? "").split(" ")
      const cancelled = yield* run("cancel", short)
      assert.strictEqual(cancelled.exitCode, 0)
      assert.match(cancelled.stdout, /status +cancelled/)
      assert.strictEqual(Number(yield* child.exitCode), 7)
      assert.include(yield* Stream.mkString(Stream.decodeText(child.stderr)), "was cancelled")
      assert.isFalse(yield* fs.exists(file))
      // The final state is readable although no process runs the export any more.
      assert.match((yield* run("status", short)).stdout, /status +cancelled/)
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
