/**
 * Creates campaigns, checks that the server launched them as requested, and waits for them.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import { RevoxError } from "@effect-revox/client/RevoxError"
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { ValidateOptions } from "@effect-revox/schema/CampaignContact"
import type { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as CampaignCompletion from "./CampaignCompletion.ts"
import type { CompletionError } from "./CompletionError.ts"
import { validateCreation } from "./internal/completionSettings.ts"

/**
 * A campaign was created, and the server did not respect `launch`: it launched the campaign despite `false`, or created a
 * draft despite `true`.
 *
 * @category errors
 * @since 0.1.0
 */
export class LaunchMismatchError extends Schema.TaggedError<LaunchMismatchError>()("LaunchMismatchError", {
  id: Schema.String.annotateKey({ description: "The id of the created campaign." }),
  requested: Schema.Boolean.annotateKey({ description: "The value of `launch` in the request." }),
  found: Schema.String.annotateKey({ description: "The status of the created campaign." })
}) {
  override get message(): string {
    const { found, id, requested } = this
    return requested
      ? `Campaign ${id} was created, but not launched: its status is ${found}. Launch it to call its contacts.`
      : `Campaign ${id} was launched, although a draft was requested: its status is ${found}. ` +
        "Cancel it if its contacts must not be called."
  }

  /** Whether creating the campaign again may succeed: always `false`, because a second campaign would be created. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Fails with {@link LaunchMismatchError} if the status of a created campaign does not match its request.
 *
 * **Details**
 *
 * A campaign with `scheduled_at` may be a draft until that time. A status that this package does not know matches any
 * request.
 *
 * @category checks
 * @since 0.1.0
 */
export const verifyLaunch = (
  campaign: Campaign,
  request: Pick<CampaignCreate, "launch" | "scheduled_at">
): Effect.Effect<Campaign, LaunchMismatchError> => {
  const { id, status } = campaign
  const matches = request.launch
    ? status !== "draft" || request.scheduled_at !== undefined
    : status !== "running" && status !== "completed"
  return matches
    ? Effect.succeed(campaign)
    : Effect.fail(new LaunchMismatchError({ id, requested: request.launch, found: status }))
}

/**
 * Creates a campaign, and fails with {@link LaunchMismatchError} if the server did not respect `launch`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const create = (
  request: CampaignCreate,
  options?: ValidateOptions
): Effect.Effect<Campaign, RevoxError | LaunchMismatchError, Campaigns> =>
  Effect.flatMap(
    Campaigns.use((campaigns) => campaigns.create(request, options)),
    (campaign) => verifyLaunch(campaign, request)
  )

/**
 * The options of {@link createAndAwait}.
 *
 * @category models
 * @since 0.1.0
 */
export interface CreateAndAwaitOptions<E = never, R = never> extends ValidateOptions, CampaignCompletion.Options {
  /**
   * Runs after the campaign is created and before the wait, for example to store its id. It is not interrupted: limit its
   * time if it may hang.
   */
  readonly onCreated?: ((campaign: Campaign) => Effect.Effect<unknown, E, R>) | undefined
}

/**
 * Creates a campaign and waits until it is completed.
 *
 * **Details**
 *
 * The wait has the options and errors of `CampaignCompletion.awaitCompletion`. It does not start if the server created a
 * draft despite `launch: true`: this fails with {@link LaunchMismatchError}. Invalid options fail before the campaign is
 * created, with the `InvalidOptionError` of a `RevoxError`.
 *
 * **Gotchas**
 *
 * Store the id in `onCreated`. If the process ends during the wait, `CampaignCompletion.awaitCompletion` continues with it.
 *
 * **Example** (Creating a campaign and waiting for it)
 *
 * ```ts
 * import { CampaignCreation } from "@effect-revox/streams"
 * import { Effect } from "effect"
 *
 * const completed = CampaignCreation.createAndAwait({
 *   assistant_id: "assistant-id",
 *   contacts: [{ to_phone_number: "+33184801234", prompt_variables: { first_name: "Zoë" } }],
 *   launch: true,
 *   name: "Spring"
 * }, {
 *   timeout: "2 days",
 *   onCreated: (campaign) => Effect.logInfo("Created", campaign.id)
 * })
 * ```
 *
 * @category waiting
 * @since 0.1.0
 */
export const createAndAwait = <E = never, R = never>(
  request: CampaignCreate,
  options: CreateAndAwaitOptions<E, R> = {}
): Effect.Effect<Campaign, E | RevoxError | CompletionError | LaunchMismatchError, R | Campaigns> =>
  Effect.gen(function*() {
    const campaigns = yield* Campaigns
    // An invalid option must not be found when the campaign is running already.
    yield* Effect.mapError(
      validateCreation(options),
      (reason) => new RevoxError({ operation: "CampaignCreation.createAndAwait", reason })
    )
    const { allowDuplicates, allowMissingVariables, onCreated = () => Effect.void, ...completion } = options
    // The id must be known even if the status is not as requested, or if the fiber is interrupted meanwhile.
    const campaign = yield* Effect.uninterruptibleMask((restore) =>
      Effect.tap(restore(campaigns.create(request, { allowDuplicates, allowMissingVariables })), onCreated)
    )
    yield* verifyLaunch(campaign, request)
    return yield* CampaignCompletion.awaitCompletion(campaign.id, completion)
  })
