/** A project that pnpm installs, where a module can import only the packages that the project depends on. */
import { Effect, FileSystem, Path } from "effect"
import { codeBlocks, run } from "../internal/shell.ts"
import type { Packed } from "./package.ts"
import { asIn } from "./project.ts"

/** Exports whose types TypeScript must be able to name in declarations. */
const program = `
import { Campaigns } from "@effect-revox/client"
import { CampaignCompletion, CampaignExport, CampaignRows } from "@effect-revox/streams"
import { Effect, Stream } from "effect"

export const campaign = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring"))
export const page = Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring"))
export const rows = CampaignRows.stream("spring")
export const answered = rows.pipe(Stream.filter((row) => row.id !== ""))
export const completed = CampaignCompletion.awaitCompletion("spring")
export const snapshots = CampaignCompletion.watch("spring")
export const csv = CampaignExport.toCsv("spring")
export const both = Effect.all({ campaign, completed })
`

const compilerOptions = {
  module: "nodenext",
  target: "es2023",
  lib: ["es2024", "dom", "dom.iterable"],
  types: [],
  strict: true,
  declaration: true,
  outDir: "out"
}

/** Installs exactly the packages of the README with pnpm, and compiles a module with declarations. */
export const compileWithPnpm = Effect.fnUntraced(function*(
  folder: string,
  root: string,
  packages: ReadonlyArray<Packed>
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const [commands = ""] = codeBlocks(yield* fs.readFileString(path.join(root, "README.md")), "sh")
  const names = commands.trim().split(/\s+/).slice(2)
  const tarballs = new Map(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const versionOf = Effect.fnUntraced(function*(name: string) {
    const specifier = tarballs.get(name) ?? (yield* asIn(root)(name)).slice(name.length + 1)
    return [name, specifier] as const
  })
  const dependencies = Object.fromEntries(yield* Effect.forEach([...names, "typescript"], versionOf))

  yield* fs.makeDirectory(folder)
  const write = (name: string, content: object) => fs.writeFileString(path.join(folder, name), JSON.stringify(content))
  yield* write("package.json", { private: true, type: "module", dependencies })
  // The packages are not in the registry, so the dependencies between them are the tarballs. JSON is YAML.
  yield* write("pnpm-workspace.yaml", { overrides: Object.fromEntries(tarballs) })
  yield* write("tsconfig.json", { compilerOptions, files: ["program.ts"] })
  yield* fs.writeFileString(path.join(folder, "program.ts"), program)
  yield* run(folder, ["npx", "--yes", "pnpm@12.21.0", "install", "--ignore-scripts"])
  yield* run(folder, ["npx", "tsc"])
})
