/**
 * The `revox help` command.
 *
 * @since 0.1.0
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Effect from "effect/Effect"
import { reported } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"

const includes = (command: Completions.CommandDescriptor, [name, ...path]: ReadonlyArray<string>): boolean =>
  name === undefined || command.subcommands.some((subcommand) => subcommand.name === name && includes(subcommand, path))

/**
 * Creates the `revox help` command, which prints the help of a command. `show` prints the help of the command at a path.
 *
 * @category commands
 * @since 0.1.0
 */
export const make = <E, R>(
  revox: () => Command.Command.Any,
  show: (path: ReadonlyArray<string>) => Effect.Effect<void, E, R>
) =>
  Command.make(
    "help",
    {
      path: Argument.String("command").pipe(
        Argument.withDescription("Command, such as rows list"),
        Argument.variadic()
      )
    },
    Effect.fnUntraced(function*({ path }) {
      if (!includes(Completions.fromCommand(revox()), path)) {
        return yield* reported(Effect.fail(
          usage(`Unknown command "revox ${path.join(" ")}".`, "See 'revox --help'.")
        ))
      }
      yield* show(path)
    })
  ).pipe(
    Command.withDescription("Show the help of a command"),
    Command.withExamples([
      { command: "revox help", description: "List the commands" },
      { command: "revox help rows export", description: "Show the flags of a command" }
    ])
  )
