import { Campaigns } from "@effect-revox/client/Campaigns"
import * as RevoxClient from "@effect-revox/client/RevoxClient"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Campaign } from "@effect-revox/schema/Campaign"
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

/** The result of a poll. */
type PollResult = Result.Result<Campaign, RevoxError>

/** The delays between polls. */
export type PollSchedule = Schedule.Schedule<unknown, PollResult>

/** A poll and its monotonic time in milliseconds, or the end of the polling loop. */
type Event =
  | { readonly _tag: "Polled"; readonly at: number; readonly result: PollResult }
  | { readonly _tag: "End"; readonly exit: Exit.Exit<void> }

/**
 * A subscriber: handles an event, and returns whether it needs more events. `isEarlier` is true for the poll that was the
 * latest one when the subscriber joined.
 */
export interface Subscriber {
  (event: Event, isEarlier: boolean): boolean
}

interface Poll {
  readonly subscribers: Set<Subscriber>
  latest: Event | undefined
  fiber: Fiber.Fiber<unknown> | undefined
}

/**
 * The running polling loops, one for each client, schedule, overrides and campaign. Requests depend on nothing else, so
 * all subscribers of a loop can share the responses.
 */
class Polls extends Context.Reference<WeakMap<Campaigns["Service"], WeakMap<PollSchedule, PollsByOverrides>>>(
  "@effect-revox/streams/Polls",
  { defaultValue: () => new WeakMap() }
) {}

/** The polling loops with a schedule, by overrides and the id of the campaign. */
type PollsByOverrides = WeakMap<RevoxClient.Overrides, Map<string, Poll>>

const getOrInsert = <K extends WeakKey, V>(map: WeakMap<K, V>, key: K, make: () => V): V => {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}

const pollsOf = (
  polls: WeakMap<Campaigns["Service"], WeakMap<PollSchedule, PollsByOverrides>>,
  campaigns: Campaigns["Service"],
  schedule: PollSchedule,
  overrides: RevoxClient.Overrides
): Map<string, Poll> => {
  const schedules = getOrInsert(polls, campaigns, () => new WeakMap())
  return getOrInsert(getOrInsert(schedules, schedule, () => new WeakMap()), overrides, () => new Map())
}

/** Sends an event to all subscribers, and removes those that need no more events. */
const publish = (poll: Poll, event: Event): void => {
  poll.latest = event
  for (const subscriber of poll.subscribers) {
    if (!subscriber(event, false)) poll.subscribers.delete(subscriber)
  }
}

/**
 * Polls immediately, and then after each delay of the schedule while there are subscribers. The delay is never shorter
 * than the one that the server requests.
 */
const run = (poll: Poll, campaigns: Campaigns["Service"], id: string, schedule: PollSchedule): Effect.Effect<void> =>
  Effect.gen(function*() {
    const step = yield* Schedule.toStep(schedule)
    while (true) {
      const result = yield* Effect.result(campaigns.retrieve(id))
      const at = Number(yield* Clock.monotonicTimeNanos) / 1_000_000
      publish(poll, { _tag: "Polled", at, result })
      if (poll.subscribers.size === 0) return
      const [, delay] = yield* step(yield* Clock.currentTimeMillis, result)
      const retryAfter = Result.isFailure(result) ? result.failure.retryAfter ?? Duration.zero : Duration.zero
      yield* Effect.sleep(Duration.max(delay, retryAfter))
    }
  }).pipe(Pull.catchDone(() => Effect.void))

/**
 * Subscribes to the polls of a campaign, and returns a function that unsubscribes. It unsubscribes immediately, and the
 * effect that it returns waits until a request that is no longer needed is cancelled.
 *
 * Subscribers with the same campaign, client, schedule and overrides share one polling loop. The first one starts the loop, and the
 * loop is interrupted when the last one leaves. A later subscriber receives the latest poll immediately. Events are
 * published synchronously, so that no further poll is sent after the last subscriber is done.
 */
export const join = (
  subscriber: Subscriber,
  context: Context.Context<Campaigns>,
  id: string,
  schedule: PollSchedule
): () => Effect.Effect<void> => {
  const campaigns = Context.get(context, Campaigns)
  const all = pollsOf(
    Context.get(context, Polls),
    campaigns,
    schedule,
    Context.get(context, RevoxClient.CurrentOverrides)
  )
  const poll: Poll = all.get(id) ?? { subscribers: new Set(), latest: undefined, fiber: undefined }
  const close = () => {
    if (all.get(id) === poll) all.delete(id)
  }
  if (poll.latest === undefined || subscriber(poll.latest, true)) poll.subscribers.add(subscriber)
  if (poll.fiber === undefined) {
    all.set(id, poll)
    // The loop uses the services of the first subscriber, but not its span, because the loop may outlive it.
    const pollContext = Option.isSome(Context.getOption(context, ParentSpan))
      ? Context.omit(ParentSpan)(context)
      : context
    poll.fiber = Effect.runForkWith(pollContext)(
      Effect.onExit(run(poll, campaigns, id, schedule), (exit) =>
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
