/**
 * The `revox` command.
 *
 * @since 0.1.0
 */
import type * as CliError from "effect/cli/CliError"
import * as Command from "effect/cli/Command"
import type * as Effect from "effect/Effect"
import manifest from "../package.json" with { type: "json" }
import { account } from "./AccountCommand.ts"
import { assistant } from "./AssistantCommand.ts"
import { call } from "./CallCommand.ts"
import { campaign } from "./CampaignCommand.ts"
import * as CompletionCommand from "./CompletionCommand.ts"
import { demo } from "./Demo.ts"
import { exportCommand } from "./ExportCommand.ts"
import * as HelpCommand from "./HelpCommand.ts"
import type { CommandFailure } from "./internal/failure.ts"
import { root } from "./internal/root.ts"
import { mcp } from "./McpCommand.ts"
import { number } from "./NumberCommand.ts"
import { run as runCommand } from "./RunCommand.ts"
import { rows } from "./RowsCommand.ts"
import { simulate } from "./Simulate.ts"
import { webhook } from "./WebhookCommand.ts"
import { voice } from "./VoiceCommand.ts"

const self = (): Command.Command.Any => revox

const showHelp = (
  path: ReadonlyArray<string>
): Effect.Effect<void, CommandFailure | CliError.CliError, Command.Environment> => runWith([...path, "--help"])

/**
 * The `revox` command with all its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const revox = root.pipe(
  Command.withDescription("Create, watch and export voice campaigns, and place calls"),
  Command.withExamples([
    { command: "revox campaign watch 7f3a", description: "Follow a campaign until it is completed" },
    { command: "revox rows export 7f3a -o rows.csv", description: "Export its rows" },
    { command: "revox help rows export", description: "Show the flags of a command" }
  ]),
  Command.withSubcommands([
    campaign,
    rows,
    call,
    webhook,
    assistant,
    voice,
    number,
    account,
    exportCommand,
    runCommand,
    simulate,
    demo,
    mcp,
    HelpCommand.make(self, showHelp),
    CompletionCommand.make(self)
  ])
)

/**
 * Runs the command with arguments.
 *
 * @category running
 * @since 0.1.0
 */
export const runWith = Command.runWith(revox, { version: manifest.version })

/**
 * Runs the command with the arguments of the process.
 *
 * @category running
 * @since 0.1.0
 */
export const run = Command.run(revox, { version: manifest.version })
