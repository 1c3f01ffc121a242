import { Campaign, CampaignRow } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path, Schema, Stream } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { connected } from "./utils/inProcess.ts"
import { connected as piped, environment, revox, spawn } from "./utils/revox.ts"

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

/** Asserts that stderr is a short message without a stack trace. */
const assertShortMessage = (stderr: string) => {
  assert.isAtMost(lines(stderr.trim()).length, 4, stderr)
  assert.notInclude(stderr, "    at ")
}

layer(services, { excludeTestServices: true })((it) => {
  describe("revox campaign get", () => {
    it.effect("prints the campaign as text", () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* piped("campaign", "get", "done")
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        assert.strictEqual(lines(stdout)[0], "Spring")
        assert.match(stdout, /^ {2}rows {9}230 of 230 finished \(100%\)/m)
        assert.match(stdout, /^ {2}created {6}\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/m)
      }))

    it.effect("prints JSON with --json", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected("campaign", "get", "done", "--json")
        assert.strictEqual((yield* decodeCampaign(stdout)).id, "done")
      }))

    it.effect("reads the key from --api-key-file and the base URL from --base-url", () =>
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
    it.effect("prints a line for each change in a pipe and exits when the campaign is completed", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 40, duration: "20 minutes" })
        const child = yield* spawn(["campaign", "watch", id], { env: yield* environment })
        const seen = yield* child.stdout.pipe(
          Stream.decodeText,
          Stream.splitLines,
          // The clock advances once the command has reported the running campaign.
          Stream.tap((line) => line.startsWith("running") ? SimulatorClock.advance("20 minutes") : Effect.void),
          Stream.runCollect
        )
        assert.strictEqual(Number(yield* child.exitCode), 0)
        assert.notInclude(seen.join(), "\x1b")
        assert.lengthOf(seen, 2)
        assert.match(seen[0] ?? "", /^running +0%/)
        assert.match(seen[1] ?? "", /^completed 100%/)
      }))

    it.effect("prints NDJSON with --json", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected("campaign", "watch", "done", "--json")
        const campaigns = yield* Effect.forEach(lines(stdout), (line) => decodeCampaign(line))
        assert.strictEqual(campaigns.at(-1)?.status, "completed")
      }))
  })

  describe("revox rows list", () => {
    it.effect("prints a table of --limit rows", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* connected("rows", "list", "done", "--limit", "5")
        assert.strictEqual(exitCode, 0)
        assert.lengthOf(lines(stdout), 6)
        assert.match(lines(stdout)[0] ?? "", /^#\s+id\s+phone\s+status\s+result\s+dial error/)
      }))

    it.effect("applies the filters and prints NDJSON with --json", () =>
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

    it.effect("reports that no rows match", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* connected("rows", "list", "done", "--query", "no such name")
        assert.strictEqual(stdout, "No rows.\n")
        assert.strictEqual(exitCode, 0)
      }))
  })

  describe("exit codes", () => {
    it.effect.each(
      [
        [2, "usage", ["rows", "list", "done", "--result", "alien"]],
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
        if (code !== 2) assertShortMessage(stderr)
        if (code !== 8 && code !== 2) assert.strictEqual(stdout, "")
      }))

    it.effect("3 is a missing or invalid key", () =>
      Effect.gen(function*() {
        const env = yield* environment
        const missing = yield* revox(["campaign", "get", "done"], { env: { REVOX_BASE_URL: env.REVOX_BASE_URL } })
        assert.strictEqual(missing.exitCode, 3)
        assert.include(missing.stderr, "REVOX_API_KEY")
        const wrong = yield* revox(["campaign", "get", "done"], { env: { ...env, REVOX_API_KEY: "sk-wrong" } })
        assert.strictEqual(wrong.exitCode, 3)
        assert.notInclude(wrong.stderr, "sk-wrong")
        assertShortMessage(wrong.stderr)
      }))

    it.effect("6 is a rate limit with a long Retry-After", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const { remove } = yield* simulator.inject(Fault.rateLimit({ retryAfter: "1 hour" }).pipe(Fault.always))
        const { exitCode, stderr } = yield* connected("campaign", "get", "done")
        yield* remove
        assert.strictEqual(exitCode, 6)
        assertShortMessage(stderr)
      }))

    it.effect("come with the stack trace with --debug", () =>
      Effect.gen(function*() {
        const { exitCode, stderr } = yield* connected("campaign", "get", "winter", "--debug")
        assert.strictEqual(exitCode, 4)
        assert.include(stderr, "    at ")
      }))
  })
})
