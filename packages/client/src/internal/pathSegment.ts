import * as Effect from "effect/Effect"
import { InvalidRequestError } from "../RevoxError.ts"

/**
 * An id as one segment of a path. A URL drops `.` and `..` however they are encoded, and an empty id would address the
 * collection, so these three never leave.
 */
export const pathSegment = (name: string, id: string): Effect.Effect<string, InvalidRequestError> =>
  id === "" || id === "." || id === ".."
    ? Effect.fail(
      new InvalidRequestError({ message: `The ${name} is ${JSON.stringify(id)}, which is no id. Nothing was sent.` })
    )
    : Effect.try({
      try: () => encodeURIComponent(id),
      catch: () => new InvalidRequestError({ message: `The ${name} is no valid Unicode text. Nothing was sent.` })
    })
