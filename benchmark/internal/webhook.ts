import * as CallWebhook from "@effect-revox/client/CallWebhook"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import type * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { fork } from "node:child_process"
import { createServer } from "node:http"
import type { Contender, Seen } from "./contender.ts"

/** The deliveries that another process sends. */
export interface Load {
  readonly url: string
  readonly deliveries: number
  readonly concurrency: number
}

const secret = "a-long-random-secret"

/** The position of a delivery, which is part of the id of its attempt. */
const see = (seen: Seen, body: unknown): void => {
  const { call_id } = body as { readonly call_id: string }
  seen.rows += 1
  seen.sum += Number(call_id.slice(-12))
}

/** Serves a router, and lets another process send the deliveries of a task to it. */
const served = (
  name: string,
  routes: (
    record: (body: unknown) => void
  ) => Layer.Layer<never, unknown, HttpRouter.HttpRouter | HttpRouter.Request<"Error", HttpServerError.HttpServerError>>
): Contender => ({
  name,
  make: async (task) => {
    let current: Seen = { rows: 0, sum: 0 }
    const runtime = ManagedRuntime.make(
      HttpRouter.serve(routes((body) => see(current, body)), { disableLogger: true, disableListenLog: true }).pipe(
        Layer.provideMerge(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 }))
      )
    )
    const origin = await runtime.runPromise(
      Effect.map(HttpServer.HttpServer, ({ address }) => HttpServer.formatAddress(address))
    )
    const sender = fork(new URL("../load.ts", import.meta.url), { stdio: "inherit" })
    process.once("exit", () => sender.kill())
    let round = 0
    return async (seen) => {
      current = seen
      const load: Load = {
        url: `${origin}/calls/completed?sig=${secret}&round=${round++}`,
        deliveries: task.rows,
        concurrency: task.concurrency
      }
      await new Promise((resolve) => {
        sender.once("message", resolve)
        sender.send(load)
      })
    }
  }
})

/** The least that a router does: it parses the body. */
export const bare = served("effect/http router that parses the body", (record) =>
  HttpRouter.add(
    "POST",
    "/calls/completed",
    Effect.gen(function*() {
      const request = yield* HttpServerRequest.HttpServerRequest
      record(yield* request.json)
      return HttpServerResponse.empty()
    })
  ))

/** The handler of this SDK: secret, limits, validation and repetitions. */
export const revox = served(
  "effect-revox, CallWebhook.makeUnconfirmed",
  (record) =>
    HttpRouter.use((router) =>
      Effect.flatMap(
        CallWebhook.makeUnconfirmed(
          { secret: Redacted.make(secret) },
          (payload) => Effect.sync(() => record(payload))
        ),
        (handler) => router.add("POST", "/calls/completed", handler)
      )
    )
)
