import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type { Reason } from "../RevoxError.ts"
import * as Metrics from "./metrics.ts"

const outcomeOf = (exit: Exit.Exit<unknown, Reason>): string => {
  if (Exit.isSuccess(exit)) return "success"
  return Option.match(Exit.findErrorOption(exit), {
    onNone: () => (Exit.hasInterrupts(exit) ? "interrupted" : "defect"),
    onSome: (reason) => reason._tag
  })
}

/**
 * The metrics of an operation.
 *
 * `Metric.withAttributes` makes a new metric for each call, which costs 13 microseconds of CPU time. Programs have few
 * operations, so the metrics are cached.
 */
const seriesOf = (operation: string) => {
  const requests = new Map<string, Metric.Counter<number>>()
  return {
    requests: (outcome: string): Metric.Counter<number> => {
      const known = requests.get(outcome)
      if (known !== undefined) return known
      const counter = Metric.withAttributes(Metrics.requests, { operation, outcome })
      requests.set(outcome, counter)
      return counter
    },
    retries: Metric.withAttributes(Metrics.retries, { operation }),
    duration: Metric.withAttributes(Metrics.duration, { operation })
  }
}

const seriesByOperation = new Map<string, ReturnType<typeof seriesOf>>()

const seriesFor = (operation: string) => {
  const known = seriesByOperation.get(operation)
  if (known !== undefined) return known
  const series = seriesOf(operation)
  seriesByOperation.set(operation, series)
  return series
}

/** Counts and times a call, and adds the number of its requests to the current span. */
export const measured = <A, R>(
  effect: Effect.Effect<A, Reason, R>,
  options: { readonly operation: string; readonly attempts: () => number }
): Effect.Effect<A, Reason, R> =>
  Effect.withFiber((fiber) => {
    const clock = fiber.getRef(Clock.Clock)
    const start = clock.currentTimeMillisUnsafe()
    return Effect.onExitPrimitive(effect, (exit) => {
      const attempts = options.attempts()
      const { duration, requests, retries } = seriesFor(options.operation)
      requests(outcomeOf(exit)).updateUnsafe(1, fiber.context)
      if (attempts > 1) retries.updateUnsafe(attempts - 1, fiber.context)
      duration.updateUnsafe(Duration.millis(clock.currentTimeMillisUnsafe() - start), fiber.context)
      return Effect.annotateCurrentSpan("revox.attempts", attempts)
    })
  })
