/**
 * Waits for a campaign to complete, as an effect, a stream of snapshots or a promise.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ManagedRuntime } from "effect/ManagedRuntime"
import type * as Option from "effect/Option"
import * as Random from "effect/Random"
import type * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CompletionError } from "./CompletionError.ts"
import * as Polling from "./CompletionPolling.ts"
import { type Settings, validate } from "./internal/completionSettings.ts"
import * as Facade from "./internal/facade.ts"
import * as Follow from "./internal/follow.ts"
import * as ProgressRate from "./internal/progressRate.ts"
import type * as SharedPoll from "./internal/sharedPoll.ts"
import type { SignalOptions } from "./RowsOptions.ts"

/**
 * The condition to wait for, the polling schedule, and the conditions that end the wait with an error.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * The condition to wait for: the campaign is completed, or it is completed and its structured output is extracted.
   * Default: `"completed"`.
   */
  readonly until?: "completed" | "extracted" | undefined
  /** Whether a paused campaign is waited for or fails the wait. Default: `"wait"`. */
  readonly onPaused?: "wait" | "fail" | undefined
  /** Whether a draft is waited for or fails the wait. Default: `"wait"`. */
  readonly onDraft?: "wait" | "fail" | undefined
  /** Maximum duration of the wait. `Infinity` disables the timeout. Default: 1 hour. */
  readonly timeout?: Duration.Input | undefined
  /**
   * Maximum time without a change of `row_stats`. Time during which the campaign is not running does not count. Default:
   * `Infinity`.
   */
  readonly stallTimeout?: Duration.Input | undefined
  /**
   * The polling schedule. Its input is the result of the last poll. A delay that the server requests is respected, up to
   * one day. Default: {@link defaultSchedule}.
   */
  readonly schedule?: Schedule.Schedule<unknown, Result.Result<Campaign.Campaign, RevoxError>> | undefined
}

/**
 * The default polling schedule: a delay of 5 seconds that grows by 50% after each poll, up to 45 seconds.
 *
 * **Details**
 *
 * A jitter of ±20% prevents concurrent waits from polling at the same time.
 *
 * @category schedules
 * @since 0.1.0
 */
export const defaultSchedule: Schedule.Schedule<unknown> = Schedule.forever.pipe(
  Schedule.modifyDelay(({ attempt }) => Effect.map(Random.next, (random) => Polling.nextDelay(attempt, random)))
)

const source: SharedPoll.Source<Campaigns, Campaigns["Service"], Campaign.Campaign> = {
  polls: Context.Reference("@effect-revox/streams/Polls", { defaultValue: () => new WeakMap() }),
  clientOf: (context) => Context.get(context, Campaigns),
  retrieve: (campaigns, id) => campaigns.retrieve(id),
  isWakeable: false
}

const rulesOf = (
  id: string,
  settings: Settings
): Follow.Rules<Campaign.Campaign, Polling.PollState, CompletionError> => {
  const options = { ...settings, maxConsecutiveFailures: Polling.defaultOptions.maxConsecutiveFailures }
  return {
    initial: Polling.initial,
    evaluate: (state, result, now) => Polling.evaluate(options, state, result, now),
    timedOut: (state, timeout) => Polling.timedOut(id, state, timeout),
    pollingEnded: (state) => Polling.pollingEnded(id, state)
  }
}

const follow = (
  id: string,
  options: Options,
  onObservation: (observation: Follow.Observation<Campaign.Campaign>) => void
): Effect.Effect<Campaign.Campaign, RevoxError | CompletionError, Campaigns> =>
  validate(options).pipe(
    Effect.mapErrorEager((reason) => new CompletionError({ campaignId: id, reason })),
    Effect.flatMapEager((settings) => {
      const { timeout } = settings
      const wait = { rules: rulesOf(id, settings), timeout, schedule: options.schedule ?? defaultSchedule }
      return Follow.follow(source, id, wait, onObservation)
    })
  )

/**
 * Waits until a campaign is completed, and returns the completed campaign.
 *
 * **Details**
 *
 * The first poll is sent immediately. The wait fails with a `CompletionError` that has one of these reasons. All except the
 * last have the campaign at the last successful poll, if there was one.
 *
 * - `CampaignCancelledError`: the campaign was cancelled
 * - `CompletionTimeoutError`: the campaign was not completed within `timeout`
 * - `CampaignPausedError`, `CampaignDraftError`, `CampaignStalledError`: see {@link Options}
 * - `PollingEndedError`: the schedule ended first
 * - `InvalidOptionError`: an option is invalid, and no poll was sent
 *
 * Five consecutive retryable failures are tolerated, in addition to the retries of the client. Each successful poll
 * resets the count. A failure that is not retryable, such as an invalid API key or an unknown campaign, ends the wait
 * immediately.
 *
 * Concurrent waits for the same campaign share one polling loop if they use the same `Campaigns` service, the same
 * schedule and the same overrides (such as `RevoxClient.withTimeout` around all of them). Their other options may differ.
 * A wait that joins later receives the latest result immediately.
 *
 * With `until: "extracted"`, a campaign without anything to extract is done when it is completed. See
 * `CompletionPolling.isExtracted`.
 *
 * **Example** (Waiting for at most two hours)
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
  Follow.traced(follow(id, options, () => {}), "CampaignCompletion.awaitCompletion", { "revox.campaign.id": id })

/**
 * A successful poll of a campaign, with its progress.
 *
 * @category models
 * @since 0.1.0
 */
export interface Snapshot {
  /** The campaign at the time of the poll. */
  readonly campaign: Campaign.Campaign
  /** The time since the stream started. */
  readonly elapsed: Duration.Duration
  /** The fraction of rows that are finished, between 0 and 1. `None` if the server sent no `row_stats`. */
  readonly progress: Option.Option<number>
  /** Rows finished per second, measured over the last polls. `None` until there are two. */
  readonly rate: Option.Option<number>
  /** The time that the remaining rows take at that rate. `None` while no row is finished. */
  readonly timeLeft: Option.Option<Duration.Duration>
}

const sameCampaign = Schema.toEquivalence(Campaign.Campaign)

/**
 * Waits until a campaign is completed, and streams a snapshot of it at the start and after each change.
 *
 * **When to use**
 *
 * Use to show progress, such as a progress bar.
 *
 * **Details**
 *
 * The last snapshot contains the completed campaign. The stream polls and fails in the same way as
 * {@link awaitCompletion}. Slow consumers receive only the latest snapshots.
 *
 * @category waiting
 * @since 0.1.0
 */
export const watch = (
  id: string,
  options: Options = {}
): Stream.Stream<Snapshot, RevoxError | CompletionError, Campaigns> =>
  Stream.unwrap(Effect.map(Follow.now, (since) => {
    const rateOf = ProgressRate.make()
    return Follow.observations<Campaign.Campaign, RevoxError | CompletionError, Campaigns>(
      (onObservation) => follow(id, options, onObservation)
    ).pipe(
      // The rate is computed before unchanged snapshots are dropped, because it depends on them.
      Stream.map(({ at, value: campaign }): Snapshot => ({
        campaign,
        elapsed: Duration.millis(Math.max(0, at - since)),
        progress: Campaign.progress(campaign),
        ...rateOf(campaign, at)
      })),
      Stream.changesWith((before, after) => sameCampaign(before.campaign, after.campaign))
    )
  }))

/**
 * Waits until a campaign is completed, and returns a promise of the completed campaign.
 *
 * **When to use**
 *
 * Use to call {@link awaitCompletion} from code that does not use Effect.
 *
 * **Details**
 *
 * The promise rejects with the error of the wait, a `CompletionError` or a `RevoxError`. If `signal` is aborted, the
 * promise rejects with the reason of the signal, and no further request is sent.
 *
 * @category facades
 * @since 0.1.0
 */
export const toPromise = <R, ER>(
  runtime: ManagedRuntime<Campaigns | R, ER>,
  id: string,
  options: Options & SignalOptions = {}
): Promise<Campaign.Campaign> => Facade.toPromise(awaitCompletion(id, options), runtime, options)
