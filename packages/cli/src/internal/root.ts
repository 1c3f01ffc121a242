import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"

/** `revox` with the flags that all its subcommands share; they read them by `yield* root`. */
export const root = Command.make("revox").pipe(
  Command.withSharedFlags({
    apiKeyFile: Flag.File("api-key-file", { mustExist: true }).pipe(
      Flag.withDescription("A file with the API key, in place of REVOX_API_KEY"),
      Flag.optional
    ),
    baseUrl: Flag.String("base-url").pipe(
      Flag.withDescription("Where the API is, in place of REVOX_BASE_URL"),
      Flag.optional
    ),
    debug: Flag.Boolean("debug").pipe(
      Flag.withDescription("Print everything that is known of an error"),
      Flag.withDefault(false)
    )
  })
)
