/**
 * Writes the images of the documentation to `docs/images`: diagrams, and recordings of the command on a terminal.
 *
 *     node docs/drawing/run.ts [--check]
 *
 * `--check` compares the diagrams with the files instead. Recordings contain times, so they differ each time.
 */
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path } from "effect"
import { CheckFailed } from "../../scripts/internal/shell.ts"
import { callLife } from "./diagrams/callLife.ts"
import { campaignLife } from "./diagrams/campaignLife.ts"
import { killPoints } from "./diagrams/killPoints.ts"
import { packages } from "./diagrams/packages.ts"
import { pagesInFlight } from "./diagrams/pagesInFlight.ts"
import { record } from "./recording.ts"
import { render } from "./svg.ts"
import { terminal } from "./terminal.ts"

const diagrams = [packages, pagesInFlight, campaignLife, callLife, killPoints]

/** The recordings: name, title and commands. */
const recordings = [
  ["terminal", "Watch a campaign, read its rows and export them", [
    "revox campaign watch demo",
    "revox rows list demo --limit 4 --result human",
    "revox rows export demo -o rows.csv"
  ]],
  ["revox-campaign", "revox campaign get demo", ["revox campaign get demo"]],
  ["revox-rows", "revox rows list demo", ["revox rows list demo --limit 4 --result human"]],
  ["revox-watch", "revox campaign watch demo", ["revox campaign watch demo"]],
  ["revox-export", "revox rows export demo", ["revox rows export demo -o rows.csv"]]
] as const

const simulator = RevoxSimulator.layer({
  seed: 1,
  speed: 120,
  campaigns: [{ id: "demo", name: "Demo", rows: 500, duration: "10 minutes", status: "running" }]
})

const recorded = Effect.fnUntraced(function*([name, title, commands]: (typeof recordings)[number]) {
  const sessions = yield* Effect.forEach(commands, (command) =>
    Effect.map(record(command), (screen) => ({ command, screen })))
  return terminal(name, title, sessions)
}, Effect.provide(simulator))

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* path.fromFileUrl(new URL("../images", import.meta.url))
  for (const diagram of diagrams) {
    const file = path.join(folder, `${diagram.name}.svg`)
    const drawn = render(diagram)
    if (!process.argv.includes("--check")) yield* fs.writeFileString(file, drawn)
    else if ((yield* fs.readFileString(file)) !== drawn) {
      return yield* new CheckFailed({ problem: `${file} is out of date: run pnpm docs:images` })
    }
  }
  yield* Console.log(`${diagrams.length} diagrams`)
  if (process.argv.includes("--check")) return
  for (const recording of recordings) {
    const image = yield* recorded(recording)
    yield* fs.writeFileString(path.join(folder, `${image.name}.svg`), render(image))
    yield* Console.log(image.description)
  }
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
