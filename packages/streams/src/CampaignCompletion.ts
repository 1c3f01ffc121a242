/**
 * Waiting for a campaign to be completed.
 *
 * @since 0.1.0
 */
import * as Campaigns from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Completion from "./CompletionError.ts"

/**
 * How often to look, and for how long.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** When to look again after the first look. Default {@link defaultSchedule}. */
  readonly schedule?: Schedule.Schedule<unknown, Campaign.Campaign> | undefined
  /** How long to wait altogether; `Infinity` for as long as it takes. Default 1 hour. */
  readonly timeout?: Duration.Input | undefined
}

/**
 * Looks again after 5 seconds, then after pauses that grow by half each time up to 45 seconds, all jittered by a fifth
 * either way so that many waiters do not ask in step.
 *
 * @category schedules
 * @since 0.1.0
 */
export const defaultSchedule: Schedule.Schedule<unknown> = Schedule.min([
  Schedule.exponential("5 seconds", 1.5),
  Schedule.spaced("45 seconds")
]).pipe(Schedule.jittered)

/** What a look at the campaign means for the waiting. */
const judge = (campaign: Campaign.Campaign): Effect.Effect<Campaign.Campaign, Completion.CompletionError> =>
  campaign.is_cancelled
    ? Effect.fail(
      new Completion.CompletionError({
        campaignId: campaign.id,
        reason: new Completion.CampaignCancelledError({ lastSeen: campaign })
      })
    )
    : Effect.succeed(campaign)

/** Every look at the campaign, up to the one that finds it completed. It never ends before that, unless by failing. */
const polls = (id: string, options: Options) =>
  Stream.suspend(() => {
    let lastSeen: Campaign.Campaign | undefined
    const fail = (reason: (seen: { readonly lastSeen?: Campaign.Campaign }) => Completion.CompletionError["reason"]) =>
      Effect.suspend(() =>
        Effect.fail(
          new Completion.CompletionError({
            campaignId: id,
            reason: reason(lastSeen === undefined ? {} : { lastSeen })
          })
        )
      )
    const look = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
      Effect.tap((campaign) => Effect.sync(() => (lastSeen = campaign))),
      Effect.flatMap(judge)
    )
    const timeout = Duration.fromInputUnsafe(options.timeout ?? "1 hour")
    const deadline = Duration.isFinite(timeout)
      ? Effect.delay(fail((seen) => new Completion.CompletionTimeoutError({ timeout, ...seen })), timeout)
      : Effect.never

    return Stream.fromEffectSchedule(look, options.schedule ?? defaultSchedule).pipe(
      Stream.concat(Stream.fromEffect(fail((seen) => new Completion.PollingEndedError(seen)))),
      Stream.takeUntil((campaign) => campaign.status === "completed"),
      Stream.interruptWhen(deadline)
    )
  })

/**
 * Waits until a campaign is completed, and gives it as it is then.
 *
 * **Details**
 *
 * The first look is taken at once. A cancelled campaign fails with `CampaignCancelledError`, too long a wait with
 * `CompletionTimeoutError`; both carry the campaign as it was last seen.
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
): Effect.fn.Return<Campaign.Campaign, RevoxError | Completion.CompletionError, Campaigns.Campaigns> {
  const last = yield* Stream.runLast(polls(id, options))
  return yield* Effect.orDie(Effect.fromOption(last))
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
  /** The settled part of its rows, between 0 and 1; `None` when the server sent no `row_stats`. */
  readonly progress: Option.Option<number>
}

const sameCampaign = Schema.toEquivalence(Campaign.Campaign)

/**
 * The same wait as a stream of snapshots, for a progress bar: one when the watching starts and one for each change,
 * ending with that of the completed campaign.
 *
 * @category waiting
 * @since 0.1.0
 */
export const watch = (
  id: string,
  options: Options = {}
): Stream.Stream<Snapshot, RevoxError | Completion.CompletionError, Campaigns.Campaigns> =>
  polls(id, options).pipe(
    Stream.changesWith(sameCampaign),
    Stream.map((campaign) => ({ campaign, progress: Campaign.progress(campaign) }))
  )
