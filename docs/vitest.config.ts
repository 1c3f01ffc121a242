import { defineConfig } from "vitest/config"
import workspace from "../vitest.workspace.ts"

/** Runs the examples on the pages, including those that are tests. `pnpm test` does not wait for them. */
export default defineConfig({
  ...workspace,
  test: {
    ...workspace.test,
    projects: [{
      extends: true,
      test: { name: "docs", include: ["docs/examples/**/*.test.ts", "docs/test/**/*.test.ts"] }
    }]
  }
})
