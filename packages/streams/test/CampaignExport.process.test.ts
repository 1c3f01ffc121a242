import { CampaignExport } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { fileURLToPath } from "node:url"
import { node } from "../../../scripts/internal/childProcess.ts"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { revox } from "./utils/simulated.ts"

const program = fileURLToPath(new URL("utils/exportProcess.ts", import.meta.url))

/** Runs the export in a child process. */
const start = Effect.fnUntraced(function*(args: ReadonlyArray<string>) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  return yield* spawner.spawn(node([program, ...args], { stdout: "inherit", stderr: "inherit" }))
})

describe("CampaignExport in a killed process", () => {
  layer(
    revox.pipe(
      Layer.provideMerge(Layer.mergeAll(SimulatorClock.layer(), NodeHttpClient.layerUndici, NodeServices.layer))
    ),
    { excludeTestServices: true }
  )((it) => {
    it.effect("writes the same file after three SIGKILLs", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const fs = yield* FileSystem.FileSystem
        const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
        const directory = yield* fs.makeTempDirectoryScoped()
        const uninterrupted = `${directory}/uninterrupted.csv`
        const path = `${directory}/rows.csv`
        yield* CampaignExport.toCsvFile(id, uninterrupted)
        const slow = yield* simulator.inject(Fault.slowHeaders("1 minute"))
        const args = [simulator.baseUrl, id, path]
        const sizeOf = (name: string) =>
          Effect.orElseSucceed(Effect.map(fs.stat(name), ({ size }) => Number(size)), () => 0)
        for (let kills = 1; kills <= 3; kills++) {
          const before = yield* sizeOf(`${path}.part`)
          const hasGrown = (size: number) => size > before + 20_000
          const child = yield* start(args)
          // Responses need the clock to advance. It stops once enough pages are written.
          yield* eventually(
            Effect.tap(sizeOf(`${path}.part`), (size) =>
              hasGrown(size) ? Effect.void : SimulatorClock.advance("1 minute")),
            hasGrown
          )
          assert.isTrue(yield* child.isRunning)
          yield* child.kill({ killSignal: "SIGKILL" })
          assert.isFalse(yield* fs.exists(path))
          assert.isAbove(yield* sizeOf(`${path}.part`), before)
        }
        yield* slow.remove
        const soFar = (yield* simulator.requests).length
        const last = yield* start(args)
        assert.strictEqual(Number(yield* last.exitCode), 0)
        assert.isBelow((yield* simulator.requests).length - soFar, 50)
        assert.deepStrictEqual(yield* fs.readFile(path), yield* fs.readFile(uninterrupted))
        assert.deepStrictEqual((yield* fs.readDirectory(directory)).sort(), ["rows.csv", "uninterrupted.csv"])
      }))
  })
})
