/**
 * Follows `quick-start.md` in an empty folder: runs its commands, with packed packages instead of published ones, and
 * compares the output.
 *
 * The campaign of the simulator would take ten seconds. The check therefore pauses for 15 seconds before the first
 * request, and with `--paced` as long as a reader before each step.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { root } from "../../scripts/internal/packages.ts"
import { CheckFailed, codeBlocks, run } from "../../scripts/internal/shell.ts"

/** Numbers and dates differ between runs, and so does the status of the campaign at a request. */
const shape = (text: string): string => text.trim().replaceAll(/\d+/g, "0").replaceAll("running", "completed")

const isPaced = process.argv.includes("--paced")

/** Pauses as a reader does before the next step. */
const readerPause = isPaced ? Effect.sleep("30 seconds") : Effect.void

/** A pause in which the campaign of the simulator would be completed, if its time had started. */
const longerThanTheCampaign = Effect.sleep(isPaced ? "30 seconds" : "15 seconds")

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const home = yield* root
  const folder = yield* fs.makeTempDirectoryScoped()

  const page = yield* fs.readFileString(path.join(home, "docs", "quick-start.md"))
  const [install = "", simulate = "", start = ""] = codeBlocks(page, "sh")
  const [simulated = "", output = ""] = codeBlocks(page, "text")
  const [source = ""] = codeBlocks(page, "ts")

  let script = install
  for (const name of ["schema", "client", "streams", "cli"]) {
    const to = path.join(folder, name)
    yield* run(path.join(home, "packages", name), ["npx", "--yes", "pnpm@12.21.0", "pack", "--pack-destination", to])
    const [tarball = ""] = yield* fs.readDirectory(to)
    script = script.replace(`@effect-revox/${name}`, path.join(to, tarball))
  }
  yield* run(folder, ["sh", "-e", "-c", script])

  const project = path.join(folder, "revox-quick-start")
  yield* readerPause
  const simulator = yield* spawner.spawn(
    ChildProcess.make("sh", ["-e", "-c", `exec ${simulate}`], {
      cwd: project,
      extendEnv: true,
      forceKillAfter: "10 seconds"
    })
  )
  const printed = yield* simulator.stdout.pipe(
    Stream.decodeText,
    Stream.scan(() => "", (text, more) => text + more),
    Stream.takeUntil((text) => text.includes("Ctrl-C")),
    Stream.runLast,
    Effect.flatMap(Effect.fromOption),
    Effect.timeout("5 minutes")
  )
  if (printed.trim() !== simulated.trim()) {
    return yield* new CheckFailed({ problem: `the simulator printed\n${printed}` })
  }

  yield* longerThanTheCampaign
  yield* fs.writeFileString(path.join(project, "campaign.ts"), source)
  yield* readerPause
  const exported = simulated.split("\n").filter((line) => line.startsWith("export ")).join("\n")
  const demo = yield* run(project, ["sh", "-e", "-c", `${exported}\nnpx revox campaign get demo --json`])
  if (!demo.includes("\"status\":\"running\"")) {
    return yield* new CheckFailed({ problem: `the campaign of the simulator is not running:\n${demo}` })
  }
  const lines = (yield* run(project, ["sh", "-e", "-c", start])).trim().split("\n")
  const shapes = new Set(output.trim().split("\n").map(shape))
  if (!lines.includes("+33184801236 completed") || lines.some((line) => !shapes.has(shape(line)))) {
    return yield* new CheckFailed({ problem: `the program printed\n${lines.join("\n")}` })
  }
  yield* Console.log(`The quick start works:\n${lines.join("\n")}`)
}).pipe(Effect.scoped)

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
