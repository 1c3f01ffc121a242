/** The progress and the result of a campaign run. */
import { type CampaignRunError, type CampaignRunsError, RunRecord } from "@effect-revox/workflow"
import type { RunProgress } from "@effect-revox/workflow/CampaignRuns"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as CommandLine from "../commandLine.ts"
import { failure, fromFailure } from "../failure.ts"
import * as Output from "../output.ts"
import * as ProgressBar from "../progressBar.ts"
import type { Runs } from "./control.ts"
import type * as RunServices from "./services.ts"
import * as Show from "./show.ts"

/** Prints a run as a card, or as JSON. */
export const print = Effect.fnUntraced(function*(run: RunProgress, json: boolean) {
  if (json) return yield* Output.json(yield* Show.toJson(run))
  yield* Output.print(Show.card(run, yield* CommandLine.formatter))
})

/** Whether two states show the same. */
export const isSame = (a: RunProgress, b: RunProgress): boolean =>
  a.updatedAt === b.updatedAt && a.status === b.status && a.export?.updatedAt === b.export?.updatedAt

/** Streams the states of a run until it ends. */
export const watch = (runs: Pick<Runs, "get">, id: string) =>
  Stream.fromEffectSchedule(runs.get(id), Schedule.spaced("500 millis")).pipe(
    Stream.changesWith(isSame),
    Stream.takeUntil(RunRecord.isTerminal)
  )

/** Adds what to check and how to continue to the error of a run. */
export const advise = (run: RunRecord.RunRecord, error: CampaignRunError.CampaignRunError) =>
  Effect.gen(function*() {
    const format = yield* CommandLine.formatter
    const { exitCode, message } = fromFailure(error)
    return yield* failure(exitCode, message, Show.advice(run, error, format))
  })

/** Prints the result of a run that is complete. */
export const printResult = ({ campaignId, location, rows }: RunRecord.RunSummary) =>
  Output.summary(`${rows} rows of ${campaignId}: ${location}`)

const isRunError = (
  error: CampaignRunError.CampaignRunError | CampaignRunsError.CampaignRunsError
): error is CampaignRunError.CampaignRunError => error._tag !== "CampaignRunsError"

/** Shows the progress of a run until it ends. */
export const follow = Effect.fnUntraced(function*({ isRunner, runs }: RunServices.Manager, id: string, json: boolean) {
  const format = yield* CommandLine.formatter
  const states = watch(runs, id)
  const shown = Effect.gen(function*() {
    if (json) yield* Stream.runForEach(states, (run) => Output.continueWithoutReader(print(run, true)))
    else yield* ProgressBar.show(states, Show)
  })
  yield* Effect.onInterrupt(shown, () =>
    Output.note(
      isRunner
        ? "Stopped. Run \"revox run start\" with the same flags to continue. The campaign is not paused."
        : `The run continues. See its progress with: ${format("run", "watch", id)}`
    ))
  const result = yield* Effect.catchIf(
    runs.result(id),
    isRunError,
    (error) => Effect.flatMap(runs.get(id), (run) => advise(run, error))
  )
  if (!json) yield* printResult(result)
})
