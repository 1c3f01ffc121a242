#!/usr/bin/env node
/**
 * Entry point of the `revox` command.
 *
 * @since 0.1.0
 */
import manifest from "../package.json" with { type: "json" }

// Prints the version without loading the command, because scripts often check it at startup.
const [argument, ...more] = process.argv.slice(2)
if (argument === "--version" && more.length === 0) {
  // After a failed write, the command repeats it and reports the error.
  process.stdout.once("error", () => import("./main.ts"))
  process.stdout.write(`revox v${manifest.version}\n`)
} else {
  // Source maps cost time at startup, so they are read only for stack traces that are shown.
  if (process.argv.includes("--debug") || process.env["REVOX_DEBUG"]) process.setSourceMapsEnabled(true)
  await import("./main.ts")
}
