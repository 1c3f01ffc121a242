import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as SharedPoll from "./sharedPoll.ts"

/** The decision after a poll, with the state for the next one. */
export type Decision<State, E> =
  | { readonly _tag: "Wait"; readonly state: State }
  | { readonly _tag: "Done"; readonly state: State }
  | { readonly _tag: "Failed"; readonly state: State; readonly error: E | RevoxError }

/** The rules of a wait, as pure functions. */
export interface Rules<in A, in out State, out E> {
  /** The state of a wait that starts now. */
  readonly initial: (now: number) => State
  /** Evaluates a poll. */
  readonly evaluate: (state: State, result: SharedPoll.PollResult<A>, now: number) => Decision<State, E>
  /** The error of a wait that exceeded its timeout. */
  readonly timedOut: (state: State, timeout: Duration.Duration) => E
  /** The error of a wait whose schedule ended. */
  readonly pollingEnded: (state: State) => E
}

/** A wait. */
export interface Wait<A, State, E> {
  readonly rules: Rules<A, State, E>
  readonly timeout: Duration.Duration
  readonly schedule: SharedPoll.PollSchedule<A>
}

/** A successful poll. */
export interface Observation<out A> {
  readonly value: A
  /** The monotonic time of the poll, in milliseconds. */
  readonly at: number
}

/** The monotonic time in milliseconds. A clock that is set back does not change it. */
const monotonicMillis = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1_000_000

/** The current monotonic time, in milliseconds. */
export const now: Effect.Effect<number> = Effect.map(Clock.Clock, monotonicMillis)

/**
 * Calls `onObservation` after each successful poll, and returns the value of the poll that meets the condition.
 *
 * One process may run tens of thousands of waits. To save memory, each wait is one suspended fiber and one for the
 * timeout, without a stream, a queue or a scope.
 */
export const follow = <R, Client extends object, A, State, E>(
  source: SharedPoll.Source<R, Client, A>,
  id: string,
  { rules, schedule, timeout }: Wait<A, State, E>,
  onObservation: (observation: Observation<A>) => void
): Effect.Effect<A, RevoxError | E, R> =>
  Effect.contextWith((context: Context.Context<R>) =>
    Effect.callback<A, RevoxError | E>((resume) => {
      // A clock that is set back must not prolong the wait.
      const since = monotonicMillis(Context.get(context, Clock.Clock))
      let state = rules.initial(since)
      let timer: Fiber.Fiber<void> | undefined
      let isOver = false

      const end = (exit: Exit.Exit<A, RevoxError | E>): false => {
        isOver = true
        timer?.interruptUnsafe()
        resume(exit)
        return false
      }

      const subscriber: SharedPoll.Subscriber<A> = (event, isEarlier) => {
        if (event._tag === "End") {
          return end(
            Exit.isFailure(event.exit) ? Exit.failCause(event.exit.cause) : Exit.fail(rules.pollingEnded(state))
          )
        }
        const decision = rules.evaluate(state, event.result, Math.max(since, event.at))
        // A poll from before the wait started may complete the wait, but must not fail it.
        if (decision._tag === "Failed" && isEarlier) return true
        state = decision.state
        if (decision._tag === "Failed") return end(Exit.fail(decision.error))
        if (Result.isFailure(event.result)) return true
        const value = event.result.success
        onObservation({ value, at: event.at })
        return decision._tag === "Wait" ? true : end(Exit.succeed(value))
      }

      const leave = SharedPoll.join(source, subscriber, context, id, schedule)
      // The latest poll may have completed the wait already: a timer would then keep the process alive.
      if (!isOver && Duration.isFinite(timeout)) {
        const onTimeout = Effect.sync(() => {
          const cleanup = leave()
          resume(Effect.andThen(cleanup, Effect.suspend(() => Effect.fail(rules.timedOut(state, timeout)))))
        })
        timer = Effect.runForkWith(context)(Effect.delay(onTimeout, timeout))
      }
      return Effect.suspend(() => {
        timer?.interruptUnsafe()
        return leave()
      })
    })
  )

/** Streams the successful polls, up to the one that meets the condition, from a function that follows them. */
export const observations = <A, E, R>(
  follow: (onObservation: (observation: Observation<A>) => void) => Effect.Effect<A, E, R>
): Stream.Stream<Observation<A>, E, R> =>
  Stream.callback<Observation<A>, E, R>(
    (queue) =>
      follow((observation) => Queue.offerUnsafe(queue, observation)).pipe(
        Effect.onExit((exit) => Exit.isSuccess(exit) ? Queue.end(queue) : Queue.failCause(queue, exit.cause))
      ),
    // Slow consumers receive the latest observations, and older ones are dropped.
    { bufferSize: 16, strategy: "sliding" }
  )

/** Adds a span to a wait. A span would take a third of the memory of a wait, so it needs a tracer. */
export const traced = <A, E, R>(
  wait: Effect.Effect<A, E, R>,
  name: string,
  attributes: Readonly<Record<string, unknown>>
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) =>
    fiber.cache.tracer === undefined
      ? wait
      : Effect.withSpan(wait, name, { attributes, captureStackTrace: false })
  )
