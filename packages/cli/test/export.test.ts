import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path, Stream } from "effect"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { connected } from "./utils/inProcess.ts"
import { commandLine, connected as piped, environment, revox, shell, spawn } from "./utils/revox.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({ campaigns: [{ id: "done", rows: 730, status: "completed" }] })
)

/** A file in an empty directory. */
const fileNamed = Effect.fnUntraced(function*(name: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return path.join(yield* fs.makeTempDirectoryScoped(), name)
})

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split(/\r?\n/)

layer(services, { excludeTestServices: true })((it) => {
  describe("revox rows export", () => {
    it.effect("infers NDJSON from the file name and prints the progress", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = yield* fileNamed("rows.ndjson")
        const { exitCode, stderr, stdout } = yield* piped("rows", "export", "done", "-o", file)
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const ids = lines(yield* fs.readFileString(file)).map((line) => JSON.parse(line).id)
        assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows("done"))])
        assert.match(stdout, /^100% {2}730 of 730 rows$/m)
        assert.match(stdout, /^730 rows in .*rows\.ndjson \(\d+ bytes\)$/m)
      }))

    it.effect("counts the rows of a server that states no total", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const file = yield* fileNamed("rows.ndjson")
        const withoutTotal = yield* simulator.inject(
          Fault.mapJson((json) =>
            typeof json === "object" && json !== null && "rows" in json ? { rows: json["rows"] } : json
          )
        )
        const { exitCode, stderr, stdout } = yield* connected("rows", "export", "done", "-o", file)
        yield* withoutTotal.remove
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        assert.lengthOf(lines(yield* fs.readFileString(file)), 730)
        assert.deepStrictEqual(lines(stdout).slice(0, 2), ["100 rows", "200 rows"])
        assert.match(stdout, /^730 rows in .*rows\.ndjson \(\d+ bytes\)$/m)
        assert.notInclude(stdout, "%")
      }))

    it.effect("writes CSV with the columns of --columns", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = yield* fileNamed("rows.csv")
        const { exitCode } = yield* connected(
          "rows",
          "export",
          "done",
          "-o",
          file,
          "--columns",
          "phone_number, call.status,input_data.city",
          "--prefetch",
          "2",
          "--result",
          "human"
        )
        assert.strictEqual(exitCode, 0)
        const [header, ...rows] = lines(yield* fs.readFileString(file))
        assert.strictEqual(header, "phone_number,call.status,input_data.city")
        assert.isAbove(rows.length, 100)
        assert.isBelow(rows.length, 730)
        for (const row of rows) assert.match(row, /^\+\d+,completed,/)
      }))

    it.effect("writes to standard output and exits with 0 when the pipe is closed", () =>
      Effect.gen(function*() {
        const complete = yield* piped("rows", "export", "done", "-o", "-")
        assert.lengthOf(lines(complete.stdout), 730)
        const command = yield* commandLine(["rows", "export", "done", "-o", "-"])
        const { exitCode, stderr, stdout } = yield* shell(`${command} | head -1; exit "\${PIPESTATUS[0]}"`)
        assert.strictEqual(stderr, "")
        assert.strictEqual(exitCode, 0)
        assert.lengthOf(lines(stdout), 1)
      }))

    it.effect("resumes a stopped export by default, and writes the identical file", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const uninterrupted = yield* fileNamed("rows.ndjson")
        yield* connected("rows", "export", "done", "-o", uninterrupted, "--page-size", "10")

        const file = yield* fileNamed("rows.ndjson")
        const args = ["rows", "export", "done", "-o", file, "--page-size", "10"]
        const slow = yield* simulator.inject(Fault.slowHeaders("1 minute"))
        const child = yield* spawn(args, { env: yield* environment })
        // Responses arrive only while the clock advances, which stops once there is a checkpoint to resume from.
        const hasCheckpoint = fs.exists(`${file}.part.json`)
        yield* eventually(
          Effect.tap(hasCheckpoint, (exists) => exists ? Effect.void : SimulatorClock.advance("1 minute")),
          (exists) => exists
        )
        yield* child.kill({ killSignal: "SIGINT" })
        const stderr = yield* Stream.mkString(Stream.decodeText(child.stderr))
        assert.include(stderr, "Run the same command to resume it.")
        assert.isFalse(yield* fs.exists(file))
        yield* slow.remove

        const { exitCode, stdout } = yield* connected(...args)
        assert.strictEqual(exitCode, 0)
        assert.notMatch(stdout, /^1% {2}10 of 730/m, "it did not start over")
        assert.strictEqual(yield* fs.readFileString(file), yield* fs.readFileString(uninterrupted))
        assert.isFalse(yield* fs.exists(`${file}.part`))
      }))

    it.effect("discards a stopped export with --restart, and prints what it contained", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const file = yield* fileNamed("rows.ndjson")
        const args = ["rows", "export", "done", "-o", file, "--page-size", "10", "--prefetch", "1"]
        const failing = yield* simulator.inject(Fault.status(404).pipe(Fault.onPage(35), Fault.always))
        assert.strictEqual((yield* connected(...args)).exitCode, 4)
        yield* failing.remove
        const other = yield* connected(...args, "--result", "human")
        assert.strictEqual(other.exitCode, 2)
        assert.include(other.stderr, `Cannot resume the unfinished export ${file}.part`)
        assert.include(other.stderr, "created with a different filter: result")
        assert.include(other.stderr, "--restart")

        const { exitCode, stderr, stdout } = yield* connected(...args, "--restart")
        assert.strictEqual(exitCode, 0)
        assert.match(stderr, /^Discarded the unfinished export .*rows\.ndjson\.part \(300 rows, \d+ bytes\)\.$/m)
        assert.match(stdout, /^1% {2}10 of 730/m, "it started over")
        assert.lengthOf(lines(yield* fs.readFileString(file)), 730)
      }))

    it.effect("overwrites an existing file only with --force", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = yield* fileNamed("rows.ndjson")
        yield* fs.writeFileString(file, "old")
        const refused = yield* connected("rows", "export", "done", "-o", file)
        assert.strictEqual(refused.exitCode, 2)
        assert.include(refused.stderr, `${file} exists.\nAdd --force to overwrite it`)
        assert.strictEqual(yield* fs.readFileString(file), "old")
        yield* fs.writeFileString(`${file}.empty`, "")
        const empty = yield* connected("rows", "export", "done", "-o", `${file}.empty`, "--format", "ndjson")
        assert.strictEqual(empty.exitCode, 0, "an empty file has nothing to lose, as one of mktemp")
        const forced = yield* connected("rows", "export", "done", "-o", file, "--force")
        assert.strictEqual(forced.exitCode, 0)
        assert.lengthOf(lines(yield* fs.readFileString(file)), 730)
      }))

    it.effect("leaves no file behind for an unknown campaign, and names a directory and a full disk", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = yield* fileNamed("rows.csv")
        const directory = file.slice(0, file.lastIndexOf("/"))
        const unknown = yield* connected("rows", "export", "unknown", "-o", file)
        assert.strictEqual(unknown.exitCode, 4)
        assert.deepStrictEqual(yield* fs.readDirectory(directory), [])
        const inDirectory = yield* connected("rows", "export", "done", "-o", directory, "--format", "csv")
        assert.isAbove(inDirectory.exitCode, 0)
        assert.include(inDirectory.stderr, "is a directory: use the path of a file")
        if (yield* fs.exists("/dev/full")) {
          // A file among the descriptors cannot be replaced by mistake, as one in /dev could be.
          const command = yield* commandLine(["rows", "export", "done", "-o", "/dev/fd/9", "--format", "csv"])
          const full = yield* shell(`${command} 9>/dev/full`)
          assert.isAbove(full.exitCode, 0)
          assert.include(full.stderr, "Cannot write /dev/fd/9: the disk is full.")
          assert.notInclude(full.stderr, "FileSystem.")
        }
      }))

    it.effect("writes to a FIFO, and to standard output by its path", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = yield* fileNamed("fifo")
        const toFifo = yield* commandLine(["rows", "export", "done", "--format", "ndjson", "-o", file])
        const { exitCode, stdout } = yield* shell(`mkfifo ${file}; ${toFifo} >/dev/null & cat ${file} | wc -l; wait $!`)
        assert.strictEqual(exitCode, 0)
        assert.strictEqual(stdout.trim(), "730")
        assert.strictEqual((yield* fs.stat(file)).type, "FIFO")
        const toStdout = yield* commandLine(["rows", "export", "done", "-o", "/dev/fd/1"])
        yield* shell(`(echo before; ${toStdout}; echo after) > ${file}.ndjson`)
        const written = lines(yield* fs.readFileString(`${file}.ndjson`))
        assert.lengthOf(written, 732)
        assert.deepStrictEqual([written[0], written[731]], ["before", "after"])
      }))

    it.effect("writes CSV with --bom and --delimiter, and rows as received with --raw", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const file = yield* fileNamed("rows.csv")
        const csv = ["rows", "export", "done", "-o", file, "--force", "--columns", "row_index,phone_number"]
        yield* connected(...csv, "--bom", "--delimiter", ";")
        const bytes = yield* fs.readFile(file)
        assert.deepStrictEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
        assert.match(yield* fs.readFileString(file), /row_index;phone_number\r\n0;\+\d+\r\n/)
        yield* connected(...csv, "--delimiter", "tab")
        assert.match(yield* fs.readFileString(file), /^row_index\tphone_number\r\n0\t\+\d+\r\n/)

        const unknownField = yield* simulator.inject(
          Fault.mapJson((json) =>
            JSON.parse(JSON.stringify(json).replaceAll("\"row_index\":", "\"new\":1,\"row_index\":"))
          )
        )
        const plain = yield* piped("rows", "export", "done", "-o", "-")
        const raw = yield* piped("rows", "export", "done", "-o", "-", "--raw")
        yield* unknownField.remove
        assert.notInclude(plain.stdout, "\"new\":1")
        assert.lengthOf(lines(raw.stdout), 730)
        for (const line of lines(raw.stdout)) assert.include(line, "\"new\":1,\"row_index\":")
      }))

    it.effect(
      "skips and reports unreadable rows with --skip-invalid, and exits with 9",
      () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const broken = yield* simulator.inject(
            Fault.mapJson((json) =>
              JSON.parse(JSON.stringify(json).replace("\"row_index\":5,", "\"row_index\":\"5\","))
            )
          )
          const file = yield* fileNamed("rows.ndjson")
          const strict = yield* connected("rows", "export", "done", "-o", file)
          assert.strictEqual(strict.exitCode, 10)
          assert.include(strict.stderr, "row_index")
          assert.isFalse(yield* fs.exists(file))

          const lenient = yield* connected("rows", "export", "done", "-o", file, "--skip-invalid")
          yield* broken.remove
          assert.strictEqual(lenient.exitCode, 9)
          assert.match(lenient.stderr, /Skipped row 5 of page 0: .*row_index/)
          assert.lengthOf(lines(yield* fs.readFileString(file)), 729)
        })
    )

    it.effect.each(
      [
        ["a file without a known extension", ["-o", "rows.xml"], "--format"],
        ["an unknown column", ["-o", "rows.csv", "--columns", "phone"], "phone_number"],
        ["columns for NDJSON", ["-o", "rows.ndjson", "--columns", "id"], "CSV"],
        ["a delimiter for NDJSON", ["-o", "rows.ndjson", "--delimiter", ";"], "CSV"],
        ["a byte order mark for NDJSON", ["-o", "rows.ndjson", "--bom"], "CSV"],
        ["a delimiter of two characters", ["-o", "rows.csv", "--delimiter", ";;"], "--delimiter \";;\" is invalid"],
        ["a quote as the delimiter", ["-o", "rows.csv", "--delimiter", "\""], "Use one character"],
        ["raw rows for CSV", ["-o", "rows.csv", "--raw"], "NDJSON"]
      ] as const
    )("rejects %s", ([_, args, advice]) =>
      Effect.gen(function*() {
        const { exitCode, stderr } = yield* revox(["rows", "export", "done", ...args], { env: yield* environment })
        assert.strictEqual(exitCode, 2)
        assert.include(stderr, advice)
      }))
  })
})
