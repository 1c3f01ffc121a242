import * as Command from "effect/cli/Command"
import * as Flags from "./flags.ts"

/** The `revox` command with its global flags. Subcommands read them with `yield* root`. */
export const root = Command.make("revox").pipe(
  Command.withSharedFlags({
    apiKeyFile: Flags.apiKeyFile,
    baseUrl: Flags.baseUrl,
    quiet: Flags.quiet,
    debug: Flags.debug
  })
)
