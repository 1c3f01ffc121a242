import { CampaignExport } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Fiber, FileSystem, Layer } from "effect"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { revox } from "./utils/simulated.ts"

const program = fileURLToPath(new URL("utils/exportProcess.ts", import.meta.url))

/** Runs the export in a process of its own, and gives its exit code, or null when it was killed. */
const run = Effect.fnUntraced(function*(args: ReadonlyArray<string>, killed: Effect.Effect<unknown>) {
  const child = yield* Effect.acquireRelease(
    Effect.sync(() => spawn(process.execPath, [program, ...args], { stdio: "inherit" })),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  const exit = Effect.callback<number | null>((resume) => {
    child.on("exit", (code) => resume(Effect.succeed(code)))
  })
  const killing = yield* Effect.forkChild(Effect.andThen(killed, Effect.sync(() => child.kill("SIGKILL"))))
  return yield* Effect.ensuring(exit, Fiber.interrupt(killing))
}, Effect.scoped)

describe("CampaignExport in a process that is killed", () => {
  layer(
    revox.pipe(
      Layer.provideMerge(Layer.mergeAll(RevoxSimulator.layer(), NodeHttpClient.layerUndici, NodeServices.layer))
    ),
    { excludeTestServices: true, timeout: 30_000 }
  )((it) => {
    it.effect("is the same file after kill -9, three times", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const fs = yield* FileSystem.FileSystem
        const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
        const directory = yield* fs.makeTempDirectoryScoped()
        const undisturbed = `${directory}/undisturbed.csv`
        const path = `${directory}/rows.csv`
        yield* CampaignExport.toCsvFile(id, undisturbed)
        yield* simulator.inject(Fault.slowHeaders("40 millis"))
        const args = [simulator.baseUrl, id, path]
        const sizeOf = (name: string) =>
          Effect.orElseSucceed(Effect.map(fs.stat(name), ({ size }) => Number(size)), () => 0)
        for (let kills = 1; kills <= 3; kills++) {
          const before = yield* sizeOf(`${path}.part`)
          const grown = Effect.sleep("1 millis").pipe(
            Effect.andThen(sizeOf(`${path}.part`)),
            Effect.repeat({ until: (size) => size > before + 20_000 })
          )
          assert.isNull(yield* run(args, grown))
          assert.isFalse(yield* fs.exists(path))
          assert.isAbove(yield* sizeOf(`${path}.part`), before)
        }
        const soFar = (yield* simulator.requests).length
        assert.strictEqual(yield* run(args, Effect.never), 0)
        assert.isBelow((yield* simulator.requests).length - soFar, 50)
        assert.deepStrictEqual(yield* fs.readFile(path), yield* fs.readFile(undisturbed))
        assert.deepStrictEqual((yield* fs.readDirectory(directory)).sort(), ["rows.csv", "undisturbed.csv"])
      }), 30_000)
  })
})
