import * as Effect from "effect/Effect"
import { Destinations, type ExportTask } from "../Destination.ts"

/** Fails if the runner has no destination with the name, or if the target is invalid. Changes nothing. */
export const checkDestination = Effect.fnUntraced(function*(task: ExportTask) {
  const destination = yield* Destinations.use((destinations) => destinations.of(task.job))
  if (destination.validate !== undefined) yield* destination.validate(task)
})
