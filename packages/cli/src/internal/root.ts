import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"

/** The `revox` command with its shared flags. Subcommands read them with `yield* root`. */
export const root = Command.make("revox").pipe(
  Command.withSharedFlags({
    apiKeyFile: Flag.File("api-key-file", { mustExist: true }).pipe(
      Flag.withDescription("File with the API key, instead of REVOX_API_KEY"),
      Flag.optional
    ),
    baseUrl: Flag.String("base-url").pipe(
      Flag.withDescription("Base URL of the API, instead of REVOX_BASE_URL"),
      Flag.optional
    ),
    debug: Flag.Boolean("debug").pipe(
      Flag.withDescription("Print the full error with its stack trace"),
      Flag.withDefault(false)
    )
  })
)
