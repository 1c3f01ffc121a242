import { Fault } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded, withFault } from "./utils/contacts.ts"
import { connected } from "./utils/inProcess.ts"
import { commandLine, environment, revox, shell } from "./utils/revox.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    voices: [
      { id: "ada", name: "Ada", description: "Calm\x1b[2J", language: "en", provider: "cartesia" },
      { id: "chloe", name: "Chloé", language: "fr", provider: "elevenlabs" }
    ]
  })
)

const newFile = Effect.fnUntraced(function*(name: string) {
  const fs = yield* FileSystem.FileSystem
  return `${yield* fs.makeTempDirectoryScoped()}/${name}`
})

layer(services, { excludeTestServices: true })((it) => {
  describe("revox voice list", () => {
    it.effect("prints the voices, and filters them", () =>
      Effect.gen(function*() {
        const all = yield* connected("voice", "list")
        assert.strictEqual(all.stderr, "")
        assert.match(
          all.stdout,
          /^id +name +provider +language +description\nada +Ada +cartesia +en +Calm \[2J\nchloe /
        )
        for (const flags of [["--language", "FR"], ["--provider", "elevenlabs"], ["--name", "chLOÉ"]]) {
          const { stdout } = yield* connected("voice", "list", ...flags, "--json")
          assert.deepStrictEqual(stdout.trimEnd().split("\n").map((line) => JSON.parse(line).id), ["chloe"])
        }
        const limited = yield* connected("voice", "list", "--limit", "1")
        assert.strictEqual(limited.stderr, "1 of 2 voices; --limit 0 for all\n")
        const none = yield* connected("voice", "list", "--language", "de")
        assert.strictEqual(none.stdout, "No voices.\n")
      }))
  })

  describe("revox voice preview", () => {
    it.effect("writes the audio to a private file, with the provider of the list", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* newFile("chloe.mp3")
        const { requests, result } = yield* recorded(
          connected("voice", "preview", "chloe", "-o", path, "--text", "Bonjour", "--speed", "1.2")
        )
        assert.strictEqual(result.exitCode, 0, result.stderr)
        const bytes = yield* fs.readFile(path)
        assert.isAbove(bytes.length, 100)
        assert.strictEqual(result.stdout, `${bytes.length} bytes in ${path}\n`)
        assert.strictEqual((yield* fs.stat(path)).mode & 0o777, 0o600)
        assert.deepStrictEqual(methods(requests), ["GET /voices", "POST /voices/preview"])
        assert.deepStrictEqual(requests[1]?.body, {
          provider: "elevenlabs",
          voiceId: "chloe",
          text: "Bonjour",
          speed: 1.2
        })
        const again = yield* recorded(connected("voice", "preview", "chloe", "-o", path))
        assert.strictEqual(again.result.exitCode, 2)
        assert.include(again.result.stderr, "exists.\nAdd --force to overwrite it, or use another file.")
        assert.deepStrictEqual(again.requests, [])
        const forced = yield* recorded(
          connected("voice", "preview", "ada", "-o", path, "--force", "--provider", "cartesia", "--quiet")
        )
        assert.deepStrictEqual(forced.result, { stdout: "", stderr: "", exitCode: 0 })
        assert.deepStrictEqual(methods(forced.requests), ["POST /voices/preview"])
        assert.notDeepEqual(yield* fs.readFile(path), bytes)
        assert.deepStrictEqual(yield* fs.readDirectory(path.replace("/chloe.mp3", "")), ["chloe.mp3"])
      }))

    it.effect("writes the same audio to a pipe", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const [direct, piped] = [yield* newFile("a.mp3"), yield* newFile("b.mp3")]
        assert.strictEqual((yield* connected("voice", "preview", "ada", "-o", direct)).exitCode, 0)
        const command = yield* commandLine(["voice", "preview", "ada", "-o", "-"])
        const { stderr } = yield* shell(`set -o pipefail; ${command} | cat > ${piped}`)
        assert.strictEqual(stderr, "")
        assert.deepStrictEqual(yield* fs.readFile(piped), yield* fs.readFile(direct))
      }))

    it.effect("keeps the file if there is no audio", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* newFile("kept.mp3")
        yield* fs.writeFileString(path, "kept")
        const { exitCode } = yield* withFault(
          Fault.status(422).pipe(Fault.onEndpoint("voices.preview")),
          connected("voice", "preview", "ada", "-o", path, "--force")
        )
        assert.strictEqual(exitCode, 10)
        assert.strictEqual(yield* fs.readFileString(path), "kept")
      }))

    it.effect("explains invalid flags, unknown voices and directories that do not exist", () =>
      Effect.gen(function*() {
        const path = yield* newFile("a.mp3")
        const fast = yield* connected("voice", "preview", "ada", "-o", path, "--speed", "9")
        assert.strictEqual(fast.exitCode, 2)
        assert.match(fast.stderr, /speed.*between 0\.6 and 1\.5/)
        const unknown = yield* connected("voice", "preview", "unknown", "-o", path)
        assert.strictEqual(unknown.exitCode, 4)
        assert.strictEqual(
          unknown.stderr,
          "Error: No voice has the id unknown.\nTo see all ids: revox voice list --limit 0\n"
        )
        const nowhere = yield* connected("voice", "preview", "ada", "-o", "/nowhere/a.mp3")
        assert.strictEqual(nowhere.exitCode, 9)
        assert.include(nowhere.stderr, "/nowhere/a.mp3")
      }))

    it.effect.skipIf(!hasTerminals)("does not write audio to a terminal", () =>
      Effect.gen(function*() {
        const terminal = yield* onTerminal("voice", "preview", "ada", "-o", "-")
        assert.strictEqual(Number(yield* terminal.exitCode), 2)
        assert.include(yield* terminal.screen, "Audio cannot be shown on a terminal")
      }))
  })

  describe("revox account", () => {
    it.effect("prints the user and the organization, and never the key", () =>
      Effect.gen(function*() {
        const { REVOX_API_KEY, REVOX_BASE_URL } = yield* environment
        const { exitCode, stderr, stdout } = yield* connected("account")
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        assert.match(stdout, /^ada@example\.com\n {2}API key +valid \(REVOX_API_KEY\)\n {2}name +Ada\n/)
        assert.match(stdout, /\n {2}organization +[\w-]+\n {2}base URL +http:\/\/127/)
        const fs = yield* FileSystem.FileSystem
        const path = yield* newFile("key")
        yield* fs.writeFileString(path, REVOX_API_KEY)
        const json = yield* revox(["account", "--json", "--api-key-file", path, "--base-url", REVOX_BASE_URL])
        const { api_key, user } = JSON.parse(json.stdout)
        assert.deepStrictEqual(api_key, { valid: true, source: path })
        assert.strictEqual(user.email, "ada@example.com")
        const debug = yield* connected("account", "--debug")
        for (const text of [stdout, json.stdout, debug.stdout, debug.stderr]) assert.notInclude(text, REVOX_API_KEY)
      }))

    it.effect("fails with exit code 3 if the key does not work", () =>
      Effect.gen(function*() {
        const { REVOX_BASE_URL } = yield* environment
        const wrong = yield* revox(["account"], { env: { REVOX_BASE_URL, REVOX_API_KEY: "wrong-key-1234" } })
        assert.strictEqual(wrong.exitCode, 3)
        assert.strictEqual(wrong.stdout, "")
        assert.notInclude(wrong.stderr, "wrong-key-1234")
        const refused = yield* withFault(
          Fault.mapJson(() => ({ authenticated: false })).pipe(Fault.onEndpoint("account.authStatus")),
          recorded(connected("account"))
        )
        assert.strictEqual(refused.result.exitCode, 3)
        assert.include(refused.result.stderr, "Error: The API key of REVOX_API_KEY does not work")
        assert.deepStrictEqual(methods(refused.requests), ["GET /auth-status"])
        const rejected = yield* withFault(
          Fault.status(401).pipe(Fault.onEndpoint("account.authStatus")),
          connected("account")
        )
        assert.strictEqual(rejected.exitCode, 3)
      }))
  })
})
