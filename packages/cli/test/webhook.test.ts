import { RevoxSimulator, Webhook } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Queue, Ref, Stream } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest } from "effect/http"
import { eventually } from "../../testing/test/utils/eventually.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { connected } from "./utils/inProcess.ts"
import { environment, revox, spawn } from "./utils/revox.ts"

const services = Layer.mergeAll(
  NodeServices.layer,
  FetchHttpClient.layer,
  SimulatorClock.layer({
    calls: [
      { id: "done", attempts: ["busy", "human"], age: "2 hours" },
      { id: "later", attempts: ["human"], delay: "2 days" }
    ]
  })
)

const secret = "correct-horse & battery"
const sent = "correct-horse-battery-staple"

const fileWith = Effect.fnUntraced(function*(content: string) {
  const fs = yield* FileSystem.FileSystem
  const file = `${yield* fs.makeTempDirectoryScoped()}/secret`
  yield* fs.writeFileString(file, content)
  return file
})

/** Starts `revox webhook listen`, and returns its URL and what it prints. */
const listen = Effect.fnUntraced(function*(args: ReadonlyArray<string>, env: Record<string, string>) {
  const file = yield* fileWith(`${sent}\n`)
  const child = yield* spawn(["webhook", "listen", "--secret-file", file, ...args], { env })
  const stderr = yield* Ref.make("")
  const printed = yield* Queue.unbounded<unknown>()
  yield* Effect.forkScoped(
    Stream.runForEach(Stream.decodeText(child.stderr), (text) => Ref.update(stderr, (all) => all + text))
  )
  yield* Effect.forkScoped(
    child.stdout.pipe(
      Stream.decodeText,
      Stream.splitLines,
      Stream.runForEach((line) => Queue.offer(printed, JSON.parse(line)))
    )
  )
  const started = yield* eventually(Ref.get(stderr), (text) => text.includes("Press Ctrl-C"))
  const text = yield* Ref.get(stderr)
  const [_, url = ""] = /^ {2}(http:\/\/127\.0\.0\.1:\d+\/\?sig=)SECRET$/m.exec(text) ?? []
  assert.isNotEmpty(url, String(started))
  return { child, file, stderr: Ref.get(stderr), printed, url }
})

layer(services, { excludeTestServices: true })((it) => {
  describe("revox webhook listen", () => {
    it.effect("prints confirmed deliveries once, and never the secret", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const { child, printed, stderr, url } = yield* listen([], yield* environment)
        const call = yield* simulator.call("done")
        assert.deepStrictEqual(yield* Webhook.deliver(url + sent, call, { copies: 2 }), [204, 204])
        const delivery = yield* Queue.take(printed)
        assert.hasAllKeys(delivery, ["payload", "call", "attempt"])
        assert.deepNestedInclude(delivery, { "call.id": "done", "attempt.result": "human" })
        // A wrong secret, a call that is not completed, and another method.
        assert.deepStrictEqual(yield* Webhook.deliver(`${url}wrong-secret-of-many`, call), [401])
        const body = JSON.stringify({ call_order_id: "later", call_id: "x" })
        const early = HttpClientRequest.post(url + sent).pipe(HttpClientRequest.bodyText(body, "application/json"))
        assert.strictEqual((yield* HttpClient.execute(early)).status, 503)
        assert.strictEqual((yield* HttpClient.get(url + sent)).status, 405)
        yield* eventually(stderr, (text) => text.includes("405"))
        const text = yield* stderr
        assert.include(text, "Refused a request with 401: the secret is missing or wrong.")
        assert.include(text, "refused with 503: the call is not completed yet")
        assert.notInclude(text, sent)
        assert.strictEqual(yield* Queue.size(printed), 0)
        yield* child.kill({ killSignal: "SIGINT" })
        assert.strictEqual(Number(yield* child.exitCode), 130)
      }))

    it.effect("prints deliveries without an API key with --no-confirm", () =>
      Effect.gen(function*() {
        const { printed, url } = yield* listen(["--no-confirm"], {})
        const body = JSON.stringify({ call_order_id: "forged", call_id: "x", transcript: "a\u009b" })
        const request = HttpClientRequest.post(url + sent).pipe(HttpClientRequest.bodyText(body, "application/json"))
        assert.strictEqual((yield* HttpClient.execute(request)).status, 204)
        const payload = { call_order_id: "forged", call_id: "x", transcript: "a\u009b" }
        assert.deepStrictEqual(yield* Queue.take(printed), { payload })
      }))

    it.effect("refuses an invalid secret, a missing key and a used port before it listens", () =>
      Effect.gen(function*() {
        for (const content of ["too-short", "", secret]) {
          const { exitCode, stderr } = yield* connected(
            "webhook",
            "listen",
            "--secret-file",
            yield* fileWith(content)
          )
          assert.strictEqual(exitCode, 2)
          assert.include(stderr, "Use one line of 16 characters or more, without spaces")
          if (content !== "") assert.notInclude(stderr, content)
        }
        const missing = yield* connected("webhook", "listen", "--secret-file", "/no/such/file")
        assert.strictEqual(missing.exitCode, 2)
        assert.match(missing.stderr, /^Error: Cannot read the secret file \/no\/such\/file: .+\.\n$/)
        const withoutKey = yield* revox(["webhook", "listen", "--secret-file", yield* fileWith(sent)])
        assert.strictEqual(withoutKey.exitCode, 3)
        const { baseUrl } = yield* RevoxSimulator.RevoxSimulator
        const port = new URL(baseUrl).port
        const used = yield* connected("webhook", "listen", "--port", port, "--secret-file", yield* fileWith(sent))
        assert.strictEqual(used.exitCode, 2)
        assert.include(used.stderr, `Cannot listen on 127.0.0.1, port ${port}: it may be in use.`)
      }))
  })
})
