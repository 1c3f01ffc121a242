#!/usr/bin/env node
/**
 * Where `revox` starts.
 *
 * @since 0.1.0
 */
import manifest from "../package.json" with { type: "json" }

// Scripts ask for the version at every start, so it is told before everything else is loaded.
const [argument, ...more] = process.argv.slice(2)
if (argument === "--version" && more.length === 0) process.stdout.write(`revox v${manifest.version}\n`)
else await import("./main.ts")
