/**
 * Waiting for a campaign to be completed.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import type * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { CompletionError } from "./CompletionError.ts"
import * as Rules from "./CompletionPolling.ts"
import * as Facade from "./internal/facade.ts"
import * as Pace from "./internal/pace.ts"
import * as SharedPoll from "./internal/sharedPoll.ts"
import type { SignalOptions } from "./RowsOptions.ts"

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
  readonly onPaused?: "wait" | "fail" | undefined
  /** Whether to wait for a draft to be started. Default `"wait"`. */
  readonly onDraft?: "wait" | "fail" | undefined
  /** How long to wait altogether; `Infinity` for as long as it takes. Default 1 hour. */
  readonly timeout?: Duration.Input | undefined
  /**
   * How long the `row_stats` may stay the same before the waiting fails. Only the time counts in which the campaign is
   * said to run. Default `Infinity`.
   */
  readonly stallTimeout?: Duration.Input | undefined
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
  Schedule.modifyDelay(({ attempt }) => Effect.map(Random.next, (random) => Rules.nextDelay(attempt, random)))
)

const policyOf = (options: Options): Rules.Options => ({
  until: options.until ?? Rules.defaultOptions.until,
  onPaused: options.onPaused ?? Rules.defaultOptions.onPaused,
  onDraft: options.onDraft ?? Rules.defaultOptions.onDraft,
  stallTimeout: options.stallTimeout === undefined
    ? Rules.defaultOptions.stallTimeout
    : Duration.fromInputUnsafe(options.stallTimeout),
  maxConsecutiveFailures: Rules.defaultOptions.maxConsecutiveFailures
})

/** A look that showed the campaign. */
interface Sighting {
  readonly campaign: Campaign.Campaign
  readonly at: number
}

/**
 * Sees the campaign at each look that shows it, and gives it when it is what was waited for.
 *
 * Tens of thousands may wait in one process, so that somebody who waits is one suspended fiber, and one for the alarm:
 * no stream, no queue, no scope.
 */
const follow = (
  id: string,
  options: Options,
  see: (sighting: Sighting) => void
): Effect.Effect<Campaign.Campaign, RevoxError | CompletionError, Campaigns> =>
  Effect.contextWith((context: Context.Context<Campaigns>) =>
    Effect.callback((resume) => {
      const since = Context.get(context, Clock.Clock).currentTimeMillisUnsafe()
      const policy = policyOf(options)
      const timeout = Duration.fromInputUnsafe(options.timeout ?? "1 hour")
      let waiting = Rules.initial(since)
      let alarm: Fiber.Fiber<void> | undefined
      let isOver = false

      const end = (exit: Exit.Exit<Campaign.Campaign, RevoxError | CompletionError>): false => {
        isOver = true
        alarm?.interruptUnsafe()
        resume(exit)
        return false
      }

      const waiter: SharedPoll.Waiter = (event) => {
        if (event._tag === "End") {
          return end(
            Exit.isFailure(event.exit) ? Exit.failCause(event.exit.cause) : Exit.fail(Rules.pollingEnded(id, waiting))
          )
        }
        const judgement = Rules.evaluate(policy, waiting, event.result, Math.max(since, event.at))
        // A look from before the waiting is good news if it is any: only one of our own may end it badly.
        if (judgement._tag === "Failed" && event.at < since) return true
        waiting = judgement.state
        if (judgement._tag === "Failed") return end(Exit.fail(judgement.error))
        if (Result.isSuccess(event.result)) see({ campaign: event.result.success, at: event.at })
        return judgement._tag === "Wait" ? true : end(Exit.succeed(judgement.campaign))
      }

      const leave = SharedPoll.join(waiter, context, id, options.schedule ?? defaultSchedule)
      // Who came late may have seen enough already: an alarm would keep the process from its end.
      if (!isOver && Duration.isFinite(timeout)) {
        const late = Effect.sync(() => {
          const left = leave()
          resume(Effect.andThen(left, Effect.suspend(() => Effect.fail(Rules.timedOut(id, waiting, timeout)))))
        })
        alarm = Effect.runForkWith(context)(Effect.delay(late, timeout))
      }
      return Effect.suspend(() => {
        alarm?.interruptUnsafe()
        return leave()
      })
    })
  )

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
 * see `CompletionPolling.isExtracted`.
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
export const awaitCompletion = (
  id: string,
  options: Options = {}
): Effect.Effect<Campaign.Campaign, RevoxError | CompletionError, Campaigns> =>
  Effect.withFiber((fiber) => {
    const wait = follow(id, options, () => {})
    // A span takes a third of the memory of somebody who waits, so it is made where there is a tracer to see it.
    return fiber.cache.tracer === undefined
      ? wait
      : Effect.withSpan(wait, "CampaignCompletion.awaitCompletion", {
        attributes: { "revox.campaign.id": id },
        captureStackTrace: false
      })
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

/** The campaign at each look that showed it, up to the one that was waited for. */
const sightings = (id: string, options: Options) =>
  Stream.callback<Sighting, RevoxError | CompletionError, Campaigns>(
    (queue) =>
      follow(id, options, (sighting) => Queue.offerUnsafe(queue, sighting)).pipe(
        Effect.onExit((exit) => Exit.isSuccess(exit) ? Queue.end(queue) : Queue.failCause(queue, exit.cause))
      ),
    // Who watches slowly wants to know how things are, not how they were.
    { bufferSize: 16, strategy: "sliding" }
  )

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
  options: Options & SignalOptions = {}
): Promise<Campaign.Campaign> => Facade.toPromise(awaitCompletion(id, options), runtime, options)
