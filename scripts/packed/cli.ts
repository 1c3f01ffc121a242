/**
 * The packed command, installed into an empty folder as a stranger does.
 */
import { Effect, FileSystem, Path } from "effect"
import type { Node } from "./nodes.ts"
import type { Packed } from "./package.ts"
import { run, Unexpected } from "./shell.ts"

/** Installs the command alone. */
export const installCommand = Effect.fnUntraced(function*(folder: string, { tarball }: Packed) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* fs.makeDirectory(folder)
  yield* fs.writeFileString(path.join(folder, "package.json"), `{ "private": true }`)
  yield* run(folder, ["npm", "install", "--no-audit", "--no-fund", tarball])
  return path.join(folder, "node_modules", "@effect-revox", "cli", "dist", "revox.js")
})

/** Runs the command on a Node. */
export const runCommand = Effect.fnUntraced(function*(folder: string, command: string, node: Node) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const told = yield* run(folder, [node.bin, command, "--version"])
  if (!/^revox v\d+\.\d+\.\d+/.test(told)) return yield* new Unexpected({ what: `on Node ${node.version}: ${told}` })
  const demo = yield* run(folder, [node.bin, command, "demo"])
  const rows = (yield* fs.readFileString(path.join(folder, "demo-output", "rows.ndjson"))).trimEnd().split("\n").length
  if (rows !== 500) return yield* new Unexpected({ what: `on Node ${node.version}: ${rows} rows\n${demo}` })
})

/** Exports a campaign durably, into a database that the command brings along, and looks at it from another process. */
export const runDurableExport = Effect.fnUntraced(function*(options: {
  readonly folder: string
  readonly command: string
  readonly node: Node
  readonly campaign: string
  readonly rows: number
  readonly environment: Readonly<Record<string, string>>
}) {
  const { campaign, command, environment, folder, node, rows } = options
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const data = path.join(folder, `data-${node.version}`)
  const file = path.join(folder, `durable-${node.version}.ndjson`)
  const revox = (...args: ReadonlyArray<string>) =>
    run(folder, [node.bin, command, ...args], { ...environment, REVOX_DATA_FOLDER: data })
  const told = yield* revox("export", "start", campaign, "-o", file)
  const written = (yield* fs.readFileString(file)).trimEnd().split("\n").length
  if (written !== rows) {
    return yield* new Unexpected({ what: `on Node ${node.version}: ${written} rows instead of ${rows}\n${told}` })
  }
  const listed = yield* revox("export", "list")
  if (!listed.includes("complete")) return yield* new Unexpected({ what: `on Node ${node.version}: ${listed}` })
})
