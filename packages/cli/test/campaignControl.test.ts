import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded, withFault } from "./utils/contacts.ts"
import { connected } from "./utils/inProcess.ts"
import { commandLine, shell } from "./utils/revox.ts"

const hostile = "Spring\x1b]0;owned\x07\x9b2J\u202e"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    campaigns: [
      { id: "done", name: "Winter offer", rows: 20, status: "completed" },
      { id: "off", name: "Autumn", status: "cancelled" },
      { id: "hostile", name: hostile, rows: 10, duration: "10 hours" }
    ]
  })
)

/** Adds a campaign in a state. */
const campaign = Effect.fnUntraced(function*(status: "draft" | "running" | "paused") {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return yield* simulator.addCampaign({ name: `A ${status} campaign`, rows: 10, duration: "10 hours", status })
})

const state = (id: string) => RevoxSimulator.RevoxSimulator.use((simulator) => simulator.campaign(id))

layer(services, { excludeTestServices: true })((it) => {
  describe("revox campaign list", () => {
    it.effect("prints a table without control characters, and filters by name and status", () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* connected("campaign", "list")
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        const [header = "", ...lines] = stdout.trimEnd().split("\n")
        assert.match(header, /^id +name +status +created$/)
        assert.isAtLeast(lines.length, 3)
        assert.isTrue(lines.some((line) => /^hostile +Spring \]0;owned 2J +running +0% /.test(line)), stdout)
        assert.notMatch(stdout, /[^\P{Cc}\n]|\u202e/u)
        const named = yield* connected("campaign", "list", "--name", "wINTER")
        assert.match(named.stdout, /^id.*\ndone +Winter offer +completed +100% .*\n$/)
        const cancelled = yield* connected("campaign", "list", "--status", "cancelled", "--json")
        assert.deepStrictEqual(cancelled.stdout.trimEnd().split("\n").map((line) => JSON.parse(line).id), ["off"])
        const none = yield* connected("campaign", "list", "--name", "no such name")
        assert.strictEqual(none.stdout, "No campaigns.\n")
      }))

    it.effect("prints the newest campaigns first, up to --limit", () =>
      Effect.gen(function*() {
        const years = new Map([["done", "2030"], ["off", "2031"], ["hostile", "2029"]])
        const dated = Fault.mapJson((json) => ({
          campaigns: Object(json).campaigns.map((campaign: { readonly id: string }) => ({
            ...campaign,
            created_at: `${years.get(campaign.id) ?? "2020"}-01-01T00:00:00Z`
          }))
        }))
        const { exitCode, stderr, stdout } = yield* withFault(
          dated.pipe(Fault.onEndpoint("campaigns.list")),
          connected("campaign", "list", "--limit", "2", "--json")
        )
        assert.strictEqual(exitCode, 0)
        assert.deepStrictEqual(stdout.trimEnd().split("\n").map((line) => JSON.parse(line).id), ["off", "done"])
        assert.match(stderr, /^2 of \d+ campaigns; --limit 0 for all\n$/)
      }))
  })

  describe("revox campaign update", () => {
    it.effect("sends the given fields, and prints the campaign", () =>
      Effect.gen(function*() {
        const id = yield* campaign("running")
        const { requests, result } = yield* recorded(
          connected("campaign", "update", id, "--name", "Renamed", "--from-phone-number", "none")
        )
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.match(result.stdout, /^Renamed\n {2}id/)
        assert.deepStrictEqual(methods(requests), [`PATCH /campaigns/${id}`])
        assert.deepStrictEqual(requests[0]?.body, { name: "Renamed", from_phone_number: null })
        const json = yield* recorded(connected("campaign", "update", id, "--max-concurrent-calls", "2", "--json"))
        assert.deepStrictEqual(json.requests[0]?.body, { max_concurrent_calls: 2 })
        assert.deepInclude(JSON.parse(json.result.stdout), { name: "Renamed", max_concurrent_calls: 2 })
      }))

    it.effect("replaces the rules for further attempts", () =>
      Effect.gen(function*() {
        const id = yield* campaign("running")
        const { requests, result } = yield* recorded(
          connected("campaign", "update", id, "--max-retry-attempts", "4", "--calling-window", "09:00-17:00")
        )
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.deepStrictEqual(requests[0]?.body, {
          call_retry_config: {
            calling_windows: [
              { calling_window_start_time: "09:00", calling_window_end_time: "17:00", retry_delay_seconds: 7200 }
            ],
            max_retry_attempts: 4
          }
        })
        const incomplete = yield* recorded(connected("campaign", "update", id, "--allowed-day", "friday"))
        assert.strictEqual(incomplete.result.exitCode, 2)
        assert.include(incomplete.result.stderr, "require both --max-retry-attempts and --calling-window.")
        assert.deepStrictEqual(incomplete.requests, [])
      }))

    it.effect("requires a change", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* recorded(connected("campaign", "update", "done"))
        assert.strictEqual(result.exitCode, 2)
        assert.include(result.stderr, "Nothing to change.\nAdd --name")
        assert.deepStrictEqual(requests, [])
      }))
  })

  describe("revox campaign launch", () => {
    it.effect("launches a draft with --yes, and prints the skipped rows of another launch", () =>
      Effect.gen(function*() {
        const id = yield* campaign("draft")
        const first = yield* recorded(connected("campaign", "launch", id, "--yes"))
        assert.strictEqual(first.result.exitCode, 0, first.result.stderr)
        assert.match(first.result.stdout, /^10 rows launched\n {2}skipped in a call +0\n/)
        assert.deepStrictEqual(methods(first.requests), [`POST /campaigns/${id}/launch`])
        assert.deepStrictEqual(first.requests[0]?.body, {
          mode: "ai_first",
          selection: { filters: {}, rows: { call_ids: [], mode: "all" } }
        })
        const { exitCode, stdout } = yield* connected("campaign", "launch", id, "--yes", "--json")
        assert.strictEqual(exitCode, 0)
        assert.deepInclude(JSON.parse(stdout), { launched: 0 })
      }))

    it.effect("sends a selection as it is given", () =>
      Effect.gen(function*() {
        const id = yield* campaign("draft")
        const flags = ["--mode", "speed_dial", "--call-id", "a", "--call-id", "b", "--filters", "{\"x\":[1]}", "--yes"]
        const incomplete = yield* recorded(connected("campaign", "launch", id, ...flags))
        assert.strictEqual(incomplete.result.exitCode, 2)
        assert.include(incomplete.result.stderr, "--call-id requires --rows-mode")
        const time = "2026-11-21T10:30:00+01:00"
        const { requests } = yield* recorded(
          connected("campaign", "launch", id, ...flags, "--rows-mode", "only", "--scheduled-at", time)
        )
        assert.deepStrictEqual(requests[0]?.body, {
          mode: "speed_dial",
          selection: { filters: { x: [1] }, rows: { call_ids: ["a", "b"], mode: "only" } },
          scheduled_at: time
        })
        assert.deepStrictEqual(incomplete.requests, [])
      }))

    it.effect("does not repeat a request with an unknown outcome", () =>
      Effect.gen(function*() {
        const id = yield* campaign("draft")
        const { requests, result } = yield* withFault(
          Fault.reset().pipe(Fault.onEndpoint("campaigns.launch")),
          recorded(connected("campaign", "launch", id, "--yes"))
        )
        assert.strictEqual(result.exitCode, 11)
        assert.isTrue(result.stderr.endsWith(`\nTo check: revox campaign get ${id}\n`), result.stderr)
        assert.lengthOf(requests, 1)
        assert.strictEqual((yield* state(id)).status, "running")
      }))
  })

  describe("revox campaign pause and resume", () => {
    it.effect("pause without a prompt, and resume with --yes", () =>
      Effect.gen(function*() {
        const id = yield* campaign("running")
        const paused = yield* recorded(connected("campaign", "pause", id))
        assert.deepStrictEqual(paused.result, { stdout: `The campaign ${id} is paused.\n`, stderr: "", exitCode: 0 })
        assert.deepStrictEqual(methods(paused.requests), [`POST /campaigns/${id}/pause`])
        assert.strictEqual((yield* state(id)).status, "paused")
        const resumed = yield* recorded(connected("campaign", "resume", id, "--yes", "--json"))
        assert.deepStrictEqual(JSON.parse(resumed.result.stdout), { id, result: "resumed" })
        assert.deepStrictEqual(methods(resumed.requests), [`POST /campaigns/${id}/resume`])
        assert.strictEqual((yield* state(id)).status, "running")
        const again = yield* connected("campaign", "resume", id, "--yes")
        assert.strictEqual(again.exitCode, 10)
        assert.include(again.stderr, "cannot be resumed")
      }))

    it.effect("does not repeat a resume with an unknown outcome, and retries a pause", () =>
      Effect.gen(function*() {
        const id = yield* campaign("paused")
        const resumed = yield* withFault(
          Fault.status(503).pipe(Fault.onEndpoint("campaigns.resume")),
          recorded(connected("campaign", "resume", id, "--yes"))
        )
        assert.strictEqual(resumed.result.exitCode, 11)
        assert.lengthOf(resumed.requests, 1)
        const paused = yield* withFault(
          Fault.reset().pipe(Fault.onEndpoint("campaigns.pause")),
          recorded(connected("campaign", "pause", id))
        )
        assert.strictEqual(paused.result.exitCode, 0, paused.result.stderr)
        assert.lengthOf(paused.requests, 2)
        assert.strictEqual((yield* state(id)).status, "paused")
      }))
  })

  describe("revox campaign cancel and delete", () => {
    it.effect("act with --yes", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* campaign("running")
        const cancelled = yield* recorded(connected("campaign", "cancel", id, "--yes"))
        assert.strictEqual(cancelled.result.stdout, `The campaign ${id} is cancelled.\n`)
        assert.deepStrictEqual(methods(cancelled.requests), [`POST /campaigns/${id}/cancel`])
        assert.isTrue((yield* state(id)).is_cancelled)
        const deleted = yield* recorded(connected("campaign", "delete", id, "-y", "--json"))
        assert.deepStrictEqual(JSON.parse(deleted.result.stdout), { id, result: "deleted" })
        assert.deepStrictEqual(methods(deleted.requests), [`DELETE /campaigns/${id}`])
        assert.isFalse((yield* simulator.campaigns).some((campaign) => campaign.id === id))
        const gone = yield* connected("campaign", "delete", id, "--yes")
        assert.strictEqual(gone.exitCode, 4)
      }))
  })

  describe("without a terminal", () => {
    it.effect.each(["launch", "resume", "cancel", "delete"])(
      "%s needs --yes, and sends nothing",
      (action) =>
        Effect.gen(function*() {
          const { requests, result } = yield* recorded(connected("campaign", action, "hostile"))
          assert.deepStrictEqual(result, {
            stdout: "",
            stderr: `Error: Without a terminal to prompt on, add --yes to ${action} the campaign hostile. ` +
              "Nothing was sent.\n",
            exitCode: 2
          })
          assert.deepStrictEqual(requests, [])
        })
    )

    it.effect("a closed standard output does not undo a change", () =>
      Effect.gen(function*() {
        const id = yield* campaign("running")
        const command = yield* commandLine(["campaign", "pause", id])
        const { stderr, stdout } = yield* shell(`${command} | true; echo "\${PIPESTATUS[0]}"`)
        assert.deepStrictEqual([stdout, stderr], ["0\n", ""])
        assert.strictEqual((yield* state(id)).status, "paused")
      }))
  })
})
