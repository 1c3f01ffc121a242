/**
 * Service that starts, lists, watches, pauses, cancels and continues campaign runs.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import type { RowsError } from "@effect-revox/streams/RowsError"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import type { CampaignRunError } from "./CampaignRunError.ts"
import { AdoptionMismatchError, type CampaignRunsError, RunStateError } from "./CampaignRunsError.ts"
import type { ExportRecord } from "./ExportRecord.ts"
import type { ExportStore } from "./ExportStore.ts"
import { validateAdopt, validateCancel, validateRunList, validateService } from "./internal/options.ts"
import * as Access from "./internal/run/access.ts"
import * as Change from "./internal/run/changes.ts"
import * as Contacts from "./internal/run/contacts.ts"
import * as Dispatch from "./internal/run/dispatch.ts"
import * as Follow from "./internal/run/follow.ts"
import * as Match from "./internal/run/match.ts"
import * as Request from "./internal/run/request.ts"
import * as RunRecord from "./RunRecord.ts"
import type { ListOptions, RunStore } from "./RunStore.ts"

/**
 * Request to start a run. `RunJob` documents the fields and their defaults.
 *
 * @category models
 * @since 0.1.0
 */
export interface RunRequest<E = never, R = never> extends Request.JobRequest {
  /**
   * Contacts of the campaign: a list or a stream of contacts, or the lines of `Contacts.decode`. They are read once,
   * validated, and stored before anything is sent. They are not read when the run exists.
   */
  readonly contacts: Iterable<Contacts.Item> | Stream.Stream<Contacts.Item, E, R>
}

/**
 * State of a run, with that of its export.
 *
 * @category models
 * @since 0.1.0
 */
export interface RunProgress extends RunRecord.RunRecord {
  /** State of its export: the last poll of the campaign, and the rows written so far. Null before it starts. */
  readonly export: ExportRecord | null
}

/**
 * Options for cancelling a run.
 *
 * @category models
 * @since 0.1.0
 */
export interface CancelOptions {
  /** Whether to delete or cancel the campaign also when the run has adopted it. Default: false. */
  readonly adoptedCampaign?: boolean | undefined
}

/**
 * Options for adopting a campaign.
 *
 * @category models
 * @since 0.1.0
 */
export interface AdoptOptions {
  /** Whether to adopt a campaign whose name, assistant or phone numbers differ. Default: false. */
  readonly force?: boolean | undefined
}

/**
 * Service that starts, lists, watches, pauses, cancels and continues campaign runs.
 *
 * @category services
 * @since 0.1.0
 */
export class CampaignRuns extends Context.Service<CampaignRuns, {
  /**
   * Stores the contacts and starts a run without waiting for it. Returns the existing run when its key is in use, whatever
   * its state is: the same key never creates a second campaign.
   */
  readonly start: <E = never, R = never>(
    request: RunRequest<E, R>
  ) => Effect.Effect<RunRecord.RunRecord, E | CampaignRunsError, R>
  /** Returns the current state of a run, with that of its export. */
  readonly get: (id: string) => Effect.Effect<RunProgress, CampaignRunsError>
  /** Lists runs, newest first. */
  readonly list: (options?: ListOptions) => Effect.Effect<ReadonlyArray<RunRecord.RunRecord>, CampaignRunsError>
  /** Streams the state of a run each time it changes, and ends when the run ends. */
  readonly watch: (id: string) => Stream.Stream<RunProgress, CampaignRunsError>
  /** Waits until a run ends, and returns its summary. Fails with the error of the run. */
  readonly result: (id: string) => Effect.Effect<RunRecord.RunSummary, CampaignRunError | CampaignRunsError>
  /**
   * Requests the cancellation of a run without waiting for it.
   *
   * **Details**
   *
   * A draft that the run created is deleted. A campaign that the run created and that is launched is cancelled. An adopted
   * campaign stays as it is, unless `adoptedCampaign` is set. A failed run can be cancelled too. Complete and cancelled
   * runs do not change.
   */
  readonly cancel: (id: string, options?: CancelOptions) => Effect.Effect<RunRecord.RunRecord, CampaignRunsError>
  /**
   * Pauses a run, and its campaign if it is running. A run without a campaign does not create one while it is paused, and
   * a draft is not launched. Fails with a `RevoxError` when the request fails: pause the run again.
   */
  readonly pause: (id: string) => Effect.Effect<RunRecord.RunRecord, CampaignRunsError | RevoxError>
  /**
   * Resumes a paused run and its campaign, or continues a failed run whose campaign is known. Nothing is created or
   * launched twice.
   */
  readonly resume: (id: string) => Effect.Effect<RunRecord.RunRecord, CampaignRunsError | RevoxError>
  /**
   * Continues a run with an existing campaign, after `CreateOutcomeUnknownError` or `CampaignExistsError`. Fails when the
   * name, the assistant or the phone numbers of the campaign differ, unless `force` is set.
   */
  readonly adopt: (
    id: string,
    campaignId: string,
    options?: AdoptOptions
  ) => Effect.Effect<RunRecord.RunRecord, CampaignRunsError | RevoxError>
  /**
   * Continues a failed run that has no campaign, by creating it again, or one whose launch has an unknown outcome, by
   * launching it again. First checks once more that there is no such campaign, and that it is a draft.
   *
   * **Gotchas**
   *
   * Contacts are called twice if the server acts on the first request after this check.
   */
  readonly sendAgain: (id: string) => Effect.Effect<RunRecord.RunRecord, CampaignRunsError>
}>()("@effect-revox/workflow/CampaignRuns") {}

/**
 * Options of a `CampaignRuns`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Base URL of the client. Runs that this process starts have it, and pausing, resuming, adopting or sending again a run
   * of another base URL fails with `BaseUrlMismatchError`. Default: that of each request, or none.
   */
  readonly baseUrl?: string | undefined
}

/**
 * Creates a `CampaignRuns` on a workflow engine, a `RunStore` and an `ExportStore`, with options.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeWith = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<
  CampaignRuns["Service"],
  InvalidOptionError,
  Campaigns | ExportStore | RunStore | WorkflowEngine
> {
  const { baseUrl } = yield* validateService(options)
  const campaigns = yield* Campaigns
  const access = yield* Access.make(baseUrl)
  const { fail, modify, store } = access
  const follow = yield* Follow.make(access)
  const { change, dispatch } = yield* Dispatch.make(access)

  const start = Effect.fn("CampaignRuns.start")(
    function*<E, R>(request: RunRequest<E, R>): Effect.fn.Return<RunRecord.RunRecord, E | CampaignRunsError, R> {
      const operation = "CampaignRuns.start"
      const job = yield* access.jobOf(operation, request)
      yield* Effect.annotateCurrentSpan("revox.run.id", job.key)
      const begin = (run: RunRecord.RunRecord) =>
        Effect.flatMap(access.sameJob(operation, run, job), (run) => dispatch(operation, run))
      const existing = yield* access.stored(operation, store.get(job.key))
      if (Option.isSome(existing)) return yield* begin(existing.value)
      yield* access.checkTarget(operation, job)
      const contacts = yield* Contacts.collect(request.contacts, job, (reason) => fail(operation, reason))
      yield* access.validated(operation, Request.validate(job, contacts))
      const now = yield* Clock.currentTimeMillis
      const run = RunRecord.make(job, contacts.length, now)
      return yield* begin(yield* access.stored(operation, store.insert(run, contacts)))
    }
  )

  const cancel = Effect.fn("CampaignRuns.cancel")(function*(id: string, options: CancelOptions = {}) {
    const operation = "CampaignRuns.cancel"
    const { adoptedCampaign = false } = yield* access.validated(operation, validateCancel(options))
    return yield* change(operation, id, Change.cancel(adoptedCampaign))
  })

  const pause = Effect.fn("CampaignRuns.pause")(function*(id: string) {
    yield* access.findOwn("CampaignRuns.pause", id)
    const run = yield* modify("CampaignRuns.pause", id, Change.pause)
    if (run.campaignId === null) return run
    const { status } = yield* campaigns.retrieve(run.campaignId)
    if (status === "running") yield* campaigns.pause(run.campaignId)
    return run
  })

  const resume = Effect.fn("CampaignRuns.resume")(function*(id: string) {
    const operation = "CampaignRuns.resume"
    yield* access.findOwn(operation, id)
    const run = yield* change(operation, id, Change.resume)
    if (run.campaignId === null) return run
    const { status } = yield* campaigns.retrieve(run.campaignId)
    if (status === "paused") yield* campaigns.resume(run.campaignId)
    return run
  })

  const adopt = Effect.fn("CampaignRuns.adopt")(
    function*(id: string, campaignId: string, options: AdoptOptions = {}): Effect.fn.Return<
      RunRecord.RunRecord,
      CampaignRunsError | RevoxError
    > {
      const operation = "CampaignRuns.adopt"
      const { force = false } = yield* access.validated(operation, validateAdopt(options))
      const run = yield* access.findOwn(operation, id)
      const contacts = yield* access.stored(operation, store.contacts(id))
      const campaign = yield* campaigns.retrieve(campaignId)
      const notComparable = ({ message }: RowsError) =>
        fail(operation, new RunStateError({ id, problem: `cannot be compared with ${campaignId}: ${message}` }))
      const fields = yield* Match.differences(run.job, contacts, campaign).pipe(
        Effect.provideService(Campaigns, campaigns),
        Effect.catchTag("RowsError", notComparable)
      )
      if (fields.length > 0 && !force) {
        return yield* fail(operation, new AdoptionMismatchError({ id, campaignId, fields }))
      }
      return yield* change(operation, id, Change.adopt(campaign.id))
    }
  )

  const sendAgain = Effect.fn("CampaignRuns.sendAgain")(function*(id: string) {
    const operation = "CampaignRuns.sendAgain"
    yield* access.findOwn(operation, id)
    return yield* change(operation, id, Change.sendAgain)
  })

  return {
    start,
    get: follow.get,
    watch: follow.watch,
    result: follow.result,
    cancel,
    pause,
    resume,
    adopt,
    sendAgain,
    list: Effect.fnUntraced(function*(options: ListOptions = {}) {
      const operation = "CampaignRuns.list"
      return yield* access.stored(operation, store.list(yield* access.validated(operation, validateRunList(options))))
    })
  }
})

/**
 * Creates a `CampaignRuns` on a workflow engine, a `RunStore` and an `ExportStore`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  CampaignRuns["Service"],
  never,
  Campaigns | ExportStore | RunStore | WorkflowEngine
> = Effect.orDie(makeWith({}))

/**
 * Provides `CampaignRuns` on a workflow engine, a `RunStore` and an `ExportStore`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<
  CampaignRuns,
  never,
  Campaigns | ExportStore | RunStore | WorkflowEngine
> = Layer.effect(CampaignRuns, make)

/**
 * Provides `CampaignRuns` on a workflow engine, a `RunStore` and an `ExportStore`, with options.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerWith = (
  options: Options
): Layer.Layer<CampaignRuns, InvalidOptionError, Campaigns | ExportStore | RunStore | WorkflowEngine> =>
  Layer.effect(CampaignRuns, makeWith(options))
