/**
 * Misbehaviour on demand: what goes wrong, on which requests, how often.
 *
 * A fault says what goes wrong ({@link status}, {@link reset}, {@link truncate}, {@link repeatPage}, ...); combinators say
 * when ({@link onRows}, {@link onPage}, {@link after}, {@link times}, {@link when}). Faults that hit the same request
 * work on the same answer, one after the other, so they compose: a 429 can come slowly, and a gzipped page can be cut.
 *
 * **Example** (Failing once, then cutting a page)
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
import { dual } from "effect/Function"
import type { Pipeable } from "effect/Pipeable"
import { Prototype } from "effect/Pipeable"
import type { RequestRecord } from "./RequestRecord.ts"
import type { Edit, PageRequest, PageView } from "./RowsView.ts"
import type { Reply } from "./Reply.ts"

/**
 * A request that a fault hits.
 *
 * @category models
 * @since 0.1.0
 */
export interface Hit {
  readonly request: RequestRecord
  /** How many requests the fault has hit before. */
  readonly count: number
  /** The simulator's clock, in milliseconds. */
  readonly now: number
  /** An error in the form in which the simulator tells of errors. */
  readonly error: (status: number, message: string) => Reply
}

/**
 * What a fault does to a request that it hits. Everything that is left out stays as it is.
 *
 * @category models
 * @since 0.1.0
 */
export interface Effects {
  /** Changes to the rows of the campaign, made for good before the request is answered. */
  readonly edit?: ((hit: Hit) => ReadonlyArray<Edit>) | undefined
  /** Which page is looked up, when rows are asked for. */
  readonly page?: ((request: PageRequest, hit: Hit) => PageRequest) | undefined
  /** What the page says and which rows are on it. */
  readonly view?: ((view: PageView, hit: Hit) => PageView) | undefined
  /** The answer, whatever was asked for, and how it travels. */
  readonly reply?: ((reply: Reply, hit: Hit) => Reply) | undefined
}

/**
 * A fault: what goes wrong, on which requests, how often.
 *
 * @category models
 * @since 0.1.0
 */
export interface Fault extends Pipeable {
  readonly name: string
  readonly effects: Effects
  /** Which requests it can hit. */
  readonly matches: (request: RequestRecord) => boolean
  /** How many matching requests it lets through first. */
  readonly skips: number
  /** How many it hits after that. */
  readonly times: number
}

class FaultImpl extends Prototype... {}
