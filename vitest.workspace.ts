import { defineConfig } from "vitest/config"

/**
 * The root Vitest configuration. Vitest 5 no longer discovers this file name, so every script passes
 * `--config vitest.workspace.ts`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "packages", include: ["packages/*/test/**/*.test.ts"] }
      }
    ]
  }
})
