/** The pages of the documentation. */
import { Effect, FileSystem, Path } from "effect"

/** Returns the paths of all written pages, relative to the root: neither the API reference nor what a build makes. */
export const pagesOf = Effect.fnUntraced(function*(root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return (yield* fs.readDirectory(path.join(root, "docs"), { recursive: true }))
    .filter((file) => file.endsWith(".md") && !/(?:^|\/)(?:node_modules|api|dist|cache)\//.test(file))
    .map((file) => path.join("docs", file))
})
