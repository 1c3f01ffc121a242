/**
 * Writes the images of the documentation: diagrams, recordings of the command on a terminal, and the social card.
 *
 *     node docs/drawing/run.ts
 *
 * The recordings need `script` of util-linux, and the card needs Chromium.
 */
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Option, Path } from "effect"
import { findChromium } from "../../scripts/internal/chromium.ts"
import { diagrams } from "./diagrams.ts"
import { record } from "./recording.ts"
import { drawSocialCard } from "./socialCard.ts"
import { render } from "./svg.ts"
import { terminal } from "./terminal.ts"

const get = "revox campaign get demo"
const watch = "revox campaign watch demo"
const list = "revox rows list demo --limit 4 --result human"
const write = "revox rows export demo -o rows.csv"

/** The recordings: name, title and commands. */
const recordings = [
  ["terminal", "Watch a campaign, read its rows and export them", [watch, list, write]],
  ["revox-campaign", get, [get]],
  ["revox-rows", list, [list]],
  ["revox-watch", watch, [watch]],
  ["revox-export", write, [write]]
] as const

const simulator = RevoxSimulator.layer({
  seed: 2,
  speed: 120,
  campaigns: [{ id: "demo", name: "Demo", rows: 500, duration: "10 minutes", status: "running" }]
})

const recorded = Effect.fnUntraced(function*([name, title, commands]: (typeof recordings)[number]) {
  const sessions = yield* Effect.forEach(
    commands,
    (command) => Effect.map(record(command), (screen) => ({ command, screen }))
  )
  return terminal(name, title, sessions)
}, Effect.provide(simulator))

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const docs = yield* path.fromFileUrl(new URL("../", import.meta.url))
  for (const image of [...diagrams, ...yield* Effect.forEach(recordings, recorded)]) {
    yield* fs.writeFileString(path.join(docs, "images", `${image.name}.svg`), render(image))
    yield* Console.log(`${image.name}.svg: ${image.title}`)
  }
  const chromium = yield* findChromium
  if (Option.isNone(chromium)) return yield* Console.log("SKIPPED: there is no Chromium to draw the social card.")
  yield* drawSocialCard(chromium.value, path.join(docs, "public", "social-card.png"))
  yield* Console.log("social-card.png")
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
