import { Fault } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { UrlParams } from "effect/http"
import { urlOf } from "../src/internal/debug.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { withFault } from "./utils/contacts.ts"
import { runInProcess } from "./utils/inProcess.ts"
import { environment } from "./utils/revox.ts"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({ campaigns: [{ id: "done", rows: 3, status: "completed" }] })
)

describe("--debug", () => {
  it("prints URLs without text of users", () => {
    assert.strictEqual(
      urlOf({
        url: "https://user:secret@example.com/api/x?query=zoe#part",
        urlParams: UrlParams.fromInput({ page: 0, query: "+33184801234", other: "1" })
      }),
      "https://example.com/api/x?query=<redacted>&page=0&query=<redacted>&other=<redacted>"
    )
    assert.strictEqual(urlOf({ url: "/x?token=secret", urlParams: UrlParams.empty }), "/x")
  })

  layer(services, { excludeTestServices: true })((it) => {
    it.effect("prints each request, the details of the error and its stack trace", () =>
      Effect.gen(function*() {
        const env = yield* environment
        const { exitCode, stderr, stdout } = yield* withFault(
          Fault.status(503, { headers: { "x-request-id": "req-1" } }).pipe(Fault.always),
          runInProcess(["rows", "list", "done", "--query", "zoe", "--debug"], env)
        )
        assert.strictEqual(exitCode, 5)
        assert.strictEqual(stdout, "")
        const attempts = stderr.match(
          /^debug: GET http:\/\/\S+\/campaigns\/done\/rows\?\S+: status 503, request id req-1 in \d+ ms$/gm
        )
        assert.isAbove(attempts?.length ?? 0, 1)
        assert.include(
          stderr,
          "debug: the request failed\n  operation   Campaigns.getRows\n  reason      InternalServerError\n"
        )
        assert.include(stderr, `\n  attempts    ${attempts?.length}\n`)
        assert.match(stderr, /\n {2}status {6}503\n {2}request id {2}req-1\n/)
        assert.match(stderr, /\n {4}at .*execute\.ts:\d+:\d+/)
        assert.match(stderr, /\nError: The API failed \(503.*\)\.\nTry again later\.\n$/)
        assert.notInclude(stderr, "zoe")
        assert.notInclude(stderr, env.REVOX_API_KEY)
      }))

    it.effect("is also enabled by REVOX_DEBUG", () =>
      Effect.gen(function*() {
        const env = yield* environment
        for (const [value, expected] of [["1", true], ["", false], ["0", false], ["false", false]] as const) {
          const { stderr } = yield* runInProcess(["campaign", "get", "done"], { ...env, REVOX_DEBUG: value })
          assert.strictEqual(stderr.includes("debug: GET "), expected, value)
        }
      }))
  })
})
