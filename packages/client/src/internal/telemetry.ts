import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type { Reason } from "../RevoxError.ts"
import * as Metrics from "./metrics.ts"

const outcome = (exit: Exit.Exit<unknown, Reason>): string => {
  if (Exit.isSuccess(exit)) return "success"
  return Option.match(Exit.findErrorOption(exit), {
    onNone: () => (Exit.hasInterrupts(exit) ? "interrupted" : "defect"),
    onSome: (reason) => reason._tag
  })
}

/** Counts and times a call, and tells the span around it how many requests it took. */
export const measured = <A, R>(
  effect: Effect.Effect<A, Reason, R>,
  options: { readonly operation: string; readonly attempts: () => number }
): Effect.Effect<A, Reason, R> => {
  const attributes = { operation: options.operation }
  return Effect.flatMap(Clock.currentTimeMillis, (start) =>
    Effect.onExit(effect, (exit) =>
      Effect.gen(function*() {
        const attempts = options.attempts()
        const now = yield* Clock.currentTimeMillis
        yield* Effect.annotateCurrentSpan({ "revox.attempts": attempts })
        yield* Metric.update(
          Metric.withAttributes(Metrics.requests, { ...attributes, outcome: outcome(exit) }),
          1
        )
        if (attempts > 1) yield* Metric.update(Metric.withAttributes(Metrics.retries, attributes), attempts - 1)
        yield* Metric.update(Metric.withAttributes(Metrics.duration, attributes), Duration.millis(now - start))
      })))
}
