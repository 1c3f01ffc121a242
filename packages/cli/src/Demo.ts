/**
 * The `revox demo` command, which watches and exports a campaign of a simulator in the same process.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { reported } from "./internal/connected.ts"

/**
 * The `revox demo` command, which simulates a campaign, watches it until it is completed, writes its rows to
 * `demo-output/rows.ndjson` and prints a summary. It fails unless every row is in the file.
 *
 * @category commands
 * @since 0.1.0
 */
export const demo = Command.make(
  "demo",
  {},
  () => reported(Effect.flatMap(Effect.promise(() => import("./internal/demo.ts")), ({ run }) => run()))
).pipe(
  Command.withDescription("Simulate a campaign, watch it until it is completed and export its rows"),
  Command.withExamples([{ command: "revox demo", description: "Write demo-output/rows.ndjson" }])
)
