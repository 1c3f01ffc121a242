#!/usr/bin/env node
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { run } from "./Revox.ts"

run.pipe(
  Effect.provide(Layer.provideMerge(TerminalCapabilities.layer, NodeServices.layer)),
  NodeRuntime.runMain
)
