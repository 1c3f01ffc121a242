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

/** A look at a campaign, whatever came of it. */
type LookResult = Result.Result<Campaign, RevoxError>

/** When to look again. */
type PollSchedule = Schedule.Schedule<unknown, LookResult>

/** A look and when it was taken, or the end of all looks. */
type Event =
  | { readonly _tag: "Look"; readonly at: number; readonly result: LookResult }
  | { readonly _tag: "End"; readonly exit: Exit.Exit<void> }

/** Somebody who waits: takes an event, and says whether to go on. */
export interface Waiter {
  (event: Event): boolean
}

interface Poll {
  readonly waiters: Set<Waiter>
  latest: Event | undefined
  fiber: Fiber.Fiber<unknown> | undefined
}

/**
 * The polls under way: one for each client, campaign and schedule. Everything that makes a request differ is in the
 * client, so those who share one can share its answers.
 */
class Polls extends Context.Reference<WeakMap<Campaigns["Service"], WeakMap<PollSchedule, Map<string, Poll>>>>(
  "@effect-revox/streams/Polls",
  { defaultValue: () => new WeakMap() }
) {}

/** Tells all who wait, and forgets those who have what they waited for. */
const tell = (poll: Poll, event: Event): void => {
  poll.latest = event
  for (const waiter of poll.waiters) {
    if (!waiter(event)) poll.waiters.delete(waiter)
  }
}

/** Looks at once, and again whenever the schedule says so while somebody waits, but never sooner than the server wants. */
const run = (poll: Poll, campaigns: Campaigns["Service"], id: string, schedule: PollSchedule): Effect.Effect<void> =>
  Effect.gen(function*() {
    const step = yield* Schedule.toStep(schedule)
    while (true) {
      const result = yield* Effect.result(campaigns.retrieve(id))
      const at = yield* Clock.currentTimeMillis
      tell(poll, { _tag: "Look", at, result })
      if (poll.waiters.size === 0) return
      const [, pause] = yield* step(at, result)
      const asked = Result.isFailure(result) ? result.failure.retryAfter ?? Duration.zero : Duration.zero
      yield* Effect.sleep(Duration.max(pause, asked))
    }
  }).pipe(Pull.catchDone(() => Effect.void))

/**
 * Lets a waiter see every look at a campaign until it has enough, or until it leaves by calling what is given back: that
 * is done at once, and the effect waits until nothing is asked for any more on its account.
 *
 * All who wait for one campaign through one client under one schedule share the looks: the first starts them, the last
 * to leave stops them. Who comes later is shown the latest look at once. Waiters are told where the look is taken, so
 * that none is taken after the last of them has what it waited for.
 */
export const join = (
  waiter: Waiter,
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
  const poll: Poll = all.get(id) ?? { waiters: new Set(), latest: undefined, fiber: undefined }
  const close = () => {
    if (all.get(id) === poll) all.delete(id)
  }
  if (poll.latest === undefined || waiter(poll.latest)) poll.waiters.add(waiter)
  if (poll.fiber === undefined) {
    all.set(id, poll)
    // The first who waits lends its clock and its services, but not its span: the poll may outlive it.
    const lent = Option.isSome(Context.getOption(context, ParentSpan)) ? Context.omit(ParentSpan)(context) : context
    poll.fiber = Effect.runForkWith(lent)(
      Effect.onExit(run(poll, campaigns, id, schedule), (exit) =>
        Effect.sync(() => {
          // Who comes after the end begins anew.
          close()
          tell(poll, { _tag: "End", exit })
        }))
    )
  }
  return () => {
    poll.waiters.delete(waiter)
    if (poll.waiters.size > 0 || poll.fiber === undefined) return Effect.void
    close()
    poll.fiber.interruptUnsafe()
    return Effect.asVoid(Fiber.await(poll.fiber))
  }
}
