import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import type { Reporter } from "vitest/node"

/** Closes a run with the plain line that log readers look for: `12 passed, 0 failed`. */
const summary: Reporter = {
  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ""
    process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`)
  }
}

/**
 * The root Vitest configuration. Vitest 5 no longer discovers this file name, so every script passes
 * `--config vitest.workspace.ts`.
 */
export default defineConfig({
  test: {
    // Most of the time of short test files is the import of modules, so the files of a worker share them. No test file
    // may change what another one uses.
    isolate: false,
    // Optimized code of PGlite takes longer to compile than tests run it.
    execArgv: ["--liftoff-only"],
    // Many tests wait for programs that they run, or for retries, so there are more workers than cores.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Tests wait for events, however slow the machine is: these limits only end and report what hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ["default", summary],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts", "benchmark/test/**/*.test.ts"],
          exclude: ["packages/cli/**"]
        }
      },
      {
        extends: true,
        test: {
          name: "cli",
          include: ["packages/cli/test/**/*.test.ts"],
          globalSetup: "packages/cli/test/utils/bundle.ts"
        }
      }
    ]
  }
})
