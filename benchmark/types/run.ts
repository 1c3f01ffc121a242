/** Compares the number of type instantiations with budgets slightly above the current numbers. */
import { typeCosts } from "../internal/scenes/types.ts"

const budgets: Readonly<Record<string, number>> = {
  "every entity, read, typed and extended": 26_500,
  "the program of the README": 21_500
}

for (const { instantiations, name } of await typeCosts()) {
  const budget = budgets[name] ?? 0
  process.stdout.write(`${name}: ${instantiations} instantiations of a budget of ${budget}\n`)
  if (instantiations > budget) process.exitCode = 1
}
