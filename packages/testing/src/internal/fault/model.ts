import * as Pipeable from "effect/Pipeable"
import type { SimulatedResponse } from "../../SimulatedResponse.ts"
import type { RequestRecord } from "../../RequestRecord.ts"
import type { PageRequest, PageView, RowsEdit } from "../../RowsView.ts"

/**
 * A request that a fault hits.
 *
 * @category models
 * @since 0.1.0
 */
export interface Hit {
  /** The request. */
  readonly request: RequestRecord
  /** How many requests the fault has hit before. */
  readonly count: number
  /** The simulator's clock, in milliseconds. */
  readonly now: number
  /** An error in the form in which the simulator tells of errors. */
  readonly error: (status: number, message: string) => SimulatedResponse
}

/**
 * What a fault does to a request that it hits. Everything that is left out stays as it is.
 *
 * @category models
 * @since 0.1.0
 */
export interface Effects {
  /** Changes to the rows of the campaign, made for good before the request is answered. */
  readonly edit?: ((hit: Hit) => ReadonlyArray<RowsEdit>) | undefined
  /** Which page is looked up, when rows are asked for. */
  readonly page?: ((request: PageRequest, hit: Hit) => PageRequest) | undefined
  /** What the page says and which rows are on it. */
  readonly view?: ((view: PageView, hit: Hit) => PageView) | undefined
  /** The answer, whatever was asked for, and how it travels. */
  readonly response?: ((response: SimulatedResponse, hit: Hit) => SimulatedResponse) | undefined
}

/**
 * A fault: what goes wrong, on which requests, how often.
 *
 * @category models
 * @since 0.1.0
 */
export interface Fault extends Pipeable.Pipeable {
  /** What the log of requests calls it. */
  readonly name: string
  /** What it does to a request that it hits. */
  readonly effects: Effects
  /** Which requests it can hit. */
  readonly matches: (request: RequestRecord) => boolean
  /** How many matching requests it lets through first. */
  readonly skips: number
  /** How many it hits after that. */
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

/** The same fault with other fields. */
export const change = (self: Fault, fields: Partial<Omit<Fault, "pipe">>): Fault =>
  new FaultImpl({ ...self, ...fields })

const always = () => true

/**
 * A fault of your own. It hits every request until combinators say otherwise.
 *
 * **Example** (Losing the campaign's name)
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
 * Nothing goes wrong: a rest in a {@link sequence}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const none: Fault = make("none", {})

const chain = <A>(steps: ReadonlyArray<((value: A, hit: Hit) => A) | undefined>) => (value: A, hit: Hit): A =>
  steps.reduce((current, step) => step === undefined ? current : step(current, hit), value)

const combine = (all: ReadonlyArray<Effects>): Effects => ({
  edit: (hit) => all.flatMap((effects) => effects.edit?.(hit) ?? []),
  page: chain(all.map((effects) => effects.page)),
  view: chain(all.map((effects) => effects.view)),
  response: chain(all.map((effects) => effects.response))
})

/**
 * Several faults that hit the same requests as one: all of what they do, in this order. When they hit is the whole's to
 * say; what the parts say about it does not count.
 *
 * @category combinators
 * @since 0.1.0
 */
export const all = (faults: ReadonlyArray<Fault>): Fault =>
  make(faults.map((fault) => fault.name).join(" + "), combine(faults.map((fault) => fault.effects)))

/**
 * One fault per request: the first request that matches gets the first, the next the second, and after the last nothing
 * goes wrong any more. When they hit is the whole's to say; what the parts say about it does not count.
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
      edit: (hit) => at(hit)?.edit?.(hit) ?? [],
      page: (request, hit) => at(hit)?.page?.(request, hit) ?? request,
      view: (view, hit) => at(hit)?.view?.(view, hit) ?? view,
      response: (response, hit) => at(hit)?.response?.(response, hit) ?? response
    }),
    { times: faults.length }
  )
}
