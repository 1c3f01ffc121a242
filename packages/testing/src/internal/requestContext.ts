import * as Context from "effect/Context"
import type { Strike } from "./injections.ts"

/** What handlers know about a request besides its decoded parts. */
export class RequestContext extends Context.Service<RequestContext, {
  /** The simulator's clock, in milliseconds. */
  readonly clock: number
  /** The faults that hit the request. */
  readonly faults: ReadonlyArray<Strike>
}>()("@effect-revox/testing/internal/RequestContext") {}
