/**
 * What the types cost the compiler, held against a budget: instantiations are the same on every machine. The budgets
 * are what the programs have, and little more: who needs a larger one says why.
 */
import { typeCosts } from "../internal/scenes/types.ts"

const budgets: Readonly<Record<string, number>> = {
  "every entity, read, typed and extended": 24_000,
  "the program of the README": 19_000
}

for (const { base, name, whole } of await typeCosts()) {
  const instantiations = whole.instantiations - base.instantiations
  const budget = budgets[name] ?? 0
  const verdict = instantiations <= budget ? "within" : "over"
  process.stdout.write(`${name}: ${instantiations} instantiations, ${verdict} the budget of ${budget}\n`)
  if (instantiations > budget) process.exitCode = 1
}
