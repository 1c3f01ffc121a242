import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Effect from "effect/Effect"
import * as CommandLine from "./commandLine.ts"
import { reportUnknown } from "./outcome.ts"
import * as Output from "./output.ts"

/** Sends a change without a result, and prints that it was made. */
export const change = Effect.fnUntraced(function*<R>(
  entity: "call" | "campaign",
  { id, json }: { readonly id: string; readonly json: boolean },
  done: string,
  request: Effect.Effect<void, RevoxError, R>
) {
  const format = yield* CommandLine.formatter
  yield* reportUnknown(request, format(entity, "get", id))
  yield* json ? Output.json({ id, result: done }) : Output.print(`The ${entity} ${id} is ${done}.`)
})
