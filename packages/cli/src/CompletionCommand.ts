/**
 * The `revox completion` command.
 *
 * @since 0.1.0
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Effect from "effect/Effect"
import { reported } from "./internal/connected.ts"
import * as Output from "./internal/output.ts"

/**
 * Creates the `revox completion` command, which prints a script that completes commands and flags in a shell.
 *
 * @category commands
 * @since 0.1.0
 */
export const make = (revox: () => Command.Command.Any) =>
  Command.make(
    "completion",
    {
      shell: Argument.Literals("shell", ["bash", "zsh", "fish", "powershell"]).pipe(
        Argument.withDescription("Shell that loads the script")
      )
    },
    Effect.fnUntraced(
      function*({ shell }) {
        const command = revox()
        const script = Completions.generate(command.name, shell, Completions.fromCommand(command)).trimEnd()
        // The comment at the beginning names the flag of commands without a `completion` subcommand.
        yield* Output.print(
          script.replaceAll(`${command.name} --completions ${shell}`, `${command.name} completion ${shell}`)
        )
      },
      reported
    )
  ).pipe(
    Command.withDescription("Print a completion script for a shell"),
    Command.withExamples([
      {
        command: "revox completion bash > ~/.local/share/bash-completion/completions/revox",
        description: "Install completions for bash"
      },
      { command: "revox completion zsh > \"${fpath[1]}/_revox\"", description: "Install completions for zsh" },
      {
        command: "revox completion fish > ~/.config/fish/completions/revox.fish",
        description: "Install completions for fish"
      }
    ])
  )
