#!/usr/bin/env node
/**
 * Entry point of the `revox` command.
 *
 * @since 0.1.0
 */
import { existsSync } from "node:fs"
import { enableCompileCache } from "node:module"
import { isAbsolute, join } from "node:path"
import manifest from "../package.json" with { type: "json" }

/** Keeps compiled code in the cache directory of the user, because others can write to that of the system. */
const cacheCompiledCode = () => {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env
  const home = XDG_CACHE_HOME || LOCALAPPDATA || HOME
  // Without a home directory, and if the cache cannot be written, the command only starts more slowly.
  if (!home || !isAbsolute(home) || !existsSync(home)) return
  enableCompileCache(home === HOME ? join(home, ".cache", "revox") : join(home, "revox"))
}

// Prints the version without loading the command, because scripts often check it at startup.
const [argument, ...more] = process.argv.slice(2)
if (argument === "--version" && more.length === 0) {
  // After a failed write, the command repeats it and reports the error.
  process.stdout.once("error", () => import("./main.ts"))
  process.stdout.write(`revox v${manifest.version}\n`)
} else {
  // Source maps cost time at startup, so they are read only for stack traces that are shown.
  if (process.argv.includes("--debug") || process.env["REVOX_DEBUG"]) process.setSourceMapsEnabled(true)
  cacheCompiledCode()
  await import("./main.ts")
}
