/** Runs the suite inside the runtime that has started Vitest. */
import { defineConfig } from "vitest/config"
import type { Reporter } from "vitest/node"
import { files, runtimes } from "./suite.ts"

const runtime = runtimes.find(({ name }) => process.versions[name] !== undefined)
if (runtime === undefined) throw new Error("Run this configuration on Bun or Deno")
const { exclusions, name, pool } = runtime

const excluded = exclusions.map(({ tests }) => tests.source).join("|")

/** Reports which tests did not run and why. An exclusion of nothing fails. */
const summary: Reporter = {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    for (const { reason, tests: pattern } of exclusions) {
      const count = tests.filter((test) => test.result().state === "skipped" && pattern.test(test.fullName)).length
      process.stdout.write(`Not run on ${name}, ${count} tests: ${reason}\n`)
      if (count === 0) process.exitCode = 1
    }
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const missing = files.length - modules.length
    if (missing > 0) process.exitCode = 1
    process.stdout.write(
      `${name} ${process.versions[name]}: ${count("passed")} passed, ${count("failed")} failed, ` +
        `${count("skipped")} not run${missing > 0 ? `, ${missing} files missing` : ""}\n`
    )
  }
}

export default defineConfig({
  test: {
    maxWorkers: "100%",
    testTimeout: 300_000,
    hookTimeout: 300_000,
    root: `${import.meta.dirname}/../..`,
    include: [...files],
    setupFiles: `${import.meta.dirname}/setup.ts`,
    pool,
    testNamePattern: new RegExp(`^(?!.*(?:${excluded}))`),
    reporters: [["default", { summary: false }], summary]
  }
})
