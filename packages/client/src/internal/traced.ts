import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"

/** Whether a span belongs to a trace that began elsewhere, which a request has to pass on. */
const isPassedOn = (span: Tracer.AnySpan): boolean =>
  span._tag === "ExternalSpan" || Option.exists(span.parent, isPassedOn)

/**
 * Whether anybody could see a span. Where there is no tracer and no trace to pass on, neither a call nor its requests
 * have one: spans take a good part of the time of a call, and would be thrown away.
 */
export const isSeen = ({ cache: { span, tracer } }: Fiber.Fiber<unknown, unknown>): boolean =>
  (tracer !== undefined && tracer !== Tracer.nativeTracer) || (span !== undefined && isPassedOn(span))

/** A call in a span of its own, where anybody could see it. */
export const traced = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  name: string,
  attributes: Record<string, unknown>
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) =>
    isSeen(fiber) ? Effect.withSpan(effect, name, { attributes, captureStackTrace: false }) : effect
  )
