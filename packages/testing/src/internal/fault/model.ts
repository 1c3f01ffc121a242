import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Pipeable from "effect/Pipeable"
import * as Predicate from "effect/Predicate"
import type { SimulatedResponse } from "../../SimulatedResponse.ts"
import type { RequestRecord } from "../../RequestRecord.ts"
import type { PageRequest, PageView, RowsEdit } from "../../RowsView.ts"

/**
 * A request that a fault affects.
 *
 * @category models
 * @since 0.1.0
 */
export interface Hit {
  /** The affected request. */
  readonly request: RequestRecord
  /** Number of requests that the fault affected before this one. */
  readonly count: number
  /** Current time of the simulator's clock, in milliseconds. */
  readonly now: number
  /** Creates an error response in the simulator's format. */
  readonly error: (status: number, message: string) => SimulatedResponse
}

/**
 * Effects of a fault on a request. Stages without an effect are unchanged.
 *
 * @category models
 * @since 0.1.0
 */
export interface Effects {
  /**
   * Whether the request fails before the API handles it, so that it changes nothing. By default, the API handles the
   * request first, and the fault affects the response only.
   */
  readonly rejects?: ((hit: Hit) => boolean) | undefined
  /** Permanent changes to the rows of the campaign, made before the response is computed. */
  readonly edit?: ((hit: Hit) => ReadonlyArray<RowsEdit>) | undefined
  /** Changes the requested page of rows. */
  readonly page?: ((request: PageRequest, hit: Hit) => PageRequest) | undefined
  /** Changes the rows of a page and the numbers that it reports. */
  readonly view?: ((view: PageView, hit: Hit) => PageView) | undefined
  /** Changes the response and its delivery. */
  readonly response?: ((response: SimulatedResponse, hit: Hit) => SimulatedResponse) | undefined
}

/**
 * A fault: its effects, the requests that it affects, and how often it occurs.
 *
 * @category models
 * @since 0.1.0
 */
export interface Fault extends Pipeable.Pipeable {
  /** Name of the fault in the request log. */
  readonly name: string
  /** Effects on an affected request. */
  readonly effects: Effects
  /** Whether the fault can affect a request. */
  readonly matches: (request: RequestRecord) => boolean
  /** Number of matching requests to skip first. */
  readonly skips: number
  /** Maximum number of matching requests to affect after that. */
  readonly times: number
  /** The invalid argument of a constructor or combinator. Injecting the fault fails with it. */
  readonly problem?: InvalidOptionError | undefined
}

class FaultImpl extends Pipeable.Class implements Fault {
  readonly name: string
  readonly effects: Effects
  readonly matches: Fault["matches"]
  readonly skips: number
  readonly times: number
  readonly problem: InvalidOptionError | undefined
  constructor(fields: Omit<Fault, "pipe">) {
    super()
    this.name = fields.name
    this.effects = fields.effects
    this.matches = fields.matches
    this.skips = fields.skips
    this.times = fields.times
    this.problem = fields.problem
  }
}

/** Copies a fault with changed fields. */
export const change = (self: Fault, fields: Partial<Omit<Fault, "pipe">>): Fault =>
  new FaultImpl({ ...self, ...fields })

const always = () => true

/** Creates a fault that affects every request, unless combinators restrict it. */
export const make = (name: string, effects: Effects): Fault =>
  new FaultImpl({ name, effects, matches: always, skips: 0, times: Infinity })

/** Whether a value is a fault. */
export const isFault = (value: unknown): value is Fault =>
  Predicate.hasProperty(value, "effects") && Predicate.isObject(value.effects) &&
  Predicate.hasProperty(value, "matches") && Predicate.isFunction(value.matches)
