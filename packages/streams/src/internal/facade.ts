import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { SignalOptions } from "../RowsOptions.ts"

/** Whether a value is an `AbortSignal`, also one of another realm or of a polyfill. */
export const isSignal = (value: unknown): value is AbortSignal =>
  Predicate.hasProperty(value, "aborted") && Predicate.isBoolean(value.aborted) &&
  Predicate.hasProperty(value, "addEventListener") && Predicate.isFunction(value.addEventListener)

/** The signal of options. Invalid options are left to the validation, which fails. */
const signalOf = (options: SignalOptions): AbortSignal | undefined =>
  Predicate.hasProperty(options, "signal") && isSignal(options.signal) ? options.signal : undefined

/** Waits until a signal is aborted, and dies with its reason. The caller chose the reason, so it is not a typed error. */
const aborted = (signal: AbortSignal): Effect.Effect<never> =>
  Effect.callback((resume) => {
    const abort = () => resume(Effect.die(signal.reason))
    if (signal.aborted) return abort()
    signal.addEventListener("abort", abort, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", abort))
  })

const provided = <A, E, R, ER>(
  self: Stream.Stream<A, E, R>,
  runtime: ManagedRuntime<R, ER>,
  options: SignalOptions
): Stream.Stream<A, E | ER> => {
  const stream = Stream.unwrap(
    Effect.map(runtime.contextEffect, (context) => Stream.provideContext(self, context))
  )
  const signal = signalOf(options)
  if (signal === undefined) return stream
  // The stream would start first, and send a request before it is interrupted.
  return Stream.suspend(() =>
    signal.aborted ? Stream.die(signal.reason) : Stream.interruptWhen(stream, aborted(signal))
  )
}

export const toAsyncIterable = <A, E, R, ER>(
  self: Stream.Stream<A, E, R>,
  runtime: ManagedRuntime<R, ER>,
  options: SignalOptions
): AsyncIterable<A> => Stream.toAsyncIterableWith(provided(self, runtime, options), Context.empty())

export const toReadableStream = <A, E, R, ER>(
  self: Stream.Stream<A, E, R>,
  runtime: ManagedRuntime<R, ER>,
  options: SignalOptions
): ReadableStream<A> =>
  // A web stream that buffers a row would send a request before anything reads it.
  Stream.toReadableStreamWith(provided(self, runtime, options), Context.empty(), { strategy: { highWaterMark: 0 } })

export const toPromise = <A, E, R, ER>(
  self: Effect.Effect<A, E, R>,
  runtime: ManagedRuntime<R, ER>,
  options: SignalOptions
): Promise<A> => {
  const signal = signalOf(options)
  return runtime.runPromise(signal === undefined ? self : Effect.raceFirst(aborted(signal), self))
}
