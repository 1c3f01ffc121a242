/**
 * The `revox rows` command with its subcommands.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import { exportRows } from "./RowsExport.ts"
import { list } from "./RowsList.ts"

/**
 * The `revox rows` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const rows = Command.make("rows").pipe(
  Command.withDescription("List and export the rows of a campaign"),
  Command.withSubcommands([list, exportRows])
)
