/**
 * Installs the packed command into an empty folder, as a stranger does, and runs it on the versions of Node that it is
 * for.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

const nodeVersions = ["22", "24"]

class Unexpected extends Schema.TaggedError<Unexpected>()("Unexpected", { what: Schema.String }) {
  override get message(): string {
    return this.what
  }
}

/** What a command printed; it fails with that when the command does. */
const run = Effect.fnUntraced(function*(cwd: string, command: string, ...args: ReadonlyArray<string>) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const child = yield* spawner.spawn(ChildProcess.make(command, args, { cwd, extendEnv: true }))
  const output = yield* Stream.mkString(Stream.decodeText(child.all))
  const exitCode = Number(yield* child.exitCode)
  if (exitCode !== 0) return yield* new Unexpected({ what: `${command} ${args.join(" ")}: ${exitCode}\n${output}` })
  return output
}, Effect.scoped)

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* path.fromFileUrl(new URL("..", import.meta.url))
  const folder = yield* fs.makeTempDirectoryScoped()
  const cli = path.join(root, "packages", "cli")

  yield* run(cli, "npx", "--yes", "pnpm@12.21.0", "pack", "--pack-destination", folder)
  const tarball = (yield* fs.readDirectory(folder)).find((name) => name.endsWith(".tgz"))
  if (tarball === undefined) return yield* new Unexpected({ what: "nothing was packed" })
  yield* fs.writeFileString(path.join(folder, "package.json"), `{ "private": true }`)
  yield* run(folder, "npm", "install", "--no-audit", "--no-fund", path.join(folder, tarball))

  for (const version of nodeVersions) {
    const node = path.join(folder, `node-${version}`)
    yield* fs.makeDirectory(node)
    yield* fs.writeFileString(path.join(node, "package.json"), `{ "private": true }`)
    yield* run(node, "npm", "install", "--no-audit", "--no-fund", `node@${version}`)
    const bin = path.join(node, "node_modules", "node", "bin", "node")
    const revox = path.join(folder, "node_modules", "@effect-revox", "cli", "dist", "revox.js")
    const exact = (yield* run(node, bin, "--version")).trim()
    if (!exact.startsWith(`v${version}.`)) {
      return yield* new Unexpected({ what: `asked for Node ${version}, got ${exact}` })
    }

    const told = yield* run(node, bin, revox, "--version")
    if (!/^revox v\d+\.\d+\.\d+/.test(told)) return yield* new Unexpected({ what: `on ${exact}: ${told}` })
    const demo = yield* run(node, bin, revox, "demo")
    const rows = (yield* fs.readFileString(path.join(node, "demo-output", "rows.ndjson"))).trimEnd().split("\n").length
    if (rows !== 500) return yield* new Unexpected({ what: `on ${exact}: ${rows} rows\n${demo}` })
    yield* Console.log(`The packed revox runs on Node ${exact}: 500 rows`)
  }
  yield* Console.log(`${nodeVersions.length} passed, 0 failed`)
}).pipe(Effect.scoped)

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
