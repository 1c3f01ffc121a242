/**
 * Runs the built packages in Chromium, against a simulator that the server of the page forwards requests to. The check
 * is skipped if no Chromium is found on `PATH` or in `CHROMIUM`.
 */
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpServer, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Deferred, Effect, FileSystem, Layer, Option, Path, Schema } from "effect"
import { HttpClient, HttpClientRequest, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { createServer } from "node:http"
import { bundle } from "../internal/bundle.ts"
import { findChromium, quiet } from "../internal/chromium.ts"
import { root } from "../internal/packages.ts"
import { CheckFailed } from "../internal/shell.ts"

const rows = 230

const Result = Schema.fromJsonString(
  Schema.Struct({
    campaign: Schema.Literal("spring"),
    rows: Schema.Literal(rows),
    missing: Schema.Literal("NotFoundError"),
    redirected: Schema.Literal("UnexpectedStatusError")
  })
)

/** The program of the page, with the built packages instead of their sources. */
const page = Effect.gen(function*() {
  const path = yield* Path.Path
  const fs = yield* FileSystem.FileSystem
  const home = yield* root
  const source = yield* fs.readFileString(path.join(home, "scripts", "browser", "page.ts"))
  const names = ["client", "schema", "streams"]
  const alias = Object.fromEntries(
    names.map((name) => [`@effect-revox/${name}`, path.join(home, "packages", name, "dist")])
  )
  return (yield* bundle(source, { alias, minify: true })).code
})

const serve = Effect.fnUntraced(function*(code: string, result: Deferred.Deferred<string>) {
  const simulated = yield* HttpClient.HttpClient
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const server = yield* HttpServer.HttpServer
  yield* server.serve(
    Effect.gen(function*() {
      const request = yield* HttpServerRequest.HttpServerRequest
      if (request.url === "/") {
        return HttpServerResponse.html("<!doctype html><meta charset=utf-8><script type=module src=/page.js></script>")
      }
      if (request.url === "/page.js") return HttpServerResponse.text(code, { contentType: "text/javascript" })
      if (request.url === "/result") {
        yield* Deferred.succeed(result, yield* request.text)
        return HttpServerResponse.empty()
      }
      if (request.url === "/api/campaigns/redirected") {
        return HttpServerResponse.redirect("/api/campaigns/spring")
      }
      const response = yield* HttpClientRequest.get(new URL(request.url, simulator.baseUrl)).pipe(
        HttpClientRequest.setHeaders(request.headers),
        simulated.execute
      )
      return HttpServerResponse.text(yield* response.text, { status: response.status, contentType: "application/json" })
    }).pipe(Effect.catchCause(() => Effect.succeed(HttpServerResponse.empty({ status: 500 }))))
  )
  return HttpServer.formatAddress(server.address)
})

const program = Effect.gen(function*() {
  const chromium = yield* findChromium
  if (Option.isNone(chromium)) {
    return yield* Console.log("SKIPPED: Chromium was not found. Set CHROMIUM to its path.")
  }
  const fs = yield* FileSystem.FileSystem
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const result = yield* Deferred.make<string>()
  const url = yield* serve(yield* page, result)
  const profile = yield* fs.makeTempDirectoryScoped()
  yield* spawner.spawn(
    ChildProcess.make(chromium.value, [
      "--headless",
      ...quiet,
      `--user-data-dir=${profile}`,
      url
    ], { stdout: "ignore", stderr: "ignore", killSignal: "SIGKILL" })
  )
  const text = yield* Deferred.await(result).pipe(Effect.timeout("5 minutes"))
  yield* Effect.mapError(
    Schema.decodeEffect(Result)(text),
    () => new CheckFailed({ problem: `The page sent an invalid result: ${text}` })
  )
  yield* Console.log(`In Chromium: ${text}\n1 passed, 0 failed`)
}).pipe(Effect.scoped)

program.pipe(
  Effect.provide(
    Layer.mergeAll(
      NodeServices.layer,
      NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }),
      RevoxSimulator.layerMemory({ campaigns: [{ id: "spring", rows, status: "completed" }] })
    )
  ),
  NodeRuntime.runMain
)
