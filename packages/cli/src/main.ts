/**
 * Runs the command and exits with its exit code.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as CliError from "effect/cli/CliError"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import { ExitCode } from "./ExitCode.ts"
import { run } from "./Revox.ts"

/** Exits with the usage code for an invalid command line. Other errors carry their own exit code. */
const teardown: Runtime.Teardown = (exit, onExit) =>
  Option.exists(Exit.findErrorOption(exit), CliError.isCliError)
    ? onExit(ExitCode.usage)
    : Runtime.defaultTeardown(exit, onExit)

run.pipe(
  Effect.provide(Layer.provideMerge(TerminalCapabilities.layer, NodeServices.layer)),
  NodeRuntime.runMain({ teardown })
)
