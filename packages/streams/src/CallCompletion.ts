/**
 * Waits for a call to complete, as an effect, a stream of snapshots or a promise.
 *
 * @since 0.1.0
 */
import { Calls } from "@effect-revox/client/Calls"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import { Call } from "@effect-revox/schema/Call"
import { satisfying, Time, validator } from "@effect-revox/schema/Options"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import * as Random from "effect/Random"
import type * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CallCompletionError } from "./CallCompletionError.ts"
import * as CallRules from "./internal/callRules.ts"
import * as Facade from "./internal/facade.ts"
import * as Follow from "./internal/follow.ts"
import { nextDelay } from "./internal/nextDelay.ts"
import * as SharedPoll from "./internal/sharedPoll.ts"
import type { SignalOptions } from "./RowsOptions.ts"

/**
 * The polling schedule of a wait, and its timeout.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Maximum duration of the wait. `Infinity` disables the timeout. The wait includes the time until `scheduled_at` and
   * all attempts. Default: 7 days.
   */
  readonly timeout?: Duration.Input | undefined
  /**
   * The polling schedule. Its input is the result of the last poll. A delay that the server requests is respected, up to
   * one day. Default: {@link defaultSchedule}.
   */
  readonly schedule?: Schedule.Schedule<unknown, Result.Result<Call, RevoxError>> | undefined
}

const maxDelay = /*#__PURE__*/ Duration.minutes(5)

/**
 * The default polling schedule: a delay of 5 seconds that grows by 50% after each poll, up to 5 minutes.
 *
 * **Details**
 *
 * A call can take days, because failed attempts are retried hours later. A jitter of ±20% prevents concurrent waits from
 * polling at the same time.
 *
 * @category schedules
 * @since 0.1.0
 */
export const defaultSchedule: Schedule.Schedule<unknown> = /*#__PURE__*/ Schedule.modifyDelay(
  Schedule.forever,
  ({ attempt }) => Effect.map(Random.next, (random) => nextDelay(attempt, random, maxDelay))
)

const Settings = Schema.Struct({
  timeout: Time.pipe(Schema.withDecodingDefault(Effect.succeed("7 days"))),
  schedule: Schema.optional(satisfying(Schedule.isSchedule, "a Schedule")),
  // The facade passes all of its options.
  signal: Schema.optional(satisfying(Facade.isSignal, "an AbortSignal"))
})

const validate = /*#__PURE__*/ validator(Settings)

const source: SharedPoll.Source<Calls, Calls["Service"], Call> = {
  polls: /*#__PURE__*/ Context.Reference("@effect-revox/streams/CallPolls", { defaultValue: () => new WeakMap() }),
  clientOf: (context) => Context.get(context, Calls),
  retrieve: (calls, id) => calls.retrieve(id),
  isWakeable: true
}

const follow = (
  id: string,
  options: Options,
  onObservation: (observation: Follow.Observation<Call>) => void
): Effect.Effect<Call, RevoxError | CallCompletionError, Calls> =>
  validate(options).pipe(
    Effect.mapErrorEager((reason) => new CallCompletionError({ callId: id, reason })),
    Effect.flatMapEager(({ timeout }) => {
      const wait = { rules: CallRules.make(id), timeout, schedule: options.schedule ?? defaultSchedule }
      return Follow.follow(source, id, wait, onObservation)
    })
  )

/**
 * Waits until a call is completed, and returns the completed call.
 *
 * **Details**
 *
 * The first poll is sent immediately. The wait fails with a `CallCompletionError` that has one of these reasons:
 *
 * - `CallCancelledError`: the call was cancelled
 * - `CallErroredError`: the contact was not reached, and no attempt follows
 * - `CallTimeoutError`: the call did not reach a final state within `timeout`
 * - `CallPollingEndedError`: the schedule ended first
 * - `InvalidOptionError`: an option is invalid, and no poll was sent
 *
 * Five consecutive retryable failures are tolerated, in addition to the retries of the client. Each successful poll
 * resets the count. A failure that is not retryable, such as an invalid API key or an unknown call, ends the wait
 * immediately.
 *
 * Concurrent waits for the same call share one polling loop if they use the same `Calls` service, the same schedule and
 * the same overrides (such as `RevoxClient.withTimeout` around all of them). Their timeouts may differ. A wait that joins
 * later receives the latest result immediately.
 *
 * {@link wake} ends the delay before the next poll, for example when a webhook reports the end of the call.
 *
 * **Example** (Waiting for at most two days)
 *
 * ```ts
 * import { CallCompletion } from "@effect-revox/streams"
 *
 * const completed = CallCompletion.awaitCompletion("call-id", { timeout: "2 days" })
 * ```
 *
 * @category waiting
 * @since 0.1.0
 */
export const awaitCompletion = (
  id: string,
  options: Options = {}
): Effect.Effect<Call, RevoxError | CallCompletionError, Calls> =>
  Follow.traced(follow(id, options, () => {}), "CallCompletion.awaitCompletion", { "revox.call.id": id })

/**
 * Makes all waits for a call poll it now, instead of after the current delay.
 *
 * **When to use**
 *
 * Use when something reports that the call may have ended, such as a webhook. Polling remains the fallback for reports
 * that never arrive.
 *
 * **Details**
 *
 * It affects the waits of this process that use the same `Calls` service, and does nothing if there are none. A wait with
 * a poll in flight sends another one after it. A delay that the server requested is not shortened.
 *
 * @category waiting
 * @since 0.1.0
 */
export const wake = (id: string): Effect.Effect<void, never, Calls> =>
  Effect.contextWith((context: Context.Context<Calls>) => Effect.sync(() => SharedPoll.wake(source, context, id)))

/**
 * A successful poll of a call.
 *
 * @category models
 * @since 0.1.0
 */
export interface Snapshot {
  /** The call at the time of the poll. */
  readonly call: Call
  /** The time since the stream started. */
  readonly elapsed: Duration.Duration
}

const sameCall = /*#__PURE__*/ Schema.toEquivalence(Call)

/**
 * Waits until a call is completed, and streams a snapshot of it at the start and after each change.
 *
 * **When to use**
 *
 * Use to show the attempts of a call while they happen.
 *
 * **Details**
 *
 * The last snapshot contains the completed call. The stream polls and fails in the same way as {@link awaitCompletion}.
 * Slow consumers receive only the latest snapshots.
 *
 * @category waiting
 * @since 0.1.0
 */
export const watch = (
  id: string,
  options: Options = {}
): Stream.Stream<Snapshot, RevoxError | CallCompletionError, Calls> =>
  Stream.unwrap(
    Effect.map(Follow.now, (since) =>
      Follow.observations<Call, RevoxError | CallCompletionError, Calls>(
        (onObservation) => follow(id, options, onObservation)
      ).pipe(
        Stream.map(({ at, value: call }): Snapshot => ({ call, elapsed: Duration.millis(Math.max(0, at - since)) })),
        Stream.changesWith((before, after) => sameCall(before.call, after.call))
      ))
  )

/**
 * Waits until a call is completed, and returns a promise of the completed call.
 *
 * **When to use**
 *
 * Use to call {@link awaitCompletion} from code that does not use Effect.
 *
 * **Details**
 *
 * The promise rejects with the error of the wait, a `CallCompletionError` or a `RevoxError`. If `signal` is aborted, the
 * promise rejects with the reason of the signal, and no further request is sent.
 *
 * @category facades
 * @since 0.1.0
 */
export const toPromise = <R, ER>(
  runtime: ManagedRuntime<Calls | R, ER>,
  id: string,
  options: Options & SignalOptions = {}
): Promise<Call> => Facade.toPromise(awaitCompletion(id, options), runtime, options)
