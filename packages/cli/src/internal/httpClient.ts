import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { usage } from "./failure.ts"

/** A variable by its lower-case name, which takes precedence as in other tools, or its upper-case name. */
const variable = (name: string) =>
  Config.String(name.toLowerCase()).pipe(
    Config.orElse(() => Config.String(name)),
    Config.withDefault("")
  )

const environment = Config.all({
  httpProxy: variable("HTTP_PROXY"),
  httpsProxy: variable("HTTPS_PROXY"),
  noProxy: variable("NO_PROXY")
})

const isLoopback = (baseUrl: string | undefined): boolean => {
  const hostname = baseUrl === undefined ? undefined : URL.parse(baseUrl)?.hostname
  return hostname !== undefined && /^(?:(?:.*\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}

/** An agent that respects the proxies of the environment. A proxy could not reach the loopback of this machine. */
const makeDispatcher = Effect.fnUntraced(function*(baseUrl: string | undefined) {
  const proxies = yield* environment
  if (isLoopback(baseUrl) || (proxies.httpProxy === "" && proxies.httpsProxy === "")) {
    return yield* NodeHttpClient.makeDispatcher
  }
  const { EnvHttpProxyAgent } = yield* Effect.promise(() => import("@effect/platform-node/Undici"))
  return yield* Effect.acquireRelease(
    Effect.try({
      try: () => new EnvHttpProxyAgent(proxies),
      catch: () => usage("HTTP_PROXY or HTTPS_PROXY is invalid: expected a URL such as http://proxy.example.com:8080.")
    }),
    (dispatcher) => Effect.promise(() => dispatcher.destroy())
  )
})

/** The HTTP client for a base URL. */
export const layer = (baseUrl: string | undefined) =>
  NodeHttpClient.layerUndiciNoDispatcher.pipe(
    Layer.provide(Layer.effect(NodeHttpClient.Dispatcher, makeDispatcher(baseUrl)))
  )
