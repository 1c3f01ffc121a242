import * as Pipeable from "effect/Pipeable"
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
}

class FaultImpl extends Pipeable.Class implements Fault {
  readonly name: string
  readonly effects: Effects
  readonly matches: Fault["matches"]
  readonly skips: number
  readonly times: number
  constructor(fields: Omit<Fault, "pipe">) {
    super()
    this.name = fields.name
    this.effects = fields.effects
    this.matches = fields.matches
    this.skips = fields.skips
    this.times = fields.times
  }
}

/** Copies a fault with changed fields. */
export const change = (self: Fault, fields: Partial<Omit<Fault, "pipe">>): Fault =>
  new FaultImpl({ ...self, ...fields })

const always = () => true

/**
 * Creates a custom fault. It affects every request unless combinators restrict it.
 *
 * **Example** (Responding with a custom status)
 *
 * ```ts
 * import { Fault, SimulatedResponse } from "@effect-revox/testing"
 *
 * const teapot = Fault.make("teapot", { response: () => SimulatedResponse.text(418, "text/plain", "I'm a teapot") })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (name: string, effects: Effects): Fault =>
  new FaultImpl({ name, effects, matches: always, skips: 0, times: Infinity })

/**
 * A fault without effects, to let a request of a {@link sequence} succeed.
 *
 * @category constructors
 * @since 0.1.0
 */
export const none: Fault = make("none", {})

const chain = <A>(steps: ReadonlyArray<((value: A, hit: Hit) => A) | undefined>) => (value: A, hit: Hit): A =>
  steps.reduce((current, step) => step === undefined ? current : step(current, hit), value)

const combine = (all: ReadonlyArray<Effects>): Effects => ({
  rejects: (hit) => all.some((effects) => effects.rejects?.(hit) === true),
  edit: (hit) => all.flatMap((effects) => effects.edit?.(hit) ?? []),
  page: chain(all.map((effects) => effects.page)),
  view: chain(all.map((effects) => effects.view)),
  response: chain(all.map((effects) => effects.response))
})

/**
 * Combines faults into one that applies all of their effects, in order, to the same requests.
 *
 * **Gotchas**
 *
 * Restrictions of the individual faults, such as {@link times} and {@link onPage}, are ignored. Apply them to the
 * result.
 *
 * @category combinators
 * @since 0.1.0
 */
export const all = (faults: ReadonlyArray<Fault>): Fault =>
  make(faults.map((fault) => fault.name).join(" + "), combine(faults.map((fault) => fault.effects)))

/**
 * Applies one fault per matching request, in order. Requests after the last fault are not affected.
 *
 * **Gotchas**
 *
 * Restrictions of the individual faults, such as {@link times} and {@link onPage}, are ignored. Apply them to the
 * result.
 *
 * **Example** (Failing twice in different ways)
 *
 * ```ts
 * import { Fault } from "@effect-revox/testing"
 *
 * const script = Fault.sequence([Fault.status(503), Fault.none, Fault.reset()]).pipe(
 *   Fault.onEndpoint("campaigns.getRows")
 * )
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const sequence = (faults: ReadonlyArray<Fault>): Fault => {
  const at = (hit: Hit) => faults[hit.count]?.effects
  return change(
    make(faults.map((fault) => fault.name).join(", then "), {
      rejects: (hit) => at(hit)?.rejects?.(hit) === true,
      edit: (hit) => at(hit)?.edit?.(hit) ?? [],
      page: (request, hit) => at(hit)?.page?.(request, hit) ?? request,
      view: (view, hit) => at(hit)?.view?.(view, hit) ?? view,
      response: (response, hit) => at(hit)?.response?.(response, hit) ?? response
    }),
    { times: faults.length }
  )
}
