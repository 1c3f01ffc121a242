import { Campaign, CampaignRow } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path, Schema, Stream } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { connected, environment, revox, spawn } from "./utils/revox.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    campaigns: [
      { id: "done", name: "Spring", rows: 230, status: "completed" },
      { id: "off", status: "cancelled" },
      { id: "paused", status: "paused" }
    ]
  })
)

const decodeCampaign = Schema.decodeEffect(Schema.fromJsonString(Campaign.Campaign))
const decodeRow = Schema.decodeEffect(Schema.fromJsonString(CampaignRow.CampaignRow))

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

/** What went wrong, in lines that a person reads: no stack, no JSON. */
const oneProblem = (stderr: string) => {
  assert.isAtMost(lines(stderr.trim()).length, 4, stderr)
  assert.notInclude(stderr, "    at ")
}

layer(services, { excludeTestServices: true })((it) => {
  describe("revox campaign get", () => {
    it.effect("prints a card for a person", () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* connected("campaign", "get", "done")
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        assert.strictEqual(lines(stdout)[0], "Spring")
        assert.match(stdout, /^ {2}rows {8}230 of 230 settled \(100%\)/m)
        assert.match(stdout, /^ {2}created {5}\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/m)
      }))

    it.effect("prints JSON for a program", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected("campaign", "get", "done", "--json")
        assert.strictEqual((yield* decodeCampaign(stdout)).id, "done")
      }))

    it.effect("takes the key from a file, and the address from a flag", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const { REVOX_API_KEY, REVOX_BASE_URL } = yield* environment
        const file = path.join(yield* fs.makeTempDirectoryScoped(), "key")
        yield* fs.writeFileString(file, `${REVOX_API_KEY}\n`)
        const { exitCode } = yield* revox(
          ["campaign", "get", "done", "--api-key-file", file, "--base-url", REVOX_BASE_URL]
        )
        assert.strictEqual(exitCode, 0)
      }))
  })

  describe("revox campaign watch", () => {
    it.effect("prints a line for each change in a pipe, and ends with the campaign", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "20 minutes" })
        const child = yield* spawn(["campaign", "watch", id], { env: yield* environment })
        const seen = yield* child.stdout.pipe(
          Stream.decodeText,
          Stream.splitLines,
          // The campaign runs until it was seen to run.
          Stream.tap((line) => line.startsWith("running") ? SimulatorClock.advance("20 minutes") : Effect.void),
          Stream.runCollect
        )
        assert.strictEqual(Number(yield* child.exitCode), 0)
        assert.notInclude(seen.join(), "\x1b")
        assert.lengthOf(seen, 2)
        assert.match(seen[0] ?? "", /^running +0%/)
        assert.match(seen[1] ?? "", /^completed 100%/)
      }))

    it.effect("prints JSON lines for a program", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected("campaign", "watch", "done", "--json")
        const campaigns = yield* Effect.forEach(lines(stdout), (line) => decodeCampaign(line))
        assert.strictEqual(campaigns.at(-1)?.status, "completed")
      }))
  })

  describe("revox rows list", () => {
    it.effect("prints a table with as many rows as asked for", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* connected("rows", "list", "done", "--limit", "5")
        assert.strictEqual(exitCode, 0)
        assert.lengthOf(lines(stdout), 6)
        assert.match(lines(stdout)[0] ?? "", /^#\s+phone\s+call\s+result/)
      }))

    it.effect("filters, and prints rows of JSON", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected(
          "rows",
          "list",
          "done",
          "--json",
          "--limit",
          "7",
          "--result",
          "human",
          "--status",
          "completed",
          "--status",
          "errored"
        )
        const rows = yield* Effect.forEach(lines(stdout), (line) => decodeRow(line))
        assert.lengthOf(rows, 7)
        for (const row of rows) assert.strictEqual(row.call?.last_call_attempt?.result, "human")
      }))

    it.effect("says that there are none", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* connected("rows", "list", "done", "--query", "nobody is called that")
        assert.strictEqual(stdout, "No rows.\n")
        assert.strictEqual(exitCode, 0)
      }))
  })

  describe("exit codes", () => {
    it.effect.each(
      [
        [2, "usage", ["rows", "list", "done", "--result", "nobody"]],
        [2, "usage", ["campaign", "get", ".."]],
        [2, "usage", ["campaign", "get", "done", "--base-url", "http://example.com"]],
        [4, "not found", ["campaign", "get", "winter"]],
        [5, "network", ["campaign", "get", "done", "--base-url", "http://127.0.0.1:65500"]],
        [7, "cancelled", ["campaign", "watch", "off"]],
        [8, "timeout", ["campaign", "watch", "paused", "--timeout", "300 millis"]]
      ] as const
    )("%i is %s: %j", ([code, _, args]) =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* connected(...args)
        assert.strictEqual(exitCode, code, stderr)
        assert.isAbove(stderr.trim().length, 10)
        if (code !== 2) oneProblem(stderr)
        if (code !== 8 && code !== 2) assert.strictEqual(stdout, "")
      }))

    it.effect("3 is a key that is missing or wrong", () =>
      Effect.gen(function*() {
        const env = yield* environment
        const missing = yield* revox(["campaign", "get", "done"], { env: { REVOX_BASE_URL: env.REVOX_BASE_URL } })
        assert.strictEqual(missing.exitCode, 3)
        assert.include(missing.stderr, "REVOX_API_KEY")
        const wrong = yield* revox(["campaign", "get", "done"], { env: { ...env, REVOX_API_KEY: "sk-wrong" } })
        assert.strictEqual(wrong.exitCode, 3)
        assert.notInclude(wrong.stderr, "sk-wrong")
        oneProblem(wrong.stderr)
      }))

    it.effect("6 is a server that wants a long pause", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const { remove } = yield* simulator.inject(Fault.rateLimit({ retryAfter: "1 hour" }).pipe(Fault.always))
        const { exitCode, stderr } = yield* connected("campaign", "get", "done")
        yield* remove
        assert.strictEqual(exitCode, 6)
        oneProblem(stderr)
      }))

    it.effect("come with everything that is known when it is asked for", () =>
      Effect.gen(function*() {
        const { exitCode, stderr } = yield* connected("campaign", "get", "winter", "--debug")
        assert.strictEqual(exitCode, 4)
        assert.include(stderr, "    at ")
      }))
  })
})
