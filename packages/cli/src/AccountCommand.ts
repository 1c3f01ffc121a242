/**
 * The `revox account` command.
 *
 * @since 0.1.0
 */
import { Account } from "@effect-revox/client/Account"
import { RevoxClient } from "@effect-revox/client/RevoxClient"
import type { User } from "@effect-revox/schema/User"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ExitCode } from "./ExitCode.ts"
import * as Card from "./internal/card.ts"
import { connected } from "./internal/connected.ts"
import { failure } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Input from "./internal/input.ts"
import { root } from "./internal/root.ts"

/** An API key that works, without the key itself. */
interface KeyOwner {
  readonly api_key: { readonly valid: true; readonly source: string }
  readonly base_url: string
  readonly user: User
}

const card = ({ api_key: { source }, base_url, user }: KeyOwner): string =>
  Card.render(user.email, [
    ["API key", `valid (${source})`],
    ["name", [user.first_name, user.last_name].filter((name) => name !== null).join(" ")],
    ["user id", user.id],
    ["organization", user.organization_id],
    ["base URL", base_url]
  ])

/**
 * The `revox account` command, which shows the user and the organization that the API key belongs to. It fails if the key
 * does not work. The key itself is never printed.
 *
 * @category commands
 * @since 0.1.0
 */
export const account = Command.make(
  "account",
  { json: Flags.json },
  Effect.fnUntraced(function*({ json }) {
    const { apiKeyFile } = yield* root
    const source = Option.match(apiKeyFile, {
      onNone: () => "REVOX_API_KEY",
      onSome: (file) => Input.isStdin(file) ? "standard input" : file
    })
    const { baseUrl } = yield* RevoxClient
    const { authenticated } = yield* Effect.catchReason(
      Account.use((account) => account.authStatus()),
      "RevoxError",
      "AuthenticationError",
      () => Effect.succeed({ authenticated: false })
    )
    if (!authenticated) {
      return yield* failure(
        ExitCode.authentication,
        `The API key of ${source} does not work: ${baseUrl} does not accept it.`,
        "Check that the key is for this base URL, or create another one in the settings of Revox."
      )
    }
    const user = yield* Account.use((account) => account.me())
    const value: KeyOwner = { api_key: { valid: true, source }, base_url: baseUrl, user }
    yield* Card.print(value, json, card)
  }, connected)
).pipe(
  Command.withDescription("Show whose API key is used, and whether it works"),
  Command.withExamples([
    { command: "revox account", description: "Show the user and the organization of the API key" },
    { command: "revox account --json | jq -r .user.organization_id", description: "Print the id of the organization" }
  ])
)
