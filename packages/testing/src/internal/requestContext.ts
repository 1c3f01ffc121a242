import * as Context from "effect/Context"
import type { Strike } from "./injections.ts"

/** The time of a request and the faults that affect it. */
export class RequestContext extends Context.Service<RequestContext, {
  /** The simulator's clock, in milliseconds. */
  readonly clock: number
  /** The faults that affect the request. */
  readonly faults: ReadonlyArray<Strike>
}>()("@effect-revox/testing/internal/RequestContext") {}
