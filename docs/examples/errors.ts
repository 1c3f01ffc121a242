/** Handles reasons of `RevoxError`, and encodes an error as JSON for another process. */
import { Campaigns, RevoxError } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Duration, Effect, Option, Schema } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// Returns `None` if the campaign does not exist.
const find = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.asSome,
    Effect.catchReason("RevoxError", "NotFoundError", () => Effect.succeedNone)
  )

// Handles several reasons. Reasons that are not listed remain errors.
const nameOf = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.map((campaign) => campaign.name),
    Effect.catchReasons("RevoxError", {
      NotFoundError: () => Effect.succeed("no such campaign"),
      RateLimitError: ({ retryAfter }) =>
        Effect.succeed(`rate limited, retry after ${retryAfter ? Duration.format(retryAfter) : "a while"}`)
    })
  )

// Moves the reasons into the error channel, each with its own tag.
const orElse = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.unwrapReason("RevoxError"),
    Effect.catchTag("NotFoundError", ({ status }) => Effect.succeed(`status ${status}`))
  )

// Encodes an error as JSON, and decodes it.
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

  // A delay of more than one minute fails the call at once. The next request waits for up to one minute.
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.inject(Fault.rateLimit({ retryAfter: "2 minutes" }))
  yield* Console.log(`spring: ${yield* nameOf("spring")}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
