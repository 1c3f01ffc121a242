/**
 * Scripted faults of the simulator: failures, the requests that they affect, and how often they occur.
 *
 * Constructors define the failure ({@link status}, {@link reset}, {@link truncate}, {@link repeatPage}, ...).
 * Combinators select the requests ({@link onEndpoint}, {@link onPage}, {@link after}, {@link times}, {@link when}).
 * Faults that affect the same request are applied to its response in order, so they compose: a 429 can be slow, and a
 * gzipped page can be truncated. Wire and compression faults receive the body that earlier faults produced.
 *
 * **Example** (Failing twice, then cutting a page)
 *
 * ```ts
 * import { Fault } from "@effect-revox/testing"
 *
 * const faults = [
 *   Fault.status(503).pipe(Fault.times(2)),
 *   Fault.truncate(0.5).pipe(Fault.onPage(3))
 * ]
 * ```
 *
 * @since 0.1.0
 */
export * from "./internal/fault/responses.ts"
export { all, make, none, sequence } from "./internal/fault/custom.ts"
export type { Effects, Fault, Hit } from "./internal/fault/model.ts"
export * from "./internal/fault/pages.ts"
export * from "./internal/fault/when.ts"
export * from "./internal/fault/wire.ts"
