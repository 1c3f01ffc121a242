import type * as Campaigns from "@effect-revox/client/Campaigns"
import * as Revox from "@effect-revox/client/Revox"
import type * as RevoxClient from "@effect-revox/client/RevoxClient"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Cause from "effect/Cause"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { CommandFailure, type Failure, fromFailure } from "./failure.ts"
import { root } from "./root.ts"
import { ExitCode } from "../ExitCode.ts"

const apiKeyIn = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const key = (yield* fs.readFileString(file)).trim()
  if (key === "") {
    return yield* new CommandFailure({
      message: `The API key file ${file} is empty.`,
      exitCode: ExitCode.authentication
    })
  }
  return Redacted.make(key)
})

/**
 * The services of a command, configured by its flags and the environment. The key is never an argument, because other
 * users of the machine could read it.
 */
export const campaigns = Layer.unwrap(
  Effect.gen(function*() {
    const { apiKeyFile, baseUrl } = yield* root
    const apiKey = Option.isSome(apiKeyFile)
      ? yield* apiKeyIn(apiKeyFile.value)
      : yield* Config.Redacted("REVOX_API_KEY")
    const url = Option.isSome(baseUrl)
      ? baseUrl.value
      : yield* Config.withDefault(Config.String("REVOX_BASE_URL"), undefined)
    return Revox.layer({ apiKey, baseUrl: url, userAgent: "revox-cli" })
  })
).pipe(Layer.provide(NodeHttpClient.layerUndici))

/** Reports a failure in one or two lines. With `--debug`, the full error is printed first. */
export const reported = <A, E extends Failure, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.tapCause((cause) =>
      Effect.flatMap(root, ({ debug }) => debug ? Console.error(Cause.pretty(cause)) : Effect.void)
    ),
    Effect.mapError(fromFailure)
  )

/** Runs a command with the services of the API. */
export const connected = <A, E extends Failure, R>(
  effect: Effect.Effect<A, E, R | Campaigns.Campaigns | RevoxClient.RevoxClient>
) => reported(Effect.provide(effect, campaigns))
