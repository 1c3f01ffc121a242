/**
 * The `revox mcp` command.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { reported } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"

// The MCP server is large, so it is loaded on demand.
const loaded = Effect.promise(() => import("./mcp/server.ts"))

/**
 * The `revox mcp` command, which serves read-only tools to an MCP client on standard input and output.
 *
 * @category commands
 * @since 0.1.0
 */
export const mcp = Command.make(
  "mcp",
  {
    showNumbers: Flags.toggle("show-numbers", "Show phone numbers in full, instead of masks such as +33 *** 34")
  },
  Effect.fnUntraced(function*(flags) {
    const { serve } = yield* loaded
    return yield* serve(flags)
  }, reported)
).pipe(
  Command.withDescription("Serve read-only tools to an AI assistant over MCP, on standard input and output"),
  Command.withExamples([
    { command: "revox mcp", description: "Serve the tools with masked phone numbers" },
    { command: "revox mcp --api-key-file key --debug", description: "Read the key from a file, and log to stderr" }
  ])
)
