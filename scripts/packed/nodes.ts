/**
 * The versions of Node that the packages are for.
 */
import { Effect, FileSystem, Path } from "effect"
import { run, Unexpected } from "./shell.ts"

/** A Node, and where it is. */
export interface Node {
  readonly major: number
  readonly version: string
  readonly bin: string
}

/** Installs a version of Node into a folder of its own. */
export const installNode = Effect.fnUntraced(function*(folder: string, major: number) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = path.join(folder, `node-${major}`)
  yield* fs.makeDirectory(home)
  yield* fs.writeFileString(path.join(home, "package.json"), `{ "private": true }`)
  yield* run(home, ["npm", "install", "--no-audit", "--no-fund", `node@${major}`])
  const bin = path.join(home, "node_modules", "node", "bin", "node")
  const version = (yield* run(home, [bin, "--version"])).trim()
  if (!version.startsWith(`v${major}.`)) {
    return yield* new Unexpected({ what: `asked for Node ${major}, got ${version}` })
  }
  return { major, version, bin } satisfies Node
})

/** Whether a version is one of a range such as `>=22.19`, the only kind that our manifests have. */
export const isFor = (range: string, { version }: Node): boolean => {
  const [major = NaN, minor = 0] = range.replace(/^>=/, "").split(".").map(Number)
  const [hasMajor = 0, hasMinor = 0] = version.replace(/^v/, "").split(".").map(Number)
  return range.startsWith(">=") && (hasMajor > major || hasMajor === major && hasMinor >= minor)
}
