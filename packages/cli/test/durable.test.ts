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

/** The environment of somebody whose exports are in a directory of their own. */
const withFolder = Effect.fnUntraced(function*<E, R>(make: Effect.Effect<string, E, R>) {
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
  it.effect("exports a campaign, once, and tells of it", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { file, run } = yield* withFolder(temporary)
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

  it.effect("goes on after Ctrl-C, and lets other commands look while it waits", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { env, file, run } = yield* withFolder(temporary)
      const id = yield* simulator.addCampaign({ rows: 120, duration: "10 minutes" })
      const args = ["export", "start", id, "-o", file, "--max-poll-interval", "300 millis"]
      const child = yield* spawn(args, { env })
      const { stdout } = yield* until("waiting", run("list"))
      assert.match(stdout, /rows\.ndjson +waiting/)
      yield* child.kill({ killSignal: "SIGINT" })
      assert.include(yield* Stream.mkString(Stream.decodeText(child.stderr)), "The same command goes on from here")
      assert.strictEqual(Number(yield* child.exitCode), 130)
      assert.isFalse(yield* fs.exists(file))

      yield* SimulatorClock.advance("10 minutes")
      const again = yield* revox(args, { env })
      assert.strictEqual(again.exitCode, 0)
      assert.lengthOf(lines(yield* fs.readFileString(file)), 120)
      assert.lengthOf(lines((yield* run("list")).stdout), 2)
    }))

  it.effect("is cancelled by another command, and nothing of it is left", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const { env, file, run } = yield* withFolder(temporary)
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
      // Nobody works on it any more: it is over all the same, and tells so.
      assert.match((yield* run("status", short)).stdout, /status +cancelled/)
    }))

  it.effect.each<[string, ReadonlyArray<string>, number, string]>([
    ["no place for the rows", ["start", "x"], 2, "-o FILE"],
    ["two places for the rows", ["start", "x", "--sql", "-o", "rows.csv"], 2, "-o FILE"],
    ["a name that does not tell the format", ["start", "x", "-o", "rows.xml"], 2, ".ndjson or .csv"],
    ["an id that there is not", ["status", "f00"], 4, "no export f00"],
    ["work that nobody would do", ["start", "x", "--sql", "--detach"], 2, "--detach"]
  ])("refuses %s", ([_, args, exitCode, advice]) =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const { run } = yield* withFolder(fs.makeTempDirectoryScoped())
      const result = yield* run(...args)
      assert.strictEqual(result.exitCode, exitCode)
      assert.include(result.stderr, advice)
    }))
})
