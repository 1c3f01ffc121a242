import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Stream } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { existsSync } from "node:fs"
import { createServer } from "node:http"
import { node } from "../../../scripts/internal/childProcess.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { binary, commandLine, connected, environment, revox, shell, spawn } from "./utils/revox.ts"

const hostile = "Spring\x1b]0;owned\x07\x9b2J\u202e"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    campaigns: [
      { id: "done", name: hostile, rows: 230, status: "completed" },
      { id: "running", rows: 10, duration: "10 hours" }
    ]
  })
)

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

const full = "Error: Cannot write standard output: the disk is full."

layer(services, { excludeTestServices: true })((it) => {
  describe("standard output", () => {
    it.effect.skipIf(!existsSync("/dev/full"))(
      "on a full disk is an error of every command",
      () =>
        Effect.gen(function*() {
          const commands = [
            ["--version"],
            ["help"],
            ["completion", "bash"],
            ["campaign", "get", "done"],
            ["campaign", "watch", "done"],
            ["rows", "list", "done", "--json"],
            ["rows", "export", "done", "-o", "-"]
          ]
          const runs = yield* Effect.forEach(
            commands,
            (args) => Effect.map(commandLine(args), (command) => `${command} >/dev/full; echo $? >&2`)
          )
          const { stderr } = yield* shell(runs.join("\n"))
          assert.deepStrictEqual(lines(stderr), commands.flatMap(() => [full, "9"]))
        })
    )

    it.effect.skipIf(process.platform !== "linux")(
      "on a disk that becomes full is an error",
      () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const file = `${yield* fs.makeTempDirectoryScoped()}/table`
          // The limit of 4 KiB, which is within the first write, has the effect of a disk with as much space.
          const command = yield* commandLine(["rows", "list", "done", "--limit", "230"])
          const { exitCode, stderr } = yield* shell(`trap '' XFSZ; ulimit -f 4; ${command} >${file}`)
          assert.strictEqual(Number((yield* fs.stat(file)).size), 4096)
          assert.strictEqual(
            stderr,
            "Error: Cannot write standard output: the file is too large for the file system.\n"
          )
          assert.strictEqual(exitCode, 9)
        })
    )

    it.effect("in a closed pipe ends a command quietly, and an export to a file only loses its display", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = `${yield* fs.makeTempDirectoryScoped()}/rows.ndjson`
        const list = yield* commandLine(["rows", "list", "done", "--json", "--limit", "200"])
        const toFile = yield* commandLine(["rows", "export", "done", "-o", file, "--page-size", "10"])
        const { stderr, stdout } = yield* shell(
          [list, toFile].map((command) => `${command} | head -1; echo "\${PIPESTATUS[0]}"`).join("\n")
        )
        assert.strictEqual(stderr, "")
        const [row = "", status, progress, exported] = lines(stdout)
        assert.strictEqual(JSON.parse(row).row_index, 0)
        assert.deepStrictEqual([status, exported], ["0", "0"])
        assert.match(progress ?? "", /^4% {2}10 of 230 rows$/)
        assert.lengthOf(lines(yield* fs.readFileString(file)), 230)
      }))
  })

  describe("standard error", () => {
    it.effect("that is closed or full does not change the exit code", () =>
      Effect.gen(function*() {
        const command = yield* commandLine(["campaign", "get", "winter"])
        const { stderr, stdout } = yield* shell(
          [`${command} 2>&1 >/dev/null | true`, `${command} 2>/dev/full`, `${command} 2>&-`]
            .map((line) => `${line}; echo "\${PIPESTATUS[0]}"`)
            .join("\n")
        )
        assert.strictEqual(stderr, "")
        assert.deepStrictEqual(lines(stdout), ["4", "4", "4"])
      }))
  })

  describe("text of the API", () => {
    it.effect("is printed without control characters", () =>
      Effect.gen(function*() {
        const card = yield* connected("campaign", "get", "done")
        assert.strictEqual(lines(card.stdout)[0], "Spring ]0;owned 2J ")
        const json = yield* connected("campaign", "get", "done", "--json")
        assert.notMatch(json.stdout.trimEnd(), /[\p{Cc}\u202e]/u)
        assert.strictEqual(JSON.parse(json.stdout).name, hostile)
      }))

    it.effect("is printed without control characters in errors", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const { remove } = yield* simulator.inject(
          Fault.mapJson(() => ({ campaign: { id: hostile, status: hostile } }))
        )
        const { exitCode, stderr } = yield* connected("campaign", "get", "done", "--debug")
        yield* remove
        assert.strictEqual(exitCode, 10)
        assert.include(stderr, "    at ")
        assert.notMatch(stderr, /[^\P{Cc}\n\t]|\u202e/u)
      }))
  })

  describe("signals", () => {
    it.effect.each([["SIGTERM", 143], ["SIGINT", 130]] as const)(
      "end a command on %s with %i",
      ([signal, code]) =>
        Effect.gen(function*() {
          const child = yield* spawn(["campaign", "watch", "running", "--json"], { env: yield* environment })
          yield* child.stdout.pipe(Stream.take(1), Stream.runDrain)
          yield* Effect.forkScoped(child.kill({ killSignal: signal }))
          assert.strictEqual(yield* Stream.mkString(Stream.decodeText(child.stderr)), "")
          assert.strictEqual(Number(yield* child.exitCode), code)
        })
    )
  })

  describe("--api-key-file", () => {
    it.effect("reads pipes, standard input and files, and names what is wrong with them", () =>
      Effect.gen(function*() {
        const { REVOX_API_KEY: key, REVOX_BASE_URL: url } = yield* environment
        const fs = yield* FileSystem.FileSystem
        const directory = yield* fs.makeTempDirectoryScoped()
        yield* fs.writeFileString(`${directory}/empty`, "\n")
        yield* fs.writeFileString(`${directory}/two`, "one\ntwo\n")
        const run = (file: string) =>
          commandLine(["campaign", "get", "done", "--base-url", url, "--api-key-file", file])
        const statuses = yield* shell([
          `${(yield* run("FILE")).replace("FILE", `<(echo ${key})`)} >/dev/null; echo $?`,
          `echo ${key} | ${yield* run("/dev/stdin")} >/dev/null; echo $?`,
          `${yield* run("-")} <<<${key} >/dev/null; echo $?`,
          ...(yield* Effect.forEach(["none", "empty", "two", "."], (name) => run(`${directory}/${name}`)))
        ].join("\n"))
        assert.deepStrictEqual(lines(statuses.stdout), ["0", "0", "0"])
        assert.deepStrictEqual(lines(statuses.stderr.replaceAll(directory, "D")), [
          "Error: Cannot read the API key file D/none: no such file or directory.",
          "Error: The API key file D/empty is empty.",
          "Error: The API key of the file D/two is invalid.",
          "Use only visible ASCII characters, on one line.",
          "Error: Cannot read the API key file D/.: it is a directory."
        ])
        assert.strictEqual(statuses.exitCode, 3)

        // Node gives its child processes sockets, which cannot be opened by their paths.
        const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
        const child = yield* spawner.spawn(
          node([binary, "campaign", "get", "done", "--api-key-file", "-"], {
            env: { REVOX_BASE_URL: url },
            extendEnv: false,
            stdin: Stream.encodeText(Stream.make(`${key}\n`))
          })
        )
        assert.strictEqual(Number(yield* child.exitCode), 0)
      }))
  })

  describe("proxies", () => {
    it.effect("of HTTPS_PROXY get requests, except those to the loopback interface and the hosts of NO_PROXY", () =>
      Effect.gen(function*() {
        const tunnels: Array<string> = []
        const server = yield* Effect.acquireRelease(
          Effect.callback<ReturnType<typeof createServer>>((resume) => {
            const server = createServer((request, response) => {
              tunnels.push(`${request.method} ${request.url}`)
              response.writeHead(502).end()
            })
            server.on("connect", (request, socket) => {
              tunnels.push(`${request.method} ${request.url}`)
              socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n")
            })
            server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
          }),
          (server) =>
            Effect.callback<void>((resume) => {
              server.closeAllConnections()
              server.close(() => resume(Effect.void))
            })
        )
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        const proxy = `http://127.0.0.1:${port}`
        const env = { ...(yield* environment), HTTPS_PROXY: proxy, HTTP_PROXY: proxy }

        const local = yield* revox(["campaign", "get", "done"], { env })
        assert.strictEqual(local.exitCode, 0, local.stderr)
        assert.deepStrictEqual(tunnels, [])

        const remote = ["campaign", "get", "done", "--base-url", "https://revox.invalid/api"]
        const bypassed = yield* revox(remote, { env: { ...env, NO_PROXY: "example.com,.invalid" } })
        assert.strictEqual(bypassed.exitCode, 5)
        assert.deepStrictEqual(tunnels, [])

        const proxied = yield* revox(remote, { env })
        assert.strictEqual(proxied.exitCode, 5)
        assert.deepStrictEqual([...new Set(tunnels)], ["CONNECT revox.invalid:443"])

        const invalid = yield* revox(remote, { env: { ...env, HTTPS_PROXY: "http://" } })
        assert.strictEqual(invalid.exitCode, 2)
        assert.match(invalid.stderr, /^Error: HTTP_PROXY or HTTPS_PROXY is invalid: expected a URL such as /)
      }))
  })
})
