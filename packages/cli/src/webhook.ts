/**
 * Implementation of the `revox webhook` commands. It is loaded on demand, because of the HTTP server.
 *
 * @since 0.1.0
 */
import * as CallWebhook from "@effect-revox/client/CallWebhook"
import { fileError } from "@effect-revox/streams/ExportError"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as HttpServer from "effect/http/HttpServer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as NodeHttp from "node:http"
import * as ApiKey from "./internal/apiKey.ts"
import { campaigns } from "./internal/connected.ts"
import { type CommandFailure, usage } from "./internal/failure.ts"
import * as Input from "./internal/input.ts"
import * as Output from "./internal/output.ts"
import { root } from "./internal/root.ts"

/**
 * Flags of `revox webhook listen`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Flags {
  /** Port to listen on, or 0 for a free port. */
  readonly port: number
  /** Address to listen on. */
  readonly host: string
  /** File with the secret. */
  readonly secretFile: string
  /** Whether deliveries are confirmed with the API. */
  readonly confirm: boolean
}

const minSecretLength = 16

const secretOf = Effect.fnUntraced(function*(file: string) {
  const { apiKeyFile } = yield* root
  if (Input.isStdin(file) && Option.exists(apiKeyFile, Input.isStdin)) {
    return yield* usage("Standard input can only be one of --secret-file and --api-key-file.")
  }
  const text = yield* Effect.mapError(
    ApiKey.contentOf(file),
    (error) => usage(`Cannot read the secret file ${file}: ${fileError(file, error).problem}.`)
  )
  const secret = text.trim()
  if (secret.length < minSecretLength || /\s/.test(secret)) {
    return yield* usage(
      `The secret in ${file} is invalid.`,
      `Use one line of ${minSecretLength} characters or more, without spaces, such as the output of ` +
        "`openssl rand -hex 32`."
    )
  }
  return Redacted.make(secret)
})

/** The reasons of refusals that the handler does not log. */
const refusals: Readonly<Record<number, string>> = {
  401: "the secret is missing or wrong",
  405: "only POST is accepted"
}

/** Serves a handler, and returns the URL of the server. */
const serve = Effect.fnUntraced(function*(handler: CallWebhook.Handler, { host, port }: Flags) {
  const node = NodeHttp.createServer()
  const server = yield* Effect.mapError(
    NodeHttpServer.make(() => node, { host, port, disablePreemptiveShutdown: true }),
    () => usage(`Cannot listen on ${host}, port ${port}: it may be in use.`, "Choose another with --host or --port.")
  )
  // Connections that are kept alive would delay the end of the command.
  yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
  yield* server.serve(Effect.tap(handler, ({ status }) => {
    const reason = refusals[status]
    return reason === undefined ? Effect.void : Output.warn(`Refused a request with ${status}: ${reason}.`)
  }))
  return HttpServer.formatAddress(server.address)
})

const run = Effect.fnUntraced(
  function*(
    flags: Flags,
    handler: CallWebhook.Handler,
    ended: Deferred.Deferred<never, CommandFailure>
  ) {
    const url = yield* serve(handler, flags)
    yield* Output.note(
      [
        `Listening on ${url}. Register this URL as the webhook_url of an assistant, with the public address of this ` +
        `port. SECRET is the secret in ${flags.secretFile}, percent-encoded:`,
        `  ${url}/?sig=SECRET`,
        "Press Ctrl-C to stop."
      ].join("\n")
    )
    return yield* Deferred.await(ended)
  }
)

/**
 * Prints the deliveries of a webhook until the command is stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const listen = Effect.fnUntraced(
  function*(flags: Flags) {
    const { debug } = yield* root
    const secret = yield* secretOf(flags.secretFile)
    const ended = yield* Deferred.make<never, CommandFailure>()
    // Without a reader, the command ends, and the sender receives an error, so that it repeats the delivery.
    const print = (value: unknown) => Effect.tapError(Output.json(value), (error) => Deferred.fail(ended, error))
    const started = flags.confirm
      ? CallWebhook.make({ secret }, ({ attempt, call, payload }) => print({ payload, call, attempt })).pipe(
        Effect.flatMap((handler) => run(flags, handler, ended)),
        Effect.provide(campaigns)
      )
      : Effect.flatMap(
        CallWebhook.makeUnconfirmed({ secret }, (payload) => print({ payload })),
        (handler) => run(flags, handler, ended)
      )
    return yield* Effect.provideService(started, References.MinimumLogLevel, debug ? "Debug" : "Warn")
  },
  Effect.scoped
)
