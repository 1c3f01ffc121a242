import * as Context from "effect/Context"
import type { Strike } from "./injections.ts"

/** The moment of a request, and the faults that hit it. */
export class RequestContext extends Context.Service<RequestContext, {
  /** The simulator's clock, in milliseconds. */
  readonly clock: number
  /** The faults that hit the request. */
  readonly faults: ReadonlyArray<Strike>
}>()("@effect-revox/testing/internal/RequestContext") {}
