/**
 * The `revox webhook` command.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { reported } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"

// The HTTP server is large, so it is loaded on demand.
const loaded = Effect.promise(() => import("./webhook.ts"))

/**
 * The `revox webhook listen` command, which prints the deliveries of webhooks until it is stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const listen = Command.make(
  "listen",
  {
    port: Flag.Int("port").pipe(
      Flag.withSchema(Schema.Port),
      Flags.withDefault("Port to listen on, or 0 for a free port", 0)
    ),
    host: Flag.String("host").pipe(Flags.withDefault("Address to listen on", "127.0.0.1")),
    secretFile: Flag.String("secret-file").pipe(
      Flag.withMetavar("file"),
      Flag.withDescription("File with the secret of the webhook: 16 characters or more. Pipes and - are allowed")
    ),
    confirm: Flag.Boolean("confirm").pipe(
      Flags.withDefault("Confirm deliveries with the API. --no-confirm prints them as they come", true)
    )
  },
  Effect.fnUntraced(function*(flags) {
    const { listen } = yield* loaded
    return yield* listen(flags)
  }, reported)
).pipe(
  Command.withDescription("Print webhook deliveries as NDJSON, for development"),
  Command.withExamples([
    { command: "revox webhook listen --port 4000 --secret-file secret", description: "Print confirmed deliveries" },
    {
      command: "revox webhook listen --port 4000 --secret-file secret --no-confirm | jq .payload",
      description: "Print deliveries as they come, without an API key"
    }
  ])
)

/**
 * The `revox webhook` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const webhook = Command.make("webhook").pipe(
  Command.withDescription("Receive webhooks"),
  Command.withExamples([
    { command: "revox webhook listen --port 4000 --secret-file secret", description: "Print confirmed deliveries" }
  ]),
  Command.withSubcommands([listen])
)
