/**
 * The `revox` command.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import manifest from "../package.json" with { type: "json" }
import { campaign } from "./CampaignCommand.ts"
import { demo } from "./Demo.ts"
import { exportCommand } from "./ExportCommand.ts"
import { root } from "./internal/root.ts"
import { rows } from "./RowsCommand.ts"
import { simulate } from "./Simulate.ts"

/**
 * The `revox` command with all its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const revox = root.pipe(
  Command.withDescription("Watch and export voice campaigns"),
  Command.withSubcommands([campaign, rows, exportCommand, simulate, demo])
)

/**
 * Runs the command with the arguments of the process.
 *
 * @category running
 * @since 0.1.0
 */
export const run = Command.run(revox, { version: manifest.version })
