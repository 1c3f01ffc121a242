import * as Effect from "effect/Effect"
import * as Output from "../output.ts"
import { faultHelp } from "./faultHelp.ts"
import { parseFault } from "./parseFault.ts"
import * as Serve from "./serve.ts"

/** Serves simulated campaigns, or prints the faults when one of them is `help`. */
export const run = Effect.fnUntraced(function*(
  { faults, ...options }: Omit<Serve.Options, "faults"> & { readonly faults: ReadonlyArray<string> }
) {
  if (faults.includes("help")) return yield* Output.print(faultHelp)
  return yield* Serve.serve({ ...options, faults: yield* Effect.forEach(faults, parseFault) })
})
