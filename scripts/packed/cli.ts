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
