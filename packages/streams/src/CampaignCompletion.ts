/**
 * Waiting for a campaign to be completed.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import type * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CompletionError, PollingEndedError } from "./CompletionError.ts"
import * as Rules from "./CompletionRules.ts"
import * as Facade from "./internal/facade.ts"
import * as Pace from "./internal/pace.ts"
import * as SharedPoll from "./internal/sharedPoll.ts"
import type { Abortable } from "./RowsOptions.ts"

/**
 * What to wait for, how often to look, and what ends the waiting.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Completed, or completed and its structured output extracted. Default `"completed"`. */
  readonly until?: "completed" | "extracted" | undefined
  /** Whether to wait for a paused campaign to be resumed. Default `"wait"`. */
  readonly paused?: "wait" | "fail" | undefined
  /** Whether to wait for a draft to be started. Default `"wait"`. */
  readonly draft?: "wait" | "fail" | undefined
  /** How long to wait altogether; `Infinity` for as long as it takes. Default 1 hour. */
  readonly timeout?: Duration.Input | undefined
  /**
   * How long the `row_stats` may stay the same before the waiting fails. Only the time counts in which the campaign is
   * said to run. Default `Infinity`.
   */
  readonly stalledAfter?: Duration.Input | undefined
  /**
   * When to look again, given what the last look brought. A pause that the server asks for is kept in any case. Default
   * {@link defaultSchedule}.
   */
  readonly schedule?: Schedule.Schedule<unknown, Result.Result<Campaign.Campaign, RevoxError>> | undefined
}

/**
 * Looks again after 5 seconds, then after pauses that grow by half each time up to 45 seconds, all jittered by a fifth
 * either way so that many waiters do not ask in step.
 *
 * @category schedules
 * @since 0.1.0
 */
export const defaultSchedule: Schedule.Schedule<unknown> = Schedule.forever.pipe(
  Schedule.modifyDelay(({ attempt }) => Effect.map(Random.next, (random) => Rules.pauseAfter(attempt, random)))
)

const policyOf = (options: Options): Rules.Policy => ({
  until: options.until ?? Rules.defaultPolicy.until,
  paused: options.paused ?? Rules.defaultPolicy.paused,
  draft: options.draft ?? Rules.defaultPolicy.draft,
  stalledAfter: options.stalledAfter === undefined
    ? Rules.defaultPolicy.stalledAfter
    : Duration.fromInputUnsafe(options.stalledAfter),
  toleratedFailures: Rules.defaultPolicy.toleratedFailures
})

/** A look that showed the campaign. */
interface Sighting {
  readonly campaign: Campaign.Campaign
  readonly at: number
}

/** The campaign at each look that showed it, up to the one that was waited for. */
const sightings = (
  id: string,
  options: Options
): Stream.Stream<Sighting, RevoxError | CompletionError, Campaigns> =>
  Stream.unwrap(Effect.gen(function*() {
    const campaigns = yield* Campaigns
    const since = yield* Clock.currentTimeMillis
    const policy = policyOf(options)
    const timeout = Duration.fromInputUnsafe(options.timeout ?? "1 hour")
    let waiting = Rules.begin(since)
    let isOver = false

    const ended = () =>
      new CompletionError({
        campaignId: id,
        reason: new PollingEndedError(waiting.lastSeen === undefined ? {} : { lastSeen: waiting.lastSeen })
      })

    const waiter =
      (queue: Queue.Queue<Sighting, RevoxError | CompletionError | Cause.Done>): SharedPoll.Waiter => (event) => {
        if (event._tag === "End") {
          isOver = true
          Queue.failCauseUnsafe(queue, Exit.isFailure(event.exit) ? event.exit.cause : Cause.fail(ended()))
          return false
        }
        const judgement = Rules.judge(policy, waiting, event.result, Math.max(since, event.at))
        // A look from before the waiting is good news if it is any: only one of our own may end it badly.
        if (judgement._tag === "Failed" && event.at < since) return true
        waiting = judgement.waiting
        isOver = judgement._tag !== "Wait"
        if (judgement._tag === "Failed") {
          Queue.failCauseUnsafe(queue, Cause.fail(judgement.error))
          return false
        }
        if (Result.isSuccess(event.result)) Queue.offerUnsafe(queue, { campaign: event.result.success, at: event.at })
        if (judgement._tag === "Done") Queue.endUnsafe(queue)
        return !isOver
      }

    // What came in time counts, even if its reader has yet to come to it.
    const deadline = Effect.suspend(() => isOver ? Effect.never : Effect.fail(Rules.timedOut(id, waiting, timeout)))

    return Stream.callback<Sighting, RevoxError | CompletionError>(
      (queue) => SharedPoll.join(waiter(queue), campaigns, id, options.schedule ?? defaultSchedule),
      // Who watches slowly wants to know how things are, not how they were.
      { bufferSize: 16, strategy: "sliding" }
    ).pipe(
      Stream.interruptWhen(Duration.isFinite(timeout) ? Effect.delay(deadline, timeout) : Effect.never)
    )
  }))

/**
 * Waits until a campaign is completed, and gives it as it is then.
 *
 * **Details**
 *
 * The first look is taken at once. A cancelled campaign fails with `CampaignCancelledError`, too long a wait with
 * `CompletionTimeoutError`, and a paused, unstarted or stalled campaign as the options say; all carry the campaign as it
 * was last seen. Five transient failures in a row are put up with, on top of the client's retries, and each success
 * resets their number; a failure that will not pass, such as a wrong key or a campaign that does not exist, ends the
 * waiting at once.
 *
 * All who wait for a campaign through the same `Campaigns` service and the same schedule share one poll, each with
 * options of its own. Who comes later sees the latest look at once.
 *
 * With `until: "extracted"` a campaign that has nothing to extract is done when it is completed:
 * see `CompletionRules.isExtracted`.
 *
 * **Example** (Waiting for two hours at most)
 *
 * ```ts
 * import { CampaignCompletion } from "@effect-revox/streams"
 *
 * const completed = CampaignCompletion.awaitCompletion("campaign-id", { timeout: "2 hours" })
 * ```
 *
 * @category waiting
 * @since 0.1.0
 */
export const awaitCompletion = Effect.fn("CampaignCompletion.awaitCompletion")(function*(
  id: string,
  options: Options = {}
): Effect.fn.Return<Campaign.Campaign, RevoxError | CompletionError, Campaigns> {
  yield* Effect.annotateCurrentSpan("revox.campaign.id", id)
  const last = yield* Stream.runLast(sightings(id, options))
  // The stream ends with the campaign that was waited for, unless it fails.
  return (yield* Effect.orDie(Effect.fromOption(last))).campaign
})

/**
 * What a look at a campaign showed.
 *
 * @category models
 * @since 0.1.0
 */
export interface Snapshot {
  /** The campaign as it was. */
  readonly campaign: Campaign.Campaign
  /** How long it has been watched. */
  readonly elapsed: Duration.Duration
  /** The settled part of its rows, between 0 and 1; `None` when the server sent no `row_stats`. */
  readonly progress: Option.Option<number>
  /** Rows settled per second, over the last looks; `None` until there were two. */
  readonly rate: Option.Option<number>
  /** How long the rest will take at that rate; `None` while nothing is settled. */
  readonly timeLeft: Option.Option<Duration.Duration>
}

const sameCampaign = Schema.toEquivalence(Campaign.Campaign)

/**
 * The same wait as a stream of snapshots, for a progress bar: one when the watching starts and one for each change,
 * ending with that of the campaign that was waited for.
 *
 * @category waiting
 * @since 0.1.0
 */
export const watch = (
  id: string,
  options: Options = {}
): Stream.Stream<Snapshot, RevoxError | CompletionError, Campaigns> =>
  Stream.unwrap(Effect.map(Clock.currentTimeMillis, (since) => {
    const paceOf = Pace.make()
    return sightings(id, options).pipe(
      // The pace needs every look: that nothing changed between two of them is part of it.
      Stream.map(({ at, campaign }): Snapshot => ({
        campaign,
        elapsed: Duration.millis(Math.max(0, at - since)),
        progress: Campaign.progress(campaign),
        ...paceOf(campaign, at)
      })),
      Stream.changesWith((before, after) => sameCampaign(before.campaign, after.campaign))
    )
  }))

/**
 * {@link awaitCompletion} as a promise, for callers outside of Effect.
 *
 * **Details**
 *
 * What waiting fails with is what the promise rejects with: `CompletionError`, `RevoxError`. When `signal` is aborted, it
 * rejects with its reason, and nothing more is asked for.
 *
 * @category facades
 * @since 0.1.0
 */
export const toPromise = <R, ER>(
  runtime: ManagedRuntime<Campaigns | R, ER>,
  id: string,
  options: Options & Abortable = {}
): Promise<Campaign.Campaign> => Facade.toPromise(awaitCompletion(id, options), runtime, options)
