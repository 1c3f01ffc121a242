import { CampaignRow } from "@effect-revox/schema"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Schema } from "effect"
import { revox } from "./utils/revox.ts"

const decodeRow = Schema.decodeEffect(Schema.fromJsonString(CampaignRow.CampaignRow))

const emptyDirectory = FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped())

describe("revox", () => {
  layer(NodeServices.layer, { excludeTestServices: true })((it) => {
    describe("demo", () => {
      it.effect("watches a campaign until it is completed and writes every row once", () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const path = yield* Path.Path
          const directory = yield* emptyDirectory
          const { exitCode, stderr, stdout } = yield* revox(["demo"], { cwd: directory })
          assert.strictEqual(stderr, "")
          assert.strictEqual(exitCode, 0)

          const text = yield* fs.readFileString(path.join(directory, "demo-output", "rows.ndjson"))
          const lines = text.trimEnd().split("\n")
          assert.lengthOf(lines, 500)
          const rows = yield* Effect.forEach(lines, (line) => decodeRow(line))
          assert.strictEqual(new Set(rows.map((row) => row.id)).size, 500)
          assert.deepStrictEqual(yield* fs.readDirectory(path.join(directory, "demo-output")), ["rows.ndjson"])

          const output = stdout.trimEnd().split("\n")
          const progress = output.slice(1, -5)
          for (const line of progress) assert.match(line, /^(running|completed) +\d+% +\d+\/500 rows/)
          assert.match(progress.at(-1) ?? "", /^completed 100%\s+500\/500 rows/)
          assert.notInclude(stdout, "\x1b", "a pipe gets plain lines")
          const summary = output.slice(-5)
          assert.include(summary[0], "500 rows in")
          assert.match(summary[1] ?? "", /by call status {2}completed \d+/)
          assert.match(summary[2] ?? "", /by result {7}human \d+/)
          assert.match(summary[3] ?? "", /requests {8}\d+ \(\d+ for the campaign, 6 for its rows\)/)
          assert.match(summary[4] ?? "", /time {12}\d+s/)
        }))

      it.effect("reports a failure without a stack trace", () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const path = yield* Path.Path
          const directory = yield* emptyDirectory
          // A file where the directory should be.
          yield* fs.writeFileString(path.join(directory, "demo-output"), "")
          const { exitCode, stderr } = yield* revox(["demo"], { cwd: directory })
          assert.strictEqual(exitCode, 1)
          assert.include(stderr, "demo-output")
          assert.notInclude(stderr, "    at ")
        }))
    })

    it.effect("prints its version", () =>
      Effect.gen(function*() {
        const { exitCode, stdout } = yield* revox(["--version"])
        assert.strictEqual(exitCode, 0)
        assert.match(stdout, /\d+\.\d+\.\d+/)
      }))

    it.effect("rejects an unknown command", () =>
      Effect.gen(function*() {
        const { exitCode, stderr } = yield* revox(["dmeo"])
        assert.strictEqual(exitCode, 2)
        assert.include(stderr, "dmeo")
      }))
  })
})
