/**
 * Packs the packages and uses them as strangers do: looks at what is in the tarballs, installs them into an empty
 * project, compiles the programs of the READMEs there, and runs them on the versions of Node that they are for.
 */
import { NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Path } from "effect"
import { root } from "../surface/packages.ts"
import { installCommand, runCommand, runDurableExport } from "./cli.ts"
import { problemsOf } from "./contents.ts"
import { everything, importAll } from "./imports.ts"
import { lint } from "./lint.ts"
import { installNode, type Node } from "./nodes.ts"
import { packAll, type Packed } from "./package.ts"
import { type Expected, reachedIn, readme, readmeOfClient, runProgram, simulator } from "./program.ts"
import { compile, makeProject } from "./project.ts"
import { programOf, writeProgram, writePrograms } from "./readme.ts"
import { expectNone, run, step } from "./shell.ts"

/** The Node that only some packages are for, and those that all are for. */
const oldestMajor = 20
const currentMajors = [22, 24]

const isCommand = ({ manifest }: Packed): boolean => manifest.bin !== undefined

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const home = yield* root
  const folder = yield* fs.makeTempDirectoryScoped()

  const packages = yield* packAll(folder)
  for (const packed of packages) {
    const { entries, files, manifest } = packed
    yield* step(`${manifest.name}: ${files.size} files`, expectNone(problemsOf(packed)))
    yield* step(`${manifest.name}: ${entries.length} entries, publint and attw`, lint(home, packed))
  }
  const oldest = yield* installNode(folder, oldestMajor)
  const current = yield* Effect.forEach(currentMajors, (major) => installNode(folder, major))

  const libraries = packages.filter((packed) => !isCommand(packed))
  const project = path.join(folder, "project")
  const tools = ["typescript", "@typescript/typescript6", "@types/node", "vitest"]
  yield* step(
    "installed into an empty project",
    makeProject({ folder: project, root: home, packages: libraries, tools })
  )

  const text = yield* fs.readFileString(path.join(home, "README.md"))
  yield* writeProgram(project, "program.ts", yield* programOf("README.md", text))
  yield* writeProgram(project, "everything.ts", everything(libraries))
  yield* fs.copyFile(path.join(home, "scripts", "packed", "simulator.ts"), path.join(project, "simulator.ts"))
  yield* Effect.forEach(libraries, (packed) => writePrograms(project, packed))
  yield* step("compiled by TypeScript 6 and 7, as nodenext and as bundler", compile(project))

  yield* Effect.forEach(
    [oldest, ...current],
    Effect.fnUntraced(function*(node) {
      const imported = yield* importAll(project, libraries, node)
      yield* Console.log(`✓ ${imported} modules imported on Node ${node.version}`)
    })
  )

  const compiled = path.join(project, "out", "nodenext")
  const environment = yield* simulator(compiled, "simulator.js")
  const reached = yield* reachedIn(environment, "campaign-id")
  const runs = (expected: Expected, node: Node) =>
    step(
      `${expected.script} runs on Node ${node.version}`,
      runProgram({ folder: compiled, program: expected, node: node, environment, reached })
    )
  yield* Effect.forEach([oldest, ...current], (node) => runs(readmeOfClient, node))
  yield* Effect.forEach(current, (node) => runs(readme, node))
  yield* step("the test of the README passes", run(project, ["npx", "vitest", "run", "--root", compiled]))

  const folderOfCommand = path.join(folder, "command")
  yield* Effect.forEach(
    packages.filter(isCommand),
    Effect.fnUntraced(function*(packed) {
      const command = yield* installCommand(folderOfCommand, packed)
      yield* Effect.forEach(
        current,
        (node) =>
          step(`${packed.manifest.name} runs on Node ${node.version}`, runCommand(folderOfCommand, command, node))
      )
      yield* Effect.forEach(current, (node) =>
        step(
          `${packed.manifest.name} exports durably on Node ${node.version}`,
          runDurableExport({
            folder: folderOfCommand,
            command,
            node,
            campaign: "campaign-id",
            rows: 250,
            environment
          })
        ))
    })
  )
  yield* Console.log(`${packages.length} passed, 0 failed`)
}).pipe(Effect.scoped)

const services = Layer.merge(NodeServices.layer, NodeHttpClient.layerUndici)

program.pipe(Effect.provide(services), NodeRuntime.runMain)
