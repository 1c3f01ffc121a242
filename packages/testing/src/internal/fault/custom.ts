import * as Options from "@effect-revox/schema/Options"
import * as Schema from "effect/Schema"
import { constructor } from "./arguments.ts"
import type { Effects, Fault, Hit } from "./model.ts"
import * as Model from "./model.ts"
import { change, isFault } from "./model.ts"

const effect = Schema.optional(Options.Callback)

const makeArguments = constructor("make", {
  name: Options.Text,
  effects: Schema.Struct({ rejects: effect, edit: effect, page: effect, view: effect, response: effect })
})

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
  makeArguments({ name, effects }, () => Model.make(name, effects))

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

const faultsArgument = { faults: Schema.Array(Options.satisfying(isFault, "a fault")) }

const allArguments = constructor("all", faultsArgument)

const sequenceArguments = constructor("sequence", faultsArgument)

const problemOf = (faults: ReadonlyArray<Fault>) => faults.find(({ problem }) => problem !== undefined)?.problem

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
  allArguments(
    { faults },
    () =>
      change(make(faults.map((fault) => fault.name).join(" + "), combine(faults.map((fault) => fault.effects))), {
        problem: problemOf(faults)
      })
  )

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
export const sequence = (faults: ReadonlyArray<Fault>): Fault =>
  sequenceArguments({ faults }, () => {
    const at = (hit: Hit) => faults[hit.count]?.effects
    return change(
      make(faults.map((fault) => fault.name).join(", then "), {
        rejects: (hit) => at(hit)?.rejects?.(hit) === true,
        edit: (hit) => at(hit)?.edit?.(hit) ?? [],
        page: (request, hit) => at(hit)?.page?.(request, hit) ?? request,
        view: (view, hit) => at(hit)?.view?.(view, hit) ?? view,
        response: (response, hit) => at(hit)?.response?.(response, hit) ?? response
      }),
      { times: faults.length, problem: problemOf(faults) }
    )
  })
