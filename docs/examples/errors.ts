/** Catches the reasons of an error where something can be done about them, and sends an error to another process. */
import { Campaigns, RevoxError } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Duration, Effect, Option, Schema } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// A campaign that may not be there.
const find = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.asSome,
    Effect.catchReason("RevoxError", "NotFoundError", () => Effect.succeedNone)
  )

// Several reasons at once. What is not listed stays an error.
const nameOf = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.map((campaign) => campaign.name),
    Effect.catchReasons("RevoxError", {
      NotFoundError: () => Effect.succeed("no such campaign"),
      RateLimitError: ({ attempts, retryAfter }) =>
        Effect.succeed(`asked ${attempts} times, and to wait ${retryAfter ? Duration.format(retryAfter) : "a while"}`)
    })
  )

// Or in the error channel, each under its own tag.
const orElse = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.unwrapReason("RevoxError"),
    Effect.catchTag("NotFoundError", ({ status }) => Effect.succeed(`status ${status}`))
  )

// An error as JSON, and back.
const encode = Schema.encodeEffect(Schema.toCodecJson(RevoxError.RevoxError))
const decode = Schema.decodeUnknownEffect(Schema.toCodecJson(RevoxError.RevoxError))

const program = Effect.gen(function*() {
  yield* Console.log(`spring: ${Option.isSome(yield* find("spring")) ? "found" : "not found"}`)
  yield* Console.log(`winter: ${Option.isSome(yield* find("winter")) ? "found" : "not found"}`)
  yield* Console.log(`winter: ${yield* nameOf("winter")}`)
  const tag = yield* Effect.map(orElse("winter"), (found) => typeof found === "string" ? found : found.name)
  yield* Console.log(`winter: ${tag}`)

  const error = yield* Effect.flip(Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("winter")))
  const json = JSON.stringify(yield* encode(error))
  const received = yield* decode(JSON.parse(json))
  yield* Console.log(`${received.operation}: ${received.reason._tag}, after ${json.length} characters of JSON`)
  yield* Console.log(received.message)

  // More than a minute is not slept through: the error says how long. The next request would wait for a minute of it.
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.inject(Fault.rateLimit({ retryAfter: "2 minutes" }))
  yield* Console.log(`spring: ${yield* nameOf("spring")}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
