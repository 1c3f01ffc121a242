import type * as Schema from "effect/Schema"

/** The request bodies that a log keeps, up to a number of bytes. */
export interface KeptBodies {
  readonly get: (index: number) => Schema.Json | undefined
  /** Keeps the body of a request, and drops the oldest ones while all of them exceed the limit. */
  readonly add: (index: number, body: Schema.Json, bytes: number) => void
  readonly remove: (index: number) => void
}

export const make = (maxBytes: number): KeptBodies => {
  const bodies = new Map<number, { readonly body: Schema.Json; readonly bytes: number }>()
  let total = 0
  const remove = (index: number) => {
    total -= bodies.get(index)?.bytes ?? 0
    bodies.delete(index)
  }
  return {
    get: (index) => bodies.get(index)?.body,
    add: (index, body, bytes) => {
      bodies.set(index, { body, bytes })
      total += bytes
      for (const oldest of bodies.keys()) {
        // The newest body stays, however large it is: faults match on it.
        if (total <= maxBytes || oldest === index) {
          break
        }
        remove(oldest)
      }
    },
    remove
  }
}
