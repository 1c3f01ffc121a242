import * as Effect from "effect/Effect"
import { Destinations } from "../Destination.ts"
import type { ExportJob } from "../ExportJob.ts"

/** Fails if the runner has no destination with the name, or if the target is invalid. Changes nothing. */
export const checkDestination = Effect.fnUntraced(function*(job: ExportJob) {
  const destination = yield* Destinations.use((destinations) => destinations.of(job))
  if (destination.validate !== undefined) yield* destination.validate(job.destination)
})
