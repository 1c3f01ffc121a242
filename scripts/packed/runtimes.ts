/** Bun and Deno. */
import { Effect, Path } from "effect"
import { root } from "../internal/packages.ts"
import type { Runtime } from "./project.ts"

/** The installed versions of Bun and Deno. Deno has the permissions that the documentation names. */
export const otherRuntimes = Effect.gen(function*() {
  const path = yield* Path.Path
  const modules = path.join(yield* root, "node_modules")
  const bun: Runtime = { name: "Bun", command: [path.join(modules, "bun", "bin", "bun.exe")] }
  const deno: Runtime = {
    name: "Deno",
    command: [path.join(modules, "deno", "deno"), "run", "--allow-env", "--allow-net"]
  }
  return { bun, deno }
})

/** A program with the HTTP client of `fetch` instead of undici, which Bun replaces. */
export const withFetch = (program: string): string =>
  `import { FetchHttpClient } from "effect/http"\n${
    program.replace("NodeHttpClient.layerUndici", "FetchHttpClient.layer")
  }`
