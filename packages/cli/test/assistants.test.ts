import { Fault } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { contactsFile, methods, recorded, withFault } from "./utils/contacts.ts"
import { commandLine, connected, revox, shell } from "./utils/revox.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

const secret = "sk-4f9d81c2aa7b"
const token = "0a1b2c3d4e5f6071"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    assistants: [
      {
        id: "ada",
        name: "Ada\x1b]0;owned\x07",
        prompt: "Be kind.",
        llm_model: { type: "custom", api_key: secret, api_url: "https://llm.example.com/v1", model_name: "llama" },
        webhook_url: `https://hooks.example.com/in?token=${token}`,
        voicemail_message: "Call us back.",
        faq_items: [{ question: "Open?", answer: "Always." }]
      },
      { id: "bob", name: "Bob", prompt: "Be brief." }
    ],
    phoneNumbers: [{ id: "line", phoneNumber: "+33184801234", label: "Front desk" }]
  })
)

const file = (content: string, name = "assistant.json") => contactsFile(content, name)

const assistants = Effect.gen(function*() {
  const { stdout } = yield* connected("assistant", "list", "--json", "--show-secrets", "--limit", "10000")
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
})

const count = Effect.map(assistants, (all) => all.length)

/** The settings of an assistant, without what the service sets. */
const settingsOf = (assistant: Record<string, unknown>) => {
  const { created_at, faq_items, id, name, pending_faq_count, updated_at, ...settings } = assistant
  const faq = Array.isArray(faq_items) ? faq_items.map(({ answer, question }) => ({ answer, question })) : faq_items
  return { ...settings, faq }
}

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
        assert.match(limited.stderr, /^1 of \d+ assistants\. Increase --limit to list more\.\n$/)
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
  })

  describe("revox assistant create", () => {
    it.effect("creates what get printed with --show-secrets", () =>
      Effect.gen(function*() {
        const get = yield* connected("assistant", "get", "ada", "--json", "--show-secrets")
        const created = yield* connected("assistant", "create", "--from", yield* file(get.stdout), "--json")
        assert.strictEqual(created.stderr, "")
        assert.strictEqual(created.exitCode, 0)
        assert.notInclude(created.stdout, secret)
        const { id } = JSON.parse(created.stdout)
        assert.notStrictEqual(id, "ada")
        const copy = yield* connected("assistant", "get", id, "--json", "--show-secrets")
        assert.deepStrictEqual(settingsOf(JSON.parse(copy.stdout)), settingsOf(JSON.parse(get.stdout)))
      }))

    it.effect("reads standard input through a pipe, and takes another name", () =>
      Effect.gen(function*() {
        const get = yield* commandLine(["assistant", "get", "bob", "--json"])
        const create = yield* commandLine(["assistant", "create", "--from", "-", "--name", "Bob in a pipe"])
        const { exitCode, stderr, stdout } = yield* shell(`set -o pipefail; ${get} | ${create}`)
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        assert.match(stdout, /^Bob in a pipe\n {2}id /)
      }))

    it.effect("reads YAML", () =>
      Effect.gen(function*() {
        const yaml = "name: Yvette\nprompt: |\n  Be kind.\n  Be brief.\nvoicemail_message: null\nmax_call_duration_secs: 90\n"
        const { requests, result } = yield* recorded(
          connected("assistant", "create", "--from", yield* file(yaml, "assistant.yaml"))
        )
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.deepStrictEqual(requests.map(({ body }) => body), [
          { name: "Yvette", prompt: "Be kind.\nBe brief.\n", voicemail_message: null, max_call_duration_secs: 90 }
        ])
      }))

    it.effect("names the settings of an assistant that are not copied", () =>
      Effect.gen(function*() {
        const { stdout } = yield* connected("assistant", "get", "bob", "--json")
        const odd = { ...JSON.parse(stdout), from_phone_number: "0184801234", new_setting: 1 }
        const { exitCode, stderr } = yield* connected("assistant", "create", "--from", yield* file(JSON.stringify(odd)))
        assert.strictEqual(exitCode, 0, stderr)
        assert.strictEqual(
          stderr,
          "Not copied, because a request cannot have these values: from_phone_number, new_setting.\n"
        )
      }))

    it.effect("refuses masks, and names each field", () =>
      Effect.gen(function*() {
        const get = yield* connected("assistant", "get", "ada", "--json")
        const path = yield* file(get.stdout)
        const before = yield* count
        for (const args of [["create"], ["update", "ada"]]) {
          const { requests, result } = yield* recorded(connected("assistant", ...args, "--from", path))
          assert.strictEqual(result.exitCode, 2)
          assert.match(result.stderr, /has 2 problems\. Nothing was sent\.\n/)
          assert.include(result.stderr, "- llm_model.api_key has the mask <masked> instead of a secret: write the secret")
          assert.include(result.stderr, "- webhook_url has the mask <masked> instead of a secret")
          assert.include(result.stderr, "--show-secrets")
          assert.deepStrictEqual(requests, [])
        }
        assert.strictEqual(yield* count, before)
      }))

    it.effect("prints the path of each problem, but no values, without an API key and a request", () =>
      Effect.gen(function*() {
        const body = {
          prompt: 1,
          nmae: "Ada",
          background_sound_volume: 7,
          llm_model: { type: "custom", api_key: 918273645, api_url: "https://llm.example.com", model_name: "m" },
          custom_tools: [{ url: "<masked>" }],
          from_phone_number: "0184801234",
          "a b": 1
        }
        const path = yield* file(JSON.stringify(body))
        const { exitCode, stderr, stdout } = yield* revox(["assistant", "create", "--from", path])
        assert.strictEqual(stdout, "")
        assert.strictEqual(exitCode, 2)
        const lines = stderr.trimEnd().split("\n")
        assert.match(lines[0] ?? "", /^Error: .*assistant\.json has \d+ problems\. Nothing was sent\.$/)
        for (
          const line of [
            "- name is missing",
            "- nmae is unknown: check the spelling, or remove it",
            "- [\"a b\"] is unknown: check the spelling, or remove it",
            "- prompt expected string",
            "- background_sound_volume expected a value between 0 and 1",
            "- llm_model.api_key expected string",
            "- custom_tools[0].name is missing",
            "- from_phone_number expected a phone number in E.164 format, such as +33184801234"
          ]
        ) {
          assert.include(lines, line)
        }
        assert.isTrue(lines.some((line) => line.startsWith("- custom_tools[0].url has the mask <masked>")), stderr)
        assert.strictEqual(new Set(lines).size, lines.length)
        assert.notInclude(stderr, "918273645")
        assert.notInclude(stderr, "exactly one member")
      }))

    it.effect.each(
      [
        ["a.json", `{"llm_model": {"api_key": ${secret}}}`, "is invalid JSON: Unexpected token 's'. Nothing was sent."],
        ["a.json", "{\"name\": \"Ada\"", "is invalid JSON: Expected ',' or '}'"],
        ["a.yaml", "name: a: b", "is invalid YAML: Invalid colon in plain scalar at line 1. Nothing was sent."],
        ["a.yaml", "- name", "has 1 problem. Nothing was sent.\n- expected "],
        ["a.txt", " \n", "is empty. Nothing was sent."],
        ["a.json", `"${"x".repeat(10_000_000)}"`, "is larger than 10 MB"]
      ] as const
    )("explains why it cannot read %s", ([name, content, problem]) =>
      Effect.gen(function*() {
        const { requests, result } = yield* recorded(
          connected("assistant", "create", "--from", yield* file(content, name))
        )
        assert.strictEqual(result.exitCode, 2)
        assert.include(result.stderr, problem)
        assert.notInclude(result.stderr, secret)
        assert.deepStrictEqual(requests, [])
      }))

    it.effect("explains a missing file, and a standard input that is used twice", () =>
      Effect.gen(function*() {
        const missing = yield* connected("assistant", "create", "--from", "/nowhere/a.json")
        assert.strictEqual(missing.exitCode, 2)
        assert.match(missing.stderr, /^Error: Cannot read \/nowhere\/a\.json: .*\. Nothing was sent\.\n$/)
        const twice = yield* revox(["assistant", "create", "--from", "-", "--api-key-file", "-"])
        assert.strictEqual(twice.exitCode, 2)
        assert.include(twice.stderr, "Standard input can only be one of --from and --api-key-file.")
      }))

    it.effect("does not repeat a request with an unknown outcome, and has a hint", () =>
      Effect.gen(function*() {
        const path = yield* file(JSON.stringify({ name: "Maybe Ada", prompt: "Be kind." }))
        const { requests, result } = yield* withFault(
          Fault.reset().pipe(Fault.onEndpoint("assistants.create")),
          recorded(connected("assistant", "create", "--from", path))
        )
        assert.strictEqual(result.exitCode, 11)
        assert.isTrue(result.stderr.endsWith("\nTo check: revox assistant list --name 'Maybe Ada'\n"), result.stderr)
        assert.lengthOf(requests, 1)
        assert.lengthOf((yield* assistants).filter(({ name }) => name === "Maybe Ada"), 1)
      }))

    it.effect("prints the id to standard error if the reader of standard output is gone", () =>
      Effect.gen(function*() {
        const path = yield* file(JSON.stringify({ name: "Unprinted", prompt: "" }))
        const command = yield* commandLine(["assistant", "create", "--from", path])
        const { stderr } = yield* shell(`${command} | true`)
        const created = (yield* assistants).find(({ name }) => name === "Unprinted")
        assert.include(stderr, created.id)
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

    it.effect.skipIf(!hasTerminals)("shows the assistant on a terminal, and deletes it after y only", () =>
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
      }))
  })

  describe("revox number list", () => {
    it.effect("prints the numbers, and masks the secrets of inbound assistants", () =>
      Effect.gen(function*() {
        const text = yield* connected("number", "list")
        assert.match(text.stdout, /^id +number +label +inbound assistant\nline +\+33184801234 +Front desk\n$/)
        const assistant = (yield* assistants).find(({ id }) => id === "ada")
        const inbound = Fault.mapJson((json) => ({
          phone_numbers: Object(json).phone_numbers.map((number: object) => ({ ...number, inbound_assistant: assistant }))
        })).pipe(Fault.onEndpoint("phoneNumbers.list"))
        const json = yield* withFault(inbound, connected("number", "list", "--json"))
        assert.strictEqual(json.exitCode, 0, json.stderr)
        assert.strictEqual(JSON.parse(json.stdout).inbound_assistant.llm_model.api_key, "<masked>")
        assert.notInclude(json.stdout, secret)
        const shown = yield* withFault(inbound, connected("number", "list", "--json", "--show-secrets"))
        assert.include(shown.stdout, secret)
      }))
  })
})
