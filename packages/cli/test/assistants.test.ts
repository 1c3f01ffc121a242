import { Fault } from "@effect-revox/testing"
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { assistants, file, secret, services, token } from "./utils/assistants.ts"
import { methods, recorded, withFault } from "./utils/contacts.ts"
import { connected } from "./utils/inProcess.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

layer(services, { excludeTestServices: true })((it) => {
  describe("revox assistant list and get", () => {
    it.effect("print text without control characters", () =>
      Effect.gen(function*() {
        const list = yield* connected("assistant", "list", "--name", "aDA")
        assert.strictEqual(list.stderr, "")
        assert.strictEqual(list.exitCode, 0)
        assert.match(list.stdout, /^id +name +model +created\nada +Ada \]0;owned +llama \(custom\) +\d{4}.*\n$/)
        const get = yield* connected("assistant", "get", "ada")
        assert.strictEqual(get.exitCode, 0, get.stderr)
        assert.match(get.stdout, /^Ada \]0;owned \n {2}id +ada\n {2}model +llama \(custom\)\n/)
        assert.match(get.stdout, /\n {2}prompt +Be kind\.\n/)
        assert.notMatch(list.stdout + get.stdout, /[^\P{Cc}\n]/u)
        const limited = yield* connected("assistant", "list", "--limit", "1", "--json")
        assert.lengthOf(limited.stdout.trimEnd().split("\n"), 1)
        assert.match(limited.stderr, /^1 of \d+ assistants; --limit 0 for all\n$/)
        const unknown = yield* connected("assistant", "get", "nobody")
        assert.strictEqual(unknown.exitCode, 4)
      }))

    it.effect("mask secrets, except with --show-secrets", () =>
      Effect.gen(function*() {
        for (const args of [["get", "ada"], ["list"]]) {
          for (const json of [[], ["--json"]]) {
            const { stderr, stdout } = yield* connected("assistant", ...args, ...json)
            assert.notInclude(stdout + stderr, secret)
            assert.notInclude(stdout + stderr, token)
          }
          const shown = yield* connected("assistant", ...args, "--json", "--show-secrets")
          assert.include(shown.stdout, secret)
          assert.include(shown.stdout, token)
        }
        const { stdout } = yield* connected("assistant", "get", "ada", "--json")
        assert.strictEqual(JSON.parse(stdout).llm_model.api_key, "<masked>")
      }))

    it.effect("mask secrets of the assistants of campaigns and calls", () =>
      Effect.gen(function*() {
        const contacts = yield* file("phone_number\n+33184801234\n", "contacts.csv")
        const flags = ["--assistant", "ada", "--json", "--yes"]
        const campaign = yield* connected(
          "campaign",
          "create",
          ...flags,
          "--name",
          "S",
          "--contacts",
          contacts,
          "--draft"
        )
        assert.strictEqual(campaign.exitCode, 0, campaign.stderr)
        const list = yield* connected("campaign", "list", "--json")
        const call = yield* connected("call", "place", "+33184801234", ...flags)
        for (const { stdout } of [campaign, list, call]) {
          assert.include(stdout, "<masked>")
          assert.notInclude(stdout, secret)
          assert.notInclude(stdout, token)
        }
      }))
  })

  describe("revox assistant update", () => {
    it.effect("sends only the settings of the file, and null clears one", () =>
      Effect.gen(function*() {
        const path = yield* file("voicemail_message: null\nname: Bobby\n", "changes.yml")
        const { requests, result } = yield* recorded(connected("assistant", "update", "bob", "--from", path, "--json"))
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.deepStrictEqual(methods(requests), ["PATCH /assistants/bob"])
        assert.deepStrictEqual(requests[0]?.body, { voicemail_message: null, name: "Bobby" })
        assert.deepInclude(JSON.parse(result.stdout), { id: "bob", name: "Bobby", voicemail_message: null })
      }))

    it.effect("accepts the assistant that was retrieved, and refuses another one and no settings", () =>
      Effect.gen(function*() {
        const get = yield* connected("assistant", "get", "bob", "--json")
        const edited = yield* file(JSON.stringify({ ...JSON.parse(get.stdout), prompt: "Be briefer." }))
        const updated = yield* connected("assistant", "update", "bob", "--from", edited, "--json")
        assert.strictEqual(updated.exitCode, 0, updated.stderr)
        assert.strictEqual(JSON.parse(updated.stdout).prompt, "Be briefer.")
        for (
          const [path, problem] of [
            [edited, "is the assistant bob, and not ada. Nothing was sent."],
            [yield* file("{}"), "has no settings, so there is nothing to change."],
            [yield* file("{\"nmae\": \"Ada\"}"), "\n- nmae is unknown: check the spelling, or remove it\n"]
          ] as const
        ) {
          const { requests, result } = yield* recorded(connected("assistant", "update", "ada", "--from", path))
          assert.strictEqual(result.exitCode, 2)
          assert.include(result.stderr, problem)
          assert.deepStrictEqual(requests, [])
        }
      }))
  })

  describe("revox assistant copy", () => {
    it.effect("creates a copy with its secrets, under another name", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* recorded(connected("assistant", "copy", "ada", "--json"))
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.deepStrictEqual(methods(requests), ["GET /assistants/ada", "POST /assistants"])
        assert.notInclude(result.stdout, secret)
        const copy = JSON.parse(result.stdout)
        assert.strictEqual(copy.name, "Ada\x1b]0;owned\x07 (copy)")
        const shown = yield* connected("assistant", "get", copy.id, "--json", "--show-secrets")
        assert.strictEqual(JSON.parse(shown.stdout).llm_model.api_key, secret)
        const named = yield* connected("assistant", "copy", "bob", "--name", "Bobette")
        assert.match(named.stdout, /^Bobette\n/)
      }))
  })

  describe("revox assistant delete", () => {
    it.effect("needs --yes without a terminal, and sends nothing", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* recorded(connected("assistant", "delete", "bob"))
        assert.deepStrictEqual(result, {
          stdout: "",
          stderr: "Error: Without a terminal to prompt on, add --yes to delete the assistant bob. Nothing was sent.\n",
          exitCode: 2
        })
        assert.deepStrictEqual(requests, [])
      }))

    it.effect("deletes with --yes", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected("assistant", "copy", "bob", "--name", "Short-lived", "--json")
        const { id } = JSON.parse(stdout)
        const { requests, result } = yield* recorded(connected("assistant", "delete", id, "--yes"))
        assert.deepStrictEqual(result, { stdout: `The assistant ${id} is deleted.\n`, stderr: "", exitCode: 0 })
        assert.deepStrictEqual(methods(requests), [`DELETE /assistants/${id}`])
        assert.strictEqual((yield* connected("assistant", "get", id)).exitCode, 4)
        assert.strictEqual((yield* connected("assistant", "delete", id, "--yes")).exitCode, 4)
      }))

    it.effect.skipIf(!hasTerminals)(
      "shows the assistant on a terminal, and deletes it after y only",
      () =>
        Effect.gen(function*() {
          const { stdout } = yield* connected("assistant", "copy", "bob", "--name", "Asked", "--json")
          const { id } = JSON.parse(stdout)
          for (const [key, code, after] of [["n", 2, 0], ["y", 0, 4]] as const) {
            const terminal = yield* onTerminal("assistant", "delete", id)
            yield* terminal.waitFor(new RegExp(`Delete the assistant "Asked" \\(${id}\\) permanently\\?`))
            yield* terminal.press(key)
            assert.strictEqual(Number(yield* terminal.exitCode), code)
            assert.strictEqual((yield* connected("assistant", "get", id)).exitCode, after)
          }
        })
    )
  })

  describe("revox number list", () => {
    it.effect("prints the numbers, and masks the secrets of inbound assistants", () =>
      Effect.gen(function*() {
        const text = yield* connected("number", "list")
        assert.match(text.stdout, /^id +number +label +inbound assistant\nline +\+33184801234 +Front desk\n$/)
        const assistant = (yield* assistants).find(({ id }) => id === "ada")
        const inbound = Fault.mapJson((json) => ({
          phone_numbers: Object(json).phone_numbers.map((number: object) => ({
            ...number,
            inbound_assistant: assistant
          }))
        })).pipe(Fault.onEndpoint("phoneNumbers.list"))
        const json = yield* withFault(inbound, connected("number", "list", "--json"))
        assert.strictEqual(json.exitCode, 0, json.stderr)
        assert.strictEqual(JSON.parse(json.stdout).inbound_assistant.llm_model.api_key, "<masked>")
        assert.notInclude(json.stdout, secret)
        const shown = yield* withFault(inbound, connected("number", "list", "--json", "--show-secrets"))
        assert.include(shown.stdout, secret)
      }))
  })

  describe("revox number update", () => {
    it.effect("sends the given fields, and prints the number", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* recorded(
          connected("number", "update", "line", "--inbound-assistant", "ada", "--label", "Reception")
        )
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.match(result.stdout, /^ {2}label +Reception$/m)
        assert.match(result.stdout, /^ {2}inbound assistant +Ada/m)
        const update = requests.at(-1)
        assert.deepStrictEqual(methods(requests).at(-1), "PATCH /phone-numbers/line")
        assert.deepStrictEqual(update?.body, { inbound_assistant_id: "ada", label: "Reception" })
        const none = yield* recorded(
          connected("number", "update", "line", "--inbound-assistant", "none", "--label", "none", "--json")
        )
        assert.deepStrictEqual(none.requests[0]?.body, { inbound_assistant_id: null, label: null })
        assert.deepInclude(JSON.parse(none.result.stdout), { id: "line", label: null })
        const unchanged = yield* recorded(connected("number", "update", "line"))
        assert.strictEqual(unchanged.result.exitCode, 2)
        assert.include(unchanged.result.stderr, "Nothing to change.\nAdd --inbound-assistant or --label.")
        assert.deepStrictEqual(unchanged.requests, [])
      }))
  })
})
