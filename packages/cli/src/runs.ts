/**
 * Implementation of the `revox run` commands. It is loaded on demand, because the engine and the database are most of the
 * code.
 *
 * @since 0.1.0
 */
import * as Options from "@effect-revox/schema/Options"
import { RunJob } from "@effect-revox/workflow"
import type { RunProgress } from "@effect-revox/workflow/CampaignRuns"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.ts"
import { read, type Source } from "./internal/campaigns/contacts.ts"
import * as ContactsReport from "./internal/campaigns/contactsReport.ts"
import * as Confirm from "./internal/confirm.ts"
import { connectOnce } from "./internal/exports/connectOnce.ts"
import * as Find from "./internal/exports/find.ts"
import { retryWithoutOwner } from "./internal/exports/retryWithoutOwner.ts"
import * as Place from "./internal/exports/place.ts"
import { failure, usage } from "./internal/failure.ts"
import * as Ids from "./internal/ids.ts"
import * as Output from "./internal/output.ts"
import * as ProgressBar from "./internal/progressBar.ts"
import * as Follow from "./internal/runs/follow.ts"
import * as RunFind from "./internal/runs/find.ts"
import type { Runs } from "./internal/runs/control.ts"
import * as RunServices from "./internal/runs/services.ts"
import * as Show from "./internal/runs/show.ts"
import * as Watch from "./internal/runs/watch.ts"
import * as Table from "./internal/table.ts"

/**
 * Flags that all run commands share.
 *
 * @category models
 * @since 0.1.0
 */
export interface Flags {
  /** Directory of the runs. Overrides the environment variables. */
  readonly dataDirectory: Option.Option<string>
  /** Whether to print JSON. */
  readonly json: boolean
}

/**
 * Flags of the `revox run start` command.
 *
 * @category models
 * @since 0.1.0
 */
export interface StartFlags extends Flags, Source {
  /** Whether to exit as soon as the run is stored. */
  readonly detach: boolean
  /** Whether to leave out rejected lines. */
  readonly skipRejected: boolean
  /** Whether the calls are confirmed. */
  readonly yes: boolean
  /** How to continue a run that has stopped with an error. */
  readonly continueBy: "none" | "resume" | "sendAgain"
}

type Job = Omit<(typeof RunJob.RunJob)["~type.make.in"], "export"> & {
  readonly export: Omit<(typeof RunJob.RunExport)["~type.make.in"], "baseUrl">
}

const makeJob = (job: Job, baseUrl: string) => {
  const given = { ...job, export: { ...job.export, baseUrl } }
  return Effect.mapError(RunJob.RunJob.makeEffect(given), (issue) => {
    const { option, problem } = Options.fromIssue(issue, given)
    return usage(`${option === "key" ? "--key" : option} is invalid: ${problem}`)
  })
}

/** Reads the contacts and confirms the calls, once, even if the work of another process is taken over. */
const approve = Effect.fnUntraced(function*(flags: StartFlags, job: RunJob.RunJob) {
  const contacts = yield* read(flags)
  yield* ContactsReport.ensureValid(contacts, { printed: false, skipRejected: flags.skipRejected })
  const number = ContactsReport.count(contacts.contacts.length, "contact")
  const prompts = job.launch !== "manual" && (yield* Confirm.needsPrompt(
    flags.yes,
    `Without a terminal to prompt on, add --yes to call ${number}. Nothing was sent.`
  ))
  yield* ContactsReport.reportOmitted(contacts)
  if (prompts) {
    yield* Confirm.prompt(
      `Start the run ${job.key} and call ${number} with the assistant ${job.campaign.assistant_id}?`,
      "Nothing was sent."
    )
  }
  return contacts.contacts
})

/** Continues a run that has stopped with an error, if a flag requests it. */
const continueRun = Effect.fnUntraced(function*(runs: Runs, id: string, flags: StartFlags) {
  const { continueBy, yes } = flags
  if (continueBy === "none") return
  yield* Confirm.confirm({
    confirmed: yes,
    question: continueBy === "resume"
      ? `Continue the run ${id} with its campaign?`
      : `Send the request of the run ${id} again? Contacts are called twice if the first one still takes effect.`,
    unconfirmed: `Without a terminal to prompt on, add --yes to continue the run ${id}. Nothing was sent.`,
    declined: "Nothing was sent."
  })
  yield* continueBy === "resume" ? runs.resume(id) : runs.sendAgain(id)
})

/**
 * Starts a run, or continues the one with the same key, and shows its progress until it ends, unless `detach` is set. When
 * the process that runs it ends, this process takes over.
 *
 * @category commands
 * @since 0.1.0
 */
export const start = Effect.fnUntraced(
  function*(flags: StartFlags, request: Job) {
    const place = yield* Place.place(flags.dataDirectory)
    const service = yield* connectOnce
    const { assistant_id } = request.campaign
    const assistant = yield* Ids.assistantOf(service, assistant_id, { confirmed: flags.yes })
    const campaign = { ...request.campaign, assistant_id: assistant }
    const job = yield* makeJob({ ...request, campaign }, service.baseUrl)
    let contacts: Effect.Success<ReturnType<typeof approve>> | undefined
    let isContinued = false

    const run = Effect.scoped(Effect.gen(function*() {
      const manager = yield* RunServices.openManager(place, service, !flags.detach)
      const { runs } = manager
      const known = yield* Effect.asSome(runs.get(job.key)).pipe(
        Effect.catchReason("CampaignRunsError", "UnknownRunError", () => Effect.succeedNone)
      )
      // The contacts of a known run are stored, and not read again.
      if (Option.isNone(known)) contacts ??= yield* approve(flags, job)
      const { id } = yield* runs.start(job, contacts ?? [])
      if (Option.isSome(known) && !isContinued) yield* continueRun(runs, id, flags)
      isContinued = true
      if (flags.detach) return yield* Follow.print(yield* runs.get(id), flags.json)
      yield* Follow.follow(manager, id, flags.json)
    }))
    yield* flags.detach ? run : retryWithoutOwner(run)
  },
  Effect.scoped
)

/**
 * Shows a run.
 *
 * @category commands
 * @since 0.1.0
 */
export const status = Effect.fnUntraced(
  function*(flags: Flags, id: string) {
    const reader = yield* RunServices.openReader(yield* Place.place(flags.dataDirectory))
    yield* Follow.print(yield* reader.get(yield* RunFind.find(reader, id, false)), flags.json)
  },
  Effect.scoped,
  retryWithoutOwner
)

/**
 * Lists runs.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Effect.fnUntraced(
  function*(flags: Flags & { readonly active: boolean; readonly limit: number }) {
    const reader = yield* RunServices.openReader(yield* Place.place(flags.dataDirectory))
    const found = yield* reader.list({ active: flags.active, limit: Find.oneMore(flags.limit) })
    const items = found.slice(0, flags.limit)
    yield* flags.json
      ? Effect.forEach(items, (run) => Effect.flatMap(Show.toListJson(run), Output.json), { discard: true })
      : Table.print({ ...Show.list, items }, false)
    if (found.length > items.length) yield* Table.noteMore(items.length, undefined, "runs")
  },
  Effect.scoped,
  retryWithoutOwner
)

/**
 * Shows the progress of a run until it ends.
 *
 * @category commands
 * @since 0.1.0
 */
export const watch = Effect.fnUntraced(function*(flags: Flags & { readonly timeout: Duration.Duration }, key: string) {
  const { json, timeout } = flags
  const place = yield* Place.place(flags.dataDirectory)
  const found = Effect.flatMap(RunServices.openReader(place), (reader) => RunFind.find(reader, key, false))
  const id = yield* retryWithoutOwner(Effect.scoped(found))
  const last = yield* Ref.make(Option.none<RunProgress>())
  const states = Stream.tap(Watch.watch(place, id), (run) => Ref.set(last, Option.some(run)))
  const shown = Effect.gen(function*() {
    if (json) yield* Stream.runForEach(states, (run) => Follow.print(run, true))
    else yield* ProgressBar.showResult(states, Show)
  })
  yield* Effect.timeoutOrElse(shown, {
    duration: timeout,
    orElse: () =>
      Effect.fail(failure(
        ExitCode.timeout,
        `The run ${id} has not ended within ${Duration.format(timeout)}.`,
        "Run the command again to continue, or increase --timeout."
      ))
  })
  const run = yield* Effect.orDie(Effect.fromOption(yield* Ref.get(last)))
  if (run.error !== null) return yield* Follow.advise(run, run.error)
  if (run.summary === null) return yield* failure(ExitCode.cancelled, `The run ${id} was cancelled.`)
  if (!json) yield* Follow.printResult(run.summary)
})

/**
 * Cancels a run and waits until its campaign places no more calls.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Effect.fnUntraced(
  function*(flags: Flags & { readonly adoptedCampaign: boolean; readonly yes: boolean }, key: string) {
    const place = yield* Place.place(flags.dataDirectory)
    const unconfirmed = `Without a terminal to prompt on, add --yes to cancel the run ${key}. Nothing was sent.`
    const prompts = yield* Confirm.needsPrompt(flags.yes, unconfirmed)
    const find = Effect.flatMap(RunServices.openReader(place), (reader) => RunFind.find(reader, key, flags.yes))
    const id = yield* Effect.scoped(find)
    if (prompts) yield* Confirm.prompt(`Cancel the run ${id} and the campaign that it created?`)
    const service = yield* connectOnce
    yield* retryWithoutOwner(Effect.scoped(Effect.gen(function*() {
      const { runs } = yield* RunServices.openManager(place, service)
      yield* runs.cancel(id, flags.adoptedCampaign)
      yield* Stream.runDrain(Follow.watch(runs, id)).pipe(
        Effect.timeoutOrElse({
          duration: "1 minute",
          orElse: () =>
            Effect.fail(
              failure(
                ExitCode.timeout,
                `Run ${id} was not cancelled within a minute. A runner continues to cancel it.`
              )
            )
        })
      )
      const last = yield* runs.get(id)
      if (last.error !== null) return yield* Follow.advise(last, last.error)
      yield* Follow.print(last, flags.json)
    })))
  },
  Effect.scoped
)

/**
 * Continues a run with an existing campaign, and shows its progress until it ends, unless `detach` is set.
 *
 * @category commands
 * @since 0.1.0
 */
export const adopt = Effect.fnUntraced(
  function*(
    flags: Flags & { readonly detach: boolean; readonly force: boolean },
    key: string,
    campaign: string
  ) {
    const place = yield* Place.place(flags.dataDirectory)
    const service = yield* connectOnce
    const campaignId = yield* Ids.campaignOf(service, campaign)
    const run = Effect.scoped(Effect.gen(function*() {
      const manager = yield* RunServices.openManager(place, service, !flags.detach)
      const id = yield* RunFind.find(manager.runs, key, false)
      const { campaignId: known } = yield* manager.runs.get(id)
      if (known !== campaignId) {
        yield* Effect.catchReason(
          manager.runs.adopt(id, campaignId, flags.force),
          "CampaignRunsError",
          "AdoptionMismatchError",
          ({ fields }) =>
            Effect.fail(usage(
              `The campaign ${campaignId} differs from that of the run ${id} in ${fields.join(", ")}.`,
              "Check its id, or add --force to adopt it."
            ))
        )
      }
      if (flags.detach) return yield* Follow.print(yield* manager.runs.get(id), flags.json)
      yield* Follow.follow(manager, id, flags.json)
    }))
    yield* flags.detach ? run : retryWithoutOwner(run)
  },
  Effect.scoped
)
