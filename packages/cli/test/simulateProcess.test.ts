import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Fiber, Ref, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { tied } from "../../../scripts/internal/childProcess.ts"
import { eventually } from "../../testing/test/utils/eventually.ts"
import { commandLine, spawn } from "./utils/revox.ts"
import { exportsOf } from "./utils/simulating.ts"

const authorized = { headers: { authorization: "Bearer test-key" } }

const statusOf = (url: string) => Effect.promise(() => fetch(url, authorized).then(({ status }) => status))

layer(NodeServices.layer, { excludeTestServices: true })((it) => {
  describe("the process of revox simulate", () => {
    it.effect("serves while nothing reads its log, and ends on Ctrl-C while a request is in flight", () =>
      Effect.gen(function*() {
        const child = yield* spawn(["simulate", "--fault", "GET /users/me=stall:headers"])
        const printed = yield* child.stdout.pipe(
          Stream.decodeText,
          Stream.scan(() => "", (text, more) => text + more),
          Stream.takeUntil((text) => text.includes("Ctrl-C")),
          Stream.runLast,
          Effect.flatMap(Effect.fromOption)
        )
        const { REVOX_BASE_URL: url = "" } = exportsOf(printed)
        // More than the pipe and its buffers keep.
        const long = `${url}/${"x".repeat(10_000)}`
        for (let request = 0; request < 100; request++) assert.strictEqual(yield* statusOf(long), 404)

        const stalled = yield* Effect.forkScoped(
          Effect.exit(Effect.tryPromise(() => fetch(`${url}/users/me`, authorized)))
        )
        // A request that is sent later has a response, so the stalled one has arrived.
        assert.strictEqual(yield* statusOf(`${url}/campaigns/demo`), 200)
        assert.isUndefined(stalled.pollUnsafe())
        yield* Effect.forkScoped(child.kill({ killSignal: "SIGINT" }))
        const log = yield* Stream.mkString(Stream.decodeText(child.stderr))
        assert.strictEqual(Number(yield* child.exitCode), 130)
        assert.match(log, /^GET \/api\/x{10000} 404 \d+ms\n/)
        assert.notInclude(log, "Error")
      }))

    it.effect.skipIf(process.platform !== "linux")(
      "serves on after the reader of standard output left",
      () =>
        Effect.gen(function*() {
          const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
          const line = `exec 4> >(exit 0); wait $!; exec ${yield* commandLine(["simulate"])} >&4`
          const child = yield* spawner.spawn(ChildProcess.make("bash", ["--norc", "-c", line], tied))
          const printed = yield* Ref.make("")
          const reading = yield* child.stderr.pipe(
            Stream.decodeText,
            Stream.runForEach((text) => Ref.update(printed, (all) => all + text)),
            Effect.forkScoped
          )
          const { REVOX_BASE_URL: url = "" } = exportsOf(
            yield* eventually(Ref.get(printed), (text) => text.includes("Ctrl-C"))
          )
          assert.strictEqual(yield* statusOf(`${url}/campaigns`), 200)
          yield* eventually(Ref.get(printed), (text) => /\nGET \/api\/campaigns 200 \d+ms\n$/.test(text))
          yield* child.kill({ killSignal: "SIGTERM" })
          assert.strictEqual(Number(yield* child.exitCode), 143)
          yield* Fiber.join(reading)
        })
    )
  })
})
