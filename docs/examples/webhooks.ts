/** Places a call, waits for its webhook with polling as the fallback, and writes its transcript once. */
import { Calls, CallWebhook, Revox } from "@effect-revox/client"
import { CallCompletion } from "@effect-revox/streams"
import { RevoxSimulator, Webhook } from "@effect-revox/testing"
import { NodeHttpClient, NodeHttpServer, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Config, ConfigProvider, Console, Effect, FileSystem, Layer, Path, Schedule, Schema } from "effect"
import { HttpEffect, HttpRouter, HttpServer } from "effect/http"
import { PersistedQueue } from "effect/persistence"
import { createServer } from "node:http"

// Calls of the simulator take a minute in a second. In production, omit the simulator.
const Simulator = RevoxSimulator.layer({ speed: 60, placedCalls: { attempts: ["human"], delay: "10 seconds" } })

const RevoxLive = Revox.layerConfig().pipe(
  Layer.provide(RevoxSimulator.layerConfig),
  Layer.provide(NodeHttpClient.layerUndici),
  Layer.provideMerge(Simulator)
)

const CompletedAttempt = Schema.Struct({ callId: Schema.String, attemptId: Schema.String })

const completedAttempts = PersistedQueue.make({ name: "completed-attempts", schema: CompletedAttempt })

// Stores the delivery before the response, and ends the delay of a wait for the call.
const handle = Effect.fnUntraced(function*({ attempt, call }: CallWebhook.Delivery) {
  const queue = yield* completedAttempts
  yield* queue.offer({ callId: call.id, attemptId: attempt.id }, { id: attempt.id })
  yield* CallCompletion.wake(call.id)
})

const secret = Config.Redacted("WEBHOOK_SECRET")

const Webhooks = Layer.unwrap(
  Effect.map(secret, (secret) => CallWebhook.layer("/calls/completed", { secret }, handle))
)

// Without webhooks for this long, the call is polled nevertheless.
const schedule = Schedule.spaced("2 minutes")

const awaitCall = (id: string) => CallCompletion.awaitCompletion(id, { schedule, timeout: "3 days" })

// Writes the transcript of one attempt. A repetition writes the same file again.
const writeNext = Effect.fnUntraced(function*(directory: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const calls = yield* Calls.Calls
  const queue = yield* completedAttempts
  yield* queue.take(Effect.fnUntraced(function*({ attemptId, callId }) {
    const { call_attempts } = yield* calls.retrieve(callId)
    const transcript = call_attempts.find(({ id }) => id === attemptId)?.transcript ?? []
    const text = transcript.map(({ content, role }) => `${role}: ${content}\n`).join("")
    yield* fs.writeFileString(path.join(directory, `${attemptId}.txt`), text)
  }))
})

/** Simulates the service, which sends the webhook when the call is completed, here three times. */
const serviceOf = Effect.fnUntraced(function*(id: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const call = yield* simulator.call(id).pipe(
    Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: ({ status }) => status === "completed" })
  )
  const origin = HttpServer.formatAddress((yield* HttpServer.HttpServer).address)
  const url = `${origin}/calls/completed?sig=a-long-random-secret`
  yield* Console.log(`deliveries: ${yield* Webhook.deliver(url, call, { copies: 3 })}`)
})

// A function of a web Request, for Bun, Deno, Workers and Next.js.
const fetchHandler = Effect.gen(function*() {
  const secret = yield* Config.Redacted("WEBHOOK_SECRET")
  return HttpEffect.toWebHandler(
    yield* CallWebhook.make({ secret }, ({ call }) => Effect.logInfo(`The call ${call.id} is completed.`))
  )
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped()
  // Transcripts are written by a worker of this process. It can be another process.
  yield* Effect.forkScoped(Effect.forever(writeNext(directory)))

  const calls = yield* Calls.Calls
  const { id } = yield* calls.create({ assistant_id: "assistant-id", phone_number: "+33184801234" })
  yield* Effect.forkScoped(serviceOf(id))
  const call = yield* awaitCall(id)
  yield* Console.log(`${call.status} after ${call.calls_count} attempt`)
  const files = yield* fs.readDirectory(directory).pipe(
    Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: (files) => files.length > 0 })
  )
  yield* Console.log(`transcripts: ${files.length}`)

  const fetch = yield* fetchHandler
  const response = yield* Effect.promise(() => fetch(new Request("https://app.test/hook", { method: "POST" })))
  yield* Console.log(`without the secret: ${response.status}`)
})

const Server = HttpRouter.serve(Webhooks, { disableLogger: true, disableListenLog: true }).pipe(
  Layer.provideMerge(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 }))
)

// In production, use `layerStoreSql` or `layerStoreRedis`, which survive the process.
const Queue = PersistedQueue.layer.pipe(Layer.provide(PersistedQueue.layerStoreMemory))

program.pipe(
  Effect.scoped,
  Effect.provide(
    Server.pipe(
      Layer.provideMerge(Layer.mergeAll(RevoxLive, Queue, NodeHttpClient.layerUndici, NodeServices.layer)),
      Layer.provideMerge(
        ConfigProvider.layerAdd(ConfigProvider.fromUnknown({ WEBHOOK_SECRET: "a-long-random-secret" }))
      )
    )
  ),
  NodeRuntime.runMain
)
