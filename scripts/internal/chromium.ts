import { Config, Effect, FileSystem, Option, Path } from "effect"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/** Finds Chromium, in `CHROMIUM` or on `PATH`. */
export const findChromium = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const named = yield* Config.option(Config.String("CHROMIUM"))
  const folders = (yield* Config.String("PATH")).split(":")
  const candidates = [
    ...Option.toArray(named),
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  ]
  return yield* Effect.findFirst(candidates, (candidate) => Effect.orElseSucceed(fs.exists(candidate), () => false))
})

/** Flags of a headless browser that sends no background requests. */
export const quiet: ReadonlyArray<string> = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]
