import * as Revox from "@effect-revox/client/Revox"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as References from "effect/References"
import { ExitCode } from "../ExitCode.ts"
import * as ApiKey from "./apiKey.ts"
import { type CommandFailure, type Failure, failure, fromFailure, usage } from "./failure.ts"
import * as Debug from "./debug.ts"
import * as HttpClient from "./httpClient.ts"
import * as Output from "./output.ts"
import { root } from "./root.ts"

/** The base URL of a flag or the environment, and the name of its source for messages. */
export const baseUrlOf = (flag: Option.Option<string>) =>
  Option.match(flag, {
    onSome: (url) => Effect.succeed({ url, source: "--base-url" }),
    onNone: () =>
      Effect.map(
        Config.withDefault(Config.String("REVOX_BASE_URL"), undefined),
        (url) => ({ url, source: "REVOX_BASE_URL" })
      )
  })

/** Replaces the name of an invalid option by the flag or variable that sets it. */
const namingSource = (keySource: string, urlSource: string) => (error: RevoxError): RevoxError | CommandFailure => {
  if (error.reason._tag !== "InvalidOptionError") return error
  return error.reason.option === "apiKey"
    ? failure(
      ExitCode.authentication,
      `The API key ${keySource} is invalid.`,
      "Use only visible ASCII characters, on one line."
    )
    : usage(`${urlSource} is invalid: ${error.reason.problem}`)
}

/** The services of a command, configured by its flags and the environment. */
export const campaigns = Layer.unwrap(
  Effect.gen(function*() {
    const { apiKeyFile, baseUrl } = yield* root
    const { key, source } = yield* ApiKey.read(apiKeyFile)
    const base = yield* baseUrlOf(baseUrl)
    const services = Revox.layer({ apiKey: key, baseUrl: base.url, userAgent: "revox-cli" }).pipe(
      Layer.provide(Debug.traced(HttpClient.layer(base.url)))
    )
    return Layer.effectContext(
      Effect.catchTag(
        Layer.build(services),
        "RevoxError",
        (error) => Effect.fail(namingSource(source, base.source)(error))
      )
    )
  })
)

/** Whether `--debug` or `REVOX_DEBUG` requests details. */
const isDebug = (flag: boolean) =>
  flag
    ? Effect.succeed(true)
    : Effect.map(
      Effect.orElseSucceed(Config.String("REVOX_DEBUG"), () => ""),
      (value) => !["", "0", "false"].includes(value.toLowerCase())
    )

/** Applies `--quiet` and `--debug`, and converts errors to their messages and exit codes. */
export const reported = <A, E extends Failure, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const flags = yield* root
    const debug = yield* isDebug(flags.debug)
    return yield* effect.pipe(
      debug ? Effect.tapCause(Debug.report) : (self) => self,
      Effect.mapError(fromFailure),
      Effect.provideService(Output.Quiet, flags.quiet),
      Effect.provideService(Output.Debug, debug),
      Effect.provideService(References.MinimumLogLevel, debug ? "Debug" : "Error"),
      Effect.provide(Logger.layer([Output.logger]))
    )
  })

/** Runs a command with the services of the API. */
export const connected = <A, E extends Failure, R>(
  effect: Effect.Effect<A, E, R | Revox.Services>
) => reported(Effect.provide(effect, campaigns))
