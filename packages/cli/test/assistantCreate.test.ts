import { Fault } from "@effect-revox/testing"
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { assistants, count, file, secret, services } from "./utils/assistants.ts"
import { recorded, withFault } from "./utils/contacts.ts"
import { connected } from "./utils/inProcess.ts"
import { commandLine, revox, shell } from "./utils/revox.ts"

const setByService = new Set(["created_at", "faq_items", "id", "name", "pending_faq_count", "updated_at"])

/** The settings of an assistant, without what the service sets. */
const settingsOf = (assistant: Record<string, unknown>) => {
  const settings = Object.entries(assistant).filter(([name]) => !setByService.has(name))
  const items = assistant["faq_items"]
  const faq = Array.isArray(items) ? items.map(({ answer, question }) => ({ answer, question })) : items
  return Object.fromEntries([...settings, ["faq", faq]])
}

layer(services, { excludeTestServices: true })((it) => {
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
        const yaml =
          "name: Yvette\nprompt: |\n  Be kind.\n  Be brief.\nvoicemail_message: null\nmax_call_duration_secs: 90\n"
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
          assert.include(
            result.stderr,
            "- llm_model.api_key has the mask <masked> instead of a secret: write the secret"
          )
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
})
