import * as RevoxClient from "@effect-revox/client/RevoxClient"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Pull from "effect/Pull"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { ParentSpan } from "effect/Tracer"
import { requestedDelay } from "./requestedDelay.ts"
import { type Sleeper, sleepUntilWoken } from "./sleeper.ts"

/** The result of a poll. */
export type PollResult<A> = Result.Result<A, RevoxError>

/** The delays between polls. */
export type PollSchedule<A> = Schedule.Schedule<unknown, PollResult<A>>

/** A poll and its monotonic time in milliseconds, or the end of the polling loop. */
type Event<A> =
  | { readonly _tag: "Polled"; readonly at: number; readonly result: PollResult<A> }
  | { readonly _tag: "End"; readonly exit: Exit.Exit<void> }

/**
 * A subscriber: handles an event, and returns whether it needs more events. `isEarlier` is true for the poll that was the
 * latest one when the subscriber joined.
 */
export interface Subscriber<in A> {
  (event: Event<A>, isEarlier: boolean): boolean
}

interface Poll<A> extends Sleeper {
  readonly subscribers: Set<Subscriber<A>>
  latest: Event<A> | undefined
  fiber: Fiber.Fiber<unknown> | undefined
}

/** The polling loops with a schedule, by overrides and the id of what is polled. */
type PollsByOverrides<A> = WeakMap<RevoxClient.Overrides, Map<string, Poll<A>>>

/** The polling loops of a client. */
interface ClientPolls<A> {
  readonly schedules: WeakMap<PollSchedule<A>, PollsByOverrides<A>>
  /** The running loops of a resource, with any schedule and overrides. */
  readonly byId: Map<string, Set<Poll<A>>>
}

/**
 * The running polling loops, one for each client, schedule, overrides and resource. Requests depend on nothing else, so
 * all subscribers of a loop can share the responses.
 */
export type Polls<A> = WeakMap<object, ClientPolls<A>>

/** The resource that is polled, and the client that retrieves it. */
export interface Source<in out R, Client extends object, in out A> {
  readonly polls: Context.Reference<Polls<A>>
  readonly clientOf: (context: Context.Context<R>) => Client
  readonly retrieve: (client: Client, id: string) => Effect.Effect<A, RevoxError>
  /** Whether {@link wake} ends the delay between two polls. This takes one more fiber for each loop. */
  readonly isWakeable: boolean
}

const getOrInsert = <K extends WeakKey, V>(map: WeakMap<K, V>, key: K, make: () => V): V => {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}

/** Sends an event to all subscribers, and removes those that need no more events. */
const publish = <A>(poll: Poll<A>, event: Event<A>): void => {
  poll.latest = event
  for (const subscriber of poll.subscribers) {
    if (!subscriber(event, false)) poll.subscribers.delete(subscriber)
  }
}

/**
 * Polls immediately, and then after each delay of the schedule while there are subscribers. The delay is never shorter
 * than the one that the server requests.
 */
const run = <A>(
  poll: Poll<A>,
  retrieve: Effect.Effect<A, RevoxError>,
  schedule: PollSchedule<A>,
  isWakeable: boolean
): Effect.Effect<void> =>
  Effect.gen(function*() {
    const step = yield* Schedule.toStep(schedule)
    while (true) {
      poll.isWoken = false
      const result = yield* Effect.result(retrieve)
      const at = Number(yield* Clock.monotonicTimeNanos) / 1_000_000
      publish(poll, { _tag: "Polled", at, result })
      if (poll.subscribers.size === 0) return
      const [, delay] = yield* step(yield* Clock.currentTimeMillis, result)
      const retryAfter = Result.isFailure(result) ? requestedDelay(result.failure) : Duration.zero
      if (isWakeable) {
        if (Duration.isPositive(retryAfter)) yield* Effect.sleep(retryAfter)
        yield* sleepUntilWoken(poll, Duration.subtract(Duration.max(delay, retryAfter), retryAfter))
      } else {
        yield* Effect.sleep(Duration.max(delay, retryAfter))
      }
    }
  }).pipe(Pull.catchDone(() => Effect.void))

const clientPolls = <A>(): ClientPolls<A> => ({ schedules: new WeakMap(), byId: new Map() })

/**
 * Subscribes to the polls of a resource, and returns a function that unsubscribes. It unsubscribes immediately, and the
 * effect that it returns waits until a request that is no longer needed is cancelled.
 *
 * Subscribers with the same id, client, schedule and overrides share one polling loop. The first one starts the loop, and
 * the loop is interrupted when the last one leaves. A later subscriber receives the latest poll immediately. Events are
 * published synchronously, so that no further poll is sent after the last subscriber is done.
 */
export const join = <R, Client extends object, A>(
  { clientOf, isWakeable, polls, retrieve }: Source<R, Client, A>,
  subscriber: Subscriber<A>,
  context: Context.Context<R>,
  id: string,
  schedule: PollSchedule<A>
): () => Effect.Effect<void> => {
  const client = clientOf(context)
  const { byId, schedules } = getOrInsert(Context.get(context, polls), client, () => clientPolls<A>())
  const byOverrides = getOrInsert(schedules, schedule, (): PollsByOverrides<A> => new WeakMap())
  const all = getOrInsert(
    byOverrides,
    Context.get(context, RevoxClient.CurrentOverrides),
    () => new Map<string, Poll<A>>()
  )
  const poll: Poll<A> = all.get(id) ??
    { subscribers: new Set(), latest: undefined, fiber: undefined, isWoken: false, wakeUp: undefined }
  const close = () => {
    if (all.get(id) !== poll) return
    all.delete(id)
    const same = byId.get(id)
    same?.delete(poll)
    if (same?.size === 0) byId.delete(id)
  }
  if (poll.latest === undefined || subscriber(poll.latest, true)) poll.subscribers.add(subscriber)
  if (poll.fiber === undefined) {
    all.set(id, poll)
    byId.set(id, (byId.get(id) ?? new Set()).add(poll))
    // The loop uses the services of the first subscriber, but not its span, because the loop may outlive it.
    const pollContext = Option.isSome(Context.getOption(context, ParentSpan))
      ? Context.omit(ParentSpan)(context)
      : context
    poll.fiber = Effect.runForkWith(pollContext)(
      Effect.onExit(run(poll, retrieve(client, id), schedule, isWakeable), (exit) =>
        Effect.sync(() => {
          // A subscriber that joins after the end starts a new loop.
          close()
          publish(poll, { _tag: "End", exit })
        }))
    )
  }
  return () => {
    poll.subscribers.delete(subscriber)
    if (poll.subscribers.size > 0 || poll.fiber === undefined) return Effect.void
    close()
    poll.fiber.interruptUnsafe()
    return Effect.asVoid(Fiber.await(poll.fiber))
  }
}

/**
 * Ends the delays of all loops that poll a resource with a client, so that they poll now. A loop with a request in flight
 * polls once more after it. A delay that the server requested is not shortened.
 */
export const wake = <R, Client extends object, A>(
  { clientOf, polls }: Source<R, Client, A>,
  context: Context.Context<R>,
  id: string
): void => {
  for (const poll of Context.get(context, polls).get(clientOf(context))?.byId.get(id) ?? []) {
    poll.isWoken = true
    poll.wakeUp?.()
  }
}
