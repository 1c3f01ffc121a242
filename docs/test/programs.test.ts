/** Runs the programs that read the environment, as a reader does: those of the READMEs and of `docs/examples`. */
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path, Redacted, Schema, Stream } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import { ChildProcessSpawner } from "effect/process"
import { node } from "../../scripts/internal/childProcess.ts"
import { packageFolders, root } from "../../scripts/internal/packages.ts"
import { codeBlocks } from "../../scripts/internal/shell.ts"

const Simulator = RevoxSimulator.layer({
  campaigns: [
    { id: "campaign-id", rows: 250, status: "completed" },
    { id: "demo", rows: 500, status: "completed" },
    { id: "spring", rows: 2500, status: "completed" }
  ],
  createdCampaigns: { duration: "1 second", extraction: "none" }
})

const environment = Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => ({
  REVOX_API_KEY: Redacted.value(apiKey),
  REVOX_BASE_URL: baseUrl
}))

/** Makes a folder from which programs find the packages of the workspace. */
const makeFolder = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const build = path.join(yield* root, "build")
  yield* fs.makeDirectory(build, { recursive: true })
  return yield* fs.makeTempDirectoryScoped({ directory: build, prefix: "program-" })
})

const run = Effect.fnUntraced(function*(args: ReadonlyArray<string>, cwd: string, env: Record<string, string> = {}) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const options = { cwd, env: { ...yield* environment, ...env }, extendEnv: true }
  const child = yield* spawner.spawn(node(["--disable-warning=ExperimentalWarning", ...args], options))
  const output = yield* Stream.mkString(Stream.decodeText(child.all))
  return { output, exitCode: Number(yield* child.exitCode) }
}, Effect.scoped)

/** Runs the tests in a folder. */
const runTests = Effect.fnUntraced(function*(folder: string) {
  const path = yield* Path.Path
  const vitest = path.join(yield* root, "node_modules", "vitest", "vitest.mjs")
  return yield* run([vitest, "run", "--root", folder, "--reporter", "tap-flat"], folder)
})

const exampleFile = Effect.fnUntraced(function*(name: string) {
  const path = yield* Path.Path
  return path.join(yield* root, "docs", "examples", name)
})

/** Runs the service of the guide to deployment, starts an export, stops the service, and returns the id of the export. */
const useService = Effect.fnUntraced(function*(directory: string) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const env = { ...yield* environment, REVOX_DATA_DIR: directory, PORT: "0" }
  const args = ["--disable-warning=ExperimentalWarning", yield* exampleFile("service.ts")]
  const child = yield* spawner.spawn(node(args, { env, extendEnv: true }))
  const port = yield* Stream.decodeText(child.stdout).pipe(
    Stream.splitLines,
    Stream.map((line) => /Listening on \S+:(\d+)/.exec(line)?.[1]),
    Stream.filter((port) => port !== undefined),
    Stream.runHead,
    Effect.flatMap(Effect.fromOption)
  )
  const origin = `http://127.0.0.1:${port}`
  assert.strictEqual((yield* HttpClient.get(`${origin}/health`)).status, 200)
  const started = yield* HttpClient.post(`${origin}/exports/spring`)
  assert.strictEqual(started.status, 202)
  const id = yield* started.text
  yield* Effect.ignore(child.kill({ killSignal: "SIGTERM" }))
  assert.strictEqual(Number(yield* child.exitCode), 130)
  return id
}, Effect.scoped)

/** The output of the program of each README. That of `testing` is a test, and the command has no program. */
const readmes = {
  "": /^\+33184801234 completed\n$/,
  "packages/client": /^.+: \d+ people on this page were reached\n$/,
  "packages/schema": /^Ada: 4 visits\n$/,
  "packages/streams": /^\d+ of 250 people were reached\n$/,
  "packages/workflow": /rows: 250/
}

const Manifest = Schema.fromJsonString(
  Schema.Struct({ name: Schema.String, engines: Schema.Struct({ node: Schema.String }) })
)

// The programs are other processes, so time is real.
layer(Layer.mergeAll(Simulator, NodeServices.layer, FetchHttpClient.layer), { excludeTestServices: true })(
  "programs",
  (it) => {
    for (const [folder, expected] of Object.entries(readmes)) {
      it.effect(`the README of ${folder || "the repository"} runs`, () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const path = yield* Path.Path
          const [program = ""] = codeBlocks(yield* fs.readFileString(path.join(yield* root, folder, "README.md")), "ts")
          const home = yield* makeFolder
          yield* fs.writeFileString(path.join(home, "program.ts"), program)
          const { exitCode, output } = yield* run(["program.ts"], home)
          assert.match(output, expected)
          assert.strictEqual(exitCode, 0)
        }).pipe(Effect.scoped))
    }

    it.effect("the durable program of the README calls the contacts of a file, and does not call them again", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const [_, program = ""] = codeBlocks(yield* fs.readFileString(path.join(yield* root, "README.md")), "ts")
        const home = yield* makeFolder
        yield* fs.writeFileString(path.join(home, "program.ts"), program)
        yield* fs.writeFileString(path.join(home, "contacts.csv"), "phone_number,first_name\n+33184801234,Zoë\n")
        const first = yield* run(["program.ts"], home)
        assert.match(first.output, /^1 rows of \S+ in revox_rows\n$/)
        assert.strictEqual(first.exitCode, 0)
        assert.deepStrictEqual(yield* run(["program.ts"], home), first)
        const names = (yield* simulator.campaigns).map(({ name }) => name)
        assert.lengthOf(names.filter((name) => name === "Spring [spring-2026]"), 1)
      }).pipe(Effect.scoped))

    it.effect("the test of the README of packages/testing passes", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const readme = yield* fs.readFileString(path.join(yield* root, "packages/testing/README.md"))
        const home = yield* makeFolder
        yield* fs.writeFileString(path.join(home, "readme.test.ts"), codeBlocks(readme, "ts")[0] ?? "")
        const { exitCode, output } = yield* runTests(home)
        assert.match(output, /^ok 1 - .*survives a 503 and a broken connection/m)
        assert.strictEqual(exitCode, 0)
      }).pipe(Effect.scoped))

    it.effect("the test of the tutorial passes, and fails after the change of its last step", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const page = yield* fs.readFileString(path.join(yield* root, "docs", "first-test.md"))
        const home = yield* makeFolder
        for (const [_, name = "", code = ""] of page.matchAll(/^```ts \[(.+)\]\n([\s\S]*?)^```$/gm)) {
          yield* fs.writeFileString(path.join(home, name), code)
        }
        assert.strictEqual((yield* runTests(home)).exitCode, 0)

        const [_, before = "", after = ""] = /^```diff\n-(.+)\n\+(.+)\n```$/m.exec(page) ?? []
        const program = path.join(home, "pipeline.ts")
        const changed = (yield* fs.readFileString(program)).replace(before, after)
        assert.include(changed, after)
        yield* fs.writeFileString(program, changed)
        const { exitCode, output } = yield* runTests(home)
        assert.include(output, (codeBlocks(page, "text")[0] ?? "").trim())
        assert.strictEqual(exitCode, 1)
      }).pipe(Effect.scoped))

    it.effect("the READMEs state the minimum version of Node", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const table = yield* fs.readFileString(path.join(yield* root, "README.md"))
        for (const folder of yield* packageFolders) {
          const json = yield* fs.readFileString(path.join(folder, "package.json"))
          const { engines, name } = yield* Schema.decodeEffect(Manifest)(json)
          const minimum = engines.node.replace(">=", "")
          const readme = (yield* fs.readFileString(path.join(folder, "README.md"))).replaceAll(/\s+/g, " ")
          assert.include(readme, `Node ${minimum} or newer`)
          const row = table.split("\n").find((line) => line.startsWith(`| [\`${name}\`]`)) ?? ""
          assert.isTrue(row.endsWith(`| ${minimum} |`), row)
        }
      }))

    it.effect("the program of the start page writes all rows", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const home = yield* makeFolder
        const { exitCode, output } = yield* run([yield* exampleFile("landing.ts")], home)
        assert.match(output, /^\d+ of 500 people were reached\n$/)
        assert.strictEqual(exitCode, 0)
        const lines = (yield* fs.readFileString(path.join(home, "rows.csv"))).trimEnd().split("\r\n")
        assert.isAtLeast(lines.length, 501)
      }).pipe(Effect.scoped))

    it.effect("the program without Effect prints the rows", () =>
      Effect.gen(function*() {
        const { exitCode, output } = yield* run([yield* exampleFile("outside-effect.ts")], yield* makeFolder)
        for (const line of ["is completed", "some people were reached", "2500 lines"]) assert.include(output, line)
        assert.strictEqual(exitCode, 0)
      }).pipe(Effect.scoped))

    it.effect("the program of the quick start exits with 1 on a wrong key", () =>
      Effect.gen(function*() {
        const { exitCode, output } = yield* run([yield* exampleFile("quick-start.ts")], yield* makeFolder, {
          REVOX_API_KEY: "wrong"
        })
        assert.include(output, "401. The API key is missing or invalid")
        assert.strictEqual(exitCode, 1)
      }).pipe(Effect.scoped))

    it.effect("the service reports its health, stops on SIGTERM, and finds its exports after a restart", () =>
      Effect.gen(function*() {
        const path = yield* Path.Path
        const directory = path.join(yield* makeFolder, "data")
        const first = yield* useService(directory)
        const second = yield* useService(directory)
        assert.strictEqual(second, first)
      }).pipe(Effect.scoped))
  }
)
