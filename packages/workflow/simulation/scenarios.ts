import { Effect } from "effect"
import type { Finding } from "./invariants.ts"
import { runScenario } from "./runScenario.ts"
import { isolated } from "./world.ts"

/** Simulates the scenario of a seed. */
export const simulate = (seed: number): Effect.Effect<Finding & { readonly name: string }> =>
  Effect.map(isolated(`seed ${seed}`, runScenario), (finding) => ({ ...finding, name: "run" }))
