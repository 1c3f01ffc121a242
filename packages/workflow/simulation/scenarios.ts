import { Effect } from "effect"
import { exportScenario } from "./exportScenario.ts"
import type { Finding } from "./invariants.ts"
import { runScenario } from "./runScenario.ts"
import { isolated } from "./world.ts"

/** Simulates the scenario of a seed. Every fourth seed is an export, the others are campaign runs. */
export const simulate = (seed: number): Effect.Effect<Finding & { readonly name: string }> => {
  const [name, scenario] = seed % 4 === 0 ? ["export", exportScenario] as const : ["run", runScenario] as const
  return Effect.map(isolated(`seed ${seed}`, scenario), (finding) => ({ ...finding, name }))
}
