/**
 * Runs the command and exits with its exit code.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { codeOf, reportCause } from "./internal/exit.ts"
import * as Presenter from "./internal/presenter.ts"
import { run } from "./Revox.ts"

let wasTerminated = false
process.once("SIGTERM", () => {
  wasTerminated = true
})

run.pipe(
  Effect.tapCause(reportCause),
  Effect.provide([
    Presenter.layer,
    Layer.provideMerge(TerminalCapabilities.layer, NodeServices.layer)
  ]),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    teardown: (exit, onExit) => onExit(codeOf(exit, wasTerminated))
  })
)
