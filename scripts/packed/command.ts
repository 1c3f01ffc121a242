/** Checks the packed command in a project without other packages. */
import { Effect, FileSystem, Path } from "effect"
import type { Packed } from "./package.ts"
import { makeFolder, type Node } from "./project.ts"
import { CheckFailed, run, step } from "../internal/shell.ts"

/** Runs the command on each version of Node: its version, a stack trace, the demo, and a durable export into the embedded database. */
export const checkCommand = Effect.fnUntraced(function*(options: {
  readonly folder: string
  readonly packed: Packed
  readonly nodes: ReadonlyArray<Node>
  readonly campaign: string
  readonly rows: number
  readonly environment: Readonly<Record<string, string>>
}) {
  const { campaign, environment, folder, nodes, packed, rows } = options
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* makeFolder(folder, [packed.tarball])
  const dist = path.join(folder, "node_modules", packed.manifest.name, "dist")
  // The licenses of the bundled packages require it.
  yield* fs.access(path.join(dist, "NOTICES.txt"))

  const expectLines = Effect.fnUntraced(function*(file: string, expected: number) {
    const lines = (yield* fs.readFileString(path.join(folder, file))).trimEnd().split("\n").length
    if (lines !== expected) {
      return yield* new CheckFailed({ problem: `${file} has ${lines} rows instead of ${expected}` })
    }
  })
  const check = Effect.fnUntraced(function*({ command, major }: Node) {
    const revox = (...args: ReadonlyArray<string>) =>
      run(folder, [...command, path.join(dist, "revox.js"), ...args], {
        ...environment,
        REVOX_DATA_DIR: `data-${major}`
      })
    const version = yield* revox("--version")
    if (!/^revox v\d+\.\d+\.\d+/.test(version)) {
      return yield* new CheckFailed({ problem: `--version printed ${version}` })
    }
    const failing = ["campaign", "get", "unknown", "--debug"]
    const trace = yield* run(
      folder,
      ["sh", "-c", "\"$@\" 2>&1 || true", "sh", ...command, path.join(dist, "revox.js"), ...failing],
      environment
    )
    if (!/at .*client\/src\/internal\/\w+\.ts:\d+:\d+/.test(trace)) {
      return yield* new CheckFailed({ problem: `--debug printed a stack trace without the original source:\n${trace}` })
    }
    yield* revox("demo")
    yield* expectLines("demo-output/rows.ndjson", 500)
    yield* revox("export", "start", campaign, "-o", `durable-${major}.ndjson`)
    yield* expectLines(`durable-${major}.ndjson`, rows)
    const exports = yield* revox("export", "list")
    if (!exports.includes("complete")) return yield* new CheckFailed({ problem: `export list printed ${exports}` })
  })
  yield* Effect.forEach(nodes, (node) => step(`${packed.manifest.name} runs on Node ${node.major}`, check(node)))
})
