/**
 * Misbehaviour on demand: what goes wrong, on which requests, how often.
 *
 * A fault says what goes wrong ({@link status}, {@link reset}, {@link truncate}, {@link repeatPage}, ...); combinators
 * say when ({@link onEndpoint}, {@link onPage}, {@link after}, {@link times}, {@link when}). Faults that hit the same
 * request work on the same answer, one after the other, so they compose: a 429 can come slowly, and a gzipped page can
 * be cut. Faults of the wire and of compression see the bytes that those before them left.
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
export { all, type Effects, type Fault, type Hit, make, none, sequence } from "./internal/fault/model.ts"
export * from "./internal/fault/pages.ts"
export * from "./internal/fault/when.ts"
export * from "./internal/fault/wire.ts"
