/**
 * Fails when the packages are not ready to be published, and says why.
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Path, Schema } from "effect"
import { packageFolders, root } from "../internal/packages.ts"
import { Manifest, problemsOfRelease } from "./ready.ts"

class NotReady extends Schema.TaggedError<NotReady>()("NotReady", { problems: Schema.Array(Schema.String) }) {
  override get message(): string {
    return this.problems.join("\n")
  }
}

const decode = Schema.decodeEffect(Schema.fromJsonString(Manifest))

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const packages = yield* Effect.forEach(
    yield* packageFolders,
    Effect.fnUntraced(function*(folder) {
      const manifest = yield* decode(yield* fs.readFileString(path.join(folder, "package.json")))
      return { folder: path.relative(home, folder), manifest }
    })
  )
  const changesets = (yield* fs.readDirectory(path.join(home, ".changeset"))).filter((name) => name.endsWith(".md"))
  const problems = problemsOfRelease(packages, changesets)
  if (problems.length > 0) return yield* new NotReady({ problems })
  yield* Console.log(`${packages.length} packages are ready to be published.`)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
