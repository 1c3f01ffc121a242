import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { runInProcess } from "./utils/inProcess.ts"

describe("configuration", () => {
  it.effect.each<[string, ReadonlyArray<string>, Record<string, string>, number, string]>([
    ["a missing key", [], {}, 3, "No API key.\nSet REVOX_API_KEY or pass --api-key-file FILE."],
    ["an empty key", [], { REVOX_API_KEY: "" }, 3, "No API key.\nSet REVOX_API_KEY or pass --api-key-file FILE."],
    [
      "a key with a line break",
      [],
      { REVOX_API_KEY: "sk-one\nsk-two" },
      3,
      "The API key in REVOX_API_KEY is invalid.\nUse only visible ASCII characters, on one line."
    ],
    [
      "a base URL of the environment",
      [],
      { REVOX_API_KEY: "k", REVOX_BASE_URL: "revox" },
      2,
      "REVOX_BASE_URL is invalid: expected a valid URL string, got a string."
    ],
    [
      "a base URL of the flag",
      ["--base-url", "http://example.com"],
      { REVOX_API_KEY: "k", REVOX_BASE_URL: "revox" },
      2,
      "--base-url is invalid: expected an https URL (plain http is for loopback addresses only), got a string."
    ],
    [
      "an empty base URL of the flag",
      ["--base-url="],
      { REVOX_API_KEY: "k" },
      2,
      "--base-url is invalid: expected a valid URL string, got an empty string."
    ]
  ])("rejects %s and names its source", ([_, flags, env, exitCode, message]) =>
    Effect.gen(function*() {
      const output = yield* runInProcess(["campaign", "get", "x", ...flags], env)
      assert.deepStrictEqual(output, { stdout: "", stderr: `Error: ${message}\n`, exitCode })
    }))

  it.effect("infers the format of durable exports in upper and lower case, as rows export does", () =>
    Effect.gen(function*() {
      const env = { REVOX_API_KEY: "k" }
      for (const command of [["rows", "export"], ["export", "start"]]) {
        const unknown = yield* runInProcess([...command, "x", "-o", "rows.xml"], env)
        assert.strictEqual(unknown.exitCode, 2)
        assert.match(
          unknown.stderr,
          /^Error: Cannot infer the format from "rows\.xml"\.\nUse a \.ndjson or \.csv extension/
        )
        for (const name of ["rows.NDJSON", "rows.CSV"]) {
          const { stderr } = yield* runInProcess([...command, "x", "-o", name, "--base-url", "http://example.com"], env)
          assert.notInclude(stderr, "Cannot infer", command.join(" "))
        }
      }
    }))
})
