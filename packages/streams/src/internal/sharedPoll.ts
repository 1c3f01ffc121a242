import { Campaigns } from "@effect-revox/client/Campaigns"
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
type PollSchedule = Schedule.Schedule<unknown, PollResult>

/** A poll and its time, or the end of the polling loop. */
type Event =
  | { readonly _tag: "Polled"; readonly at: number; readonly result: PollResult }
  | { readonly _tag: "End"; readonly exit: Exit.Exit<void> }

/** A subscriber: handles an event, and returns whether it needs more events. */
export interface Subscriber {
  (event: Event): boolean
}

interface Poll {
  readonly subscribers: Set<Subscriber>
  latest: Event | undefined
  fiber: Fiber.Fiber<unknown> | undefined
}

/**
 * The running polling loops, one for each client, campaign and schedule. Requests depend only on the client and the
 * campaign, so all subscribers of a client can share the responses.
 */
class Polls extends Context.Reference<WeakMap<Campaigns["Service"], WeakMap<PollSchedule, Map<string, Poll>>>>(
  "@effect-revox/streams/Polls",
  { defaultValue: () => new WeakMap() }
) {}

/** Sends an event to all subscribers, and removes those that need no more events. */
const publish = (poll: Poll, event: Event): void => {
  poll.latest = event
  for (const subscriber of poll.subscribers) {
    if (!subscriber(event)) poll.subscribers.delete(subscriber)
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
      const at = yield* Clock.currentTimeMillis
      publish(poll, { _tag: "Polled", at, result })
      if (poll.subscribers.size === 0) return
      const [, delay] = yield* step(at, result)
      const retryAfter = Result.isFailure(result) ? result.failure.retryAfter ?? Duration.zero : Duration.zero
      yield* Effect.sleep(Duration.max(delay, retryAfter))
    }
  }).pipe(Pull.catchDone(() => Effect.void))

/**
 * Subscribes to the polls of a campaign, and returns a function that unsubscribes. It unsubscribes immediately, and the
 * effect that it returns waits until a request that is no longer needed is cancelled.
 *
 * Subscribers with the same campaign, client and schedule share one polling loop. The first one starts the loop, and the
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
  const polls = Context.get(context, Polls)
  const schedules = polls.get(campaigns) ?? new WeakMap<PollSchedule, Map<string, Poll>>()
  polls.set(campaigns, schedules)
  const all = schedules.get(schedule) ?? new Map<string, Poll>()
  schedules.set(schedule, all)
  const poll: Poll = all.get(id) ?? { subscribers: new Set(), latest: undefined, fiber: undefined }
  const close = () => {
    if (all.get(id) === poll) all.delete(id)
  }
  if (poll.latest === undefined || subscriber(poll.latest)) poll.subscribers.add(subscriber)
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
