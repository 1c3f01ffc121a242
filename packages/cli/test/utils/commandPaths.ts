import { Completions } from "effect/cli"
import { revox } from "../../src/Revox.ts"

/** The paths of a command and all its subcommands. */
const pathsOf = (
  { subcommands }: Completions.CommandDescriptor,
  path: ReadonlyArray<string> = []
): ReadonlyArray<ReadonlyArray<string>> => [
  path,
  ...subcommands.flatMap((subcommand) => pathsOf(subcommand, [...path, subcommand.name]))
]

/** The paths of `revox` and all its subcommands, such as `["campaign", "get"]`. */
export const commandPaths = pathsOf(Completions.fromCommand(revox))
