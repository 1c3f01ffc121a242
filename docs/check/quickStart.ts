/**
 * Does what `quick-start.md` says, in an empty folder: its commands as they stand there, with the packages of this
 * repository, built and packed, in the place of the published ones. Two terminals are two shells here.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

class Unexpected extends Schema.TaggedError<Unexpected>()("Unexpected", { what: Schema.String }) {
  override get message(): string {
    return this.what
  }
}

/** The blocks of a language on a page, in order. */
const blocks = (page: string, language: string): ReadonlyArray<string> =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([_, block = ""]) => block)

/** Digits, dates and times differ from run to run: a line is compared by its words. */
const shape = (text: string): string => text.trim().replaceAll(/\d+/g, "0")

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const root = yield* path.fromFileUrl(new URL("../..", import.meta.url))
  const folder = yield* fs.makeTempDirectoryScoped()

  const shell = (cwd: string, script: string) =>
    spawner.spawn(ChildProcess.make("sh", ["-e", "-c", script], { cwd, extendEnv: true }))
  const run = Effect.fnUntraced(function*(cwd: string, script: string) {
    const child = yield* shell(cwd, script)
    const printed = yield* Stream.mkString(Stream.decodeText(child.all))
    const exitCode = Number(yield* child.exitCode)
    if (exitCode !== 0) return yield* new Unexpected({ what: `${script}: ${exitCode}\n${printed}` })
    return printed
  }, Effect.scoped)

  const page = yield* fs.readFileString(path.join(root, "docs", "quick-start.md"))
  const [install = "", simulate = "", start = "", withAKey] = blocks(page, "sh")
  const [simulated = "", output = ""] = blocks(page, "text")
  const [source = ""] = blocks(page, "ts")
  // The last one needs a key that we do not have.
  if (withAKey === undefined || !withAKey.includes("…")) {
    return yield* new Unexpected({ what: "quick-start.md has other commands than this script knows" })
  }

  const packed = yield* Effect.forEach(["schema", "client", "streams", "cli"], (name) =>
    Effect.gen(function*() {
      const to = path.join(folder, name)
      yield* run(path.join(root, "packages", name), `npx --yes pnpm@12.21.0 pack --pack-destination ${to}`)
      const [tarball = ""] = yield* fs.readDirectory(to)
      return [`@effect-revox/${name}`, path.join(to, tarball)] as const
    }))
  const fromHere = packed.reduce(
    (script, [name, tarball]) => script.replace(name, tarball),
    // What others depend on has to be there as well, as long as no registry has it.
    install.replace("install @effect-revox/client", "install @effect-revox/schema @effect-revox/client")
  )
  yield* run(folder, fromHere)

  const project = path.join(folder, "revox-quick-start")
  const simulator = yield* shell(project, `exec ${simulate}`)
  const told = yield* simulator.stdout.pipe(
    Stream.decodeText,
    Stream.scan(() => "", (text, more) => text + more),
    Stream.takeUntil((text) => text.includes("Ctrl-C")),
    Stream.runLast,
    Effect.flatMap(Effect.fromOption),
    Effect.timeout("30 seconds")
  )
  if (told.trim() !== simulated.trim()) return yield* new Unexpected({ what: `the simulator said\n${told}` })

  yield* fs.writeFileString(path.join(project, "campaign.ts"), source)
  const printed = yield* run(project, start)
  const shapes = new Set(output.trim().split("\n").map(shape))
  const others = printed.trim().split("\n").filter((line) => !shapes.has(shape(line)))
  if (others.length > 0 || !printed.includes("500 rows")) {
    return yield* new Unexpected({ what: `the program printed\n${printed}` })
  }
  yield* Console.log(`The quick start does what it says:\n${printed}`)
}).pipe(Effect.scoped)

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
