import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandPaths } from "./utils/commandPaths.ts"
import { runInProcess } from "./utils/inProcess.ts"

/** Flags with a value that have no default, because they are required or have no effect when they are absent. */
const withoutDefault = new Set([
  "--key",
  "--assistant",
  "--call-id",
  "--campaign",
  "--contacts",
  "--fault",
  "--from",
  "--name",
  "--output",
  "--query",
  "--result",
  "--secret-file",
  "--status"
])

const flagLine = /^ {2}(--[\w-]+)((?:, -\w)?)( (?!\s)\S+)? {2,}(.*)$/

describe("help", () => {
  it.effect("shows a description, examples and defaults for every command", () =>
    Effect.gen(function*() {
      assert.isAbove(commandPaths.length, 15)
      for (const path of commandPaths) {
        const name = ["revox", ...path].join(" ")
        const { exitCode, stderr, stdout } = yield* runInProcess([...path, "--help"])
        assert.strictEqual(exitCode, 0, name)
        assert.strictEqual(stderr, "", name)
        assert.match(stdout, /^DESCRIPTION\n {2}[A-Z].*[^.]\n/, name)
        assert.match(stdout, new RegExp(`\\nEXAMPLES\\n {2}# [A-Z].*\\n {2}revox`), name)
        if (path.length === 0) continue
        const [_, section = ""] = /\nFLAGS\n([^]*?)\n\n/.exec(stdout) ?? []
        for (const line of section.split("\n").filter((line) => line !== "")) {
          const [_, flag = "", _alias, type, description = ""] = flagLine.exec(line) ?? []
          assert.isAbove(description.length, 5, `${name} ${line}`)
          if (type !== undefined && !withoutDefault.has(flag)) assert.include(description, "Default: ", name)
        }
      }
    }))

  it.effect("takes one line for global flags, except for revox itself", () =>
    Effect.gen(function*() {
      const root = yield* runInProcess(["--help"])
      for (const flag of ["api-key-file", "base-url", "quiet", "debug", "help", "version"]) {
        assert.match(root.stdout, new RegExp(`^ {2}--${flag}\\b`, "m"))
      }
      const { stdout } = yield* runInProcess(["rows", "list", "--help"])
      assert.match(
        stdout,
        /\n\nGlobal flags: --api-key-file, --base-url, --quiet, --debug, --help, --version\. See 'revox --help'\.\n$/
      )
      assert.strictEqual(stdout.split("--api-key-file").length, 2)
    }))

  it.effect("is printed by revox help, and by revox without arguments", () =>
    Effect.gen(function*() {
      for (const path of [[], ["rows"], ["rows", "export"]]) {
        const help = yield* runInProcess(["help", ...path])
        assert.deepStrictEqual(help, yield* runInProcess([...path, "--help"]))
      }
      assert.deepStrictEqual(yield* runInProcess([]), yield* runInProcess(["help"]))
      const unknown = yield* runInProcess(["help", "rows", "exprot"])
      assert.strictEqual(unknown.exitCode, 2)
      assert.strictEqual(unknown.stdout, "")
      assert.strictEqual(unknown.stderr, "Error: Unknown command \"revox rows exprot\".\nSee 'revox --help'.\n")
    }))
})

describe("usage errors", () => {
  it.effect.each<[ReadonlyArray<string>, RegExp, string, string]>([
    [["rows"], /^Error: A subcommand is missing\.\n\n/, "SUBCOMMANDS", "FLAGS"],
    [["rows", "lst"], /^Error: Unknown subcommand "lst"[^]*\n {4}list\n\nUSAGE\n/, "SUBCOMMANDS", "FLAGS"],
    [
      ["rows", "list"],
      /^Error: Missing required argument: id\n\nUSAGE\n {2}revox rows list \[flags\] <id>\n/,
      "",
      "FLAGS"
    ],
    [
      ["rows", "list", "x", "--limit", "-1"],
      /^Error: .*--limit: "-1"\. Expected a value greater than or equal to 0/,
      "--limit",
      "--json"
    ],
    [["rows", "export", "x"], /^Error: Missing required flag: --output\n/, "--output, -o", "--columns"],
    [
      ["export", "start", "x", "--until", "end"],
      /^Error: .*--until: "end"\. Expected: "completed"/,
      "--until",
      "--sql"
    ],
    [["rows", "list", "x", "--nope"], /^Error: Unrecognized flag: --nope/, "", "FLAGS"],
    [["rows", "list", "x", "--nope\x1b]0;owned\x07"], /^Error: Unrecognized flag: --nope /, "", "\x1b"]
  ])(
    "of %j go to standard error, with the relevant part of the help after the error",
    ([args, error, part, rest]) =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* runInProcess(args)
        assert.strictEqual(exitCode, 2)
        assert.strictEqual(stdout, "")
        assert.match(stderr, error)
        assert.include(stderr, part)
        assert.notInclude(stderr, rest)
        assert.notInclude(stderr, "EXAMPLES")
        assert.match(stderr, /\n\nSee 'revox .*--help' for all flags and examples\.\n$/)
      })
  )
})

describe("revox completion", () => {
  it.effect.each(["bash", "zsh", "fish", "powershell"])("prints a script for %s", (shell) =>
    Effect.gen(function*() {
      const { exitCode, stderr, stdout } = yield* runInProcess(["completion", shell])
      assert.strictEqual(stderr, "")
      assert.strictEqual(exitCode, 0)
      for (const word of ["campaign", "watch", "skip-invalid", "api-key-file"]) assert.include(stdout, word)
    }))
})
