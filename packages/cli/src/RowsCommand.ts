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
  Command.withExamples([
    { command: "revox rows list 7f3a --result human", description: "List the rows of people who answered" },
    { command: "revox rows export 7f3a -o rows.csv", description: "Export all rows" }
  ]),
  Command.withSubcommands([list, exportRows])
)
