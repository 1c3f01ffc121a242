import { CampaignRuns, RunJob, RunRecord } from "@effect-revox/workflow"
import { Effect, Exit, Option, Schedule, type Scope } from "effect"
import * as Choose from "./choose.ts"
import type { SimulatedClock } from "./clock.ts"
import { type Finding, runInvariants } from "./invariants.ts"
import { inProcess, makeWorld, pass, pollUntil, type Services, type World } from "./world.ts"

/** Time after which a run that has not ended is stuck. */
const patience = 2_400_000

/** Maximum time that the server and the run may need for a request, after which its outcome is certain. */
const quietTime = 200_000

const maxProcesses = 20

type Program = Effect.Effect<RunRecord.RunSummary, unknown, Services>

/** How the operator continues a run that stopped: what the error of the run tells to do. */
const continueRun = Effect.fnUntraced(function*(
  world: World,
  run: RunRecord.RunRecord
): Effect.fn.Return<Effect.Effect<unknown, unknown, CampaignRuns.CampaignRuns> | undefined> {
  const campaigns = yield* world.simulator.campaigns
  const own = campaigns.filter(({ name }) => name === RunJob.campaignName(run.job))
  const service = CampaignRuns.CampaignRuns
  switch (run.error?._tag) {
    case "CreateOutcomeUnknownError":
    case "CampaignExistsError": {
      const [campaign] = own
      return campaign === undefined
        ? service.use((runs) => runs.sendAgain(run.id))
        : service.use((runs) => runs.adopt(run.id, campaign.id))
    }
    case "LaunchOutcomeUnknownError":
      return own.some(({ status }) => status === "draft")
        ? service.use((runs) => runs.sendAgain(run.id))
        : service.use((runs) => runs.resume(run.id))
    case "LaunchMismatchError":
      return own.some(({ status }) => status === "draft")
        ? service.use((runs) => runs.cancel(run.id, { adoptedCampaign: true }))
        : service.use((runs) => runs.resume(run.id))
    case "RevoxError":
    case "RowsError":
      return service.use((runs) => runs.resume(run.id))
    default:
      return undefined
  }
})

/** Runs a campaign run, with the kills, faults, delays and requests of callers that the random numbers choose. */
export const runScenario: Effect.Effect<Finding, never, Scope.Scope | SimulatedClock> = Effect.gen(function*() {
  const choose = yield* Choose.make
  const launch = choose.from<RunJob.RunLaunch>(["create", "draft"])
  const world = yield* makeWorld({
    writeFaults: choose.from([0, 0.2, 0.5]),
    readFaults: choose.from([0, 0, 0.1]),
    maxDelay: choose.from([0, 0, 3000, 40_000])
  }, {
    createdCampaigns: {
      duration: choose.from(["10 seconds", "1 minute"]),
      extraction: "none",
      launch: choose.chance(0.1) ? choose.from(["always", "never"]) : "as-requested"
    }
  })
  const contacts = Array.from({ length: choose.int(1, 6) }, (_, index) => ({
    to_phone_number: `+3318480${String(1000 + (choose.chance(0.2) ? 0 : index))}`,
    prompt_variables: {}
  }))
  const request: CampaignRuns.RunRequest = {
    key: "run-1",
    campaign: { assistant_id: "assistant-1", name: "Spring" },
    launch,
    contacts,
    allowDuplicates: true,
    createSettleTime: "90 seconds",
    export: { destination: { name: "shelf" }, pageSize: choose.from([2, 3, 100]), maxPollInterval: "30 seconds" }
  }
  const id = request.key
  const runs = CampaignRuns.CampaignRuns
  const interference = choose.from(["none", "none", "none", "cancel", "pause"])
  const interferesAfter = choose.int(0, 40_000)
  const hasOperator = choose.chance(0.7)
  const kills = choose.from([0, 1, 1, 2, 2, 3, 5])

  let pending: Effect.Effect<unknown, unknown, CampaignRuns.CampaignRuns> | undefined = undefined
  let isDone = interference === "none"
  const interfere = Effect.gen(function*() {
    if (isDone) return
    yield* Effect.sleep(interferesAfter)
    const service = yield* runs
    if (interference === "cancel") yield* Effect.ignore(service.cancel(id))
    else {
      yield* Effect.ignore(service.pause(id))
      yield* Effect.sleep(interferesAfter)
      // The outcome of the request is known to the caller, who repeats it.
      yield* Effect.ignore(Effect.retry(service.resume(id), { times: 20, schedule: Schedule.spaced("10 seconds") }))
    }
    // A pause that the server processed late leaves the campaign paused. The operator notices that.
    for (let check = 0; check < 3; check++) {
      yield* Effect.sleep("1 minute")
      if (interference === "pause") yield* Effect.ignore(service.resume(id))
    }
    isDone = true
  })

  let processes = 0
  let continued = 0
  let sentAgain = 0
  let isStuck = false
  while (processes < maxProcesses) {
    const killPoint = processes < kills ? Choose.killPoint(choose) : undefined
    const action: typeof pending = pending
    const program: Program = Effect.gen(function*() {
      const service = yield* runs
      yield* service.start(request)
      if (action !== undefined) yield* Effect.ignore(action)
      yield* Effect.forkChild(interfere)
      yield* pollUntil(service.get(id), RunRecord.isTerminal)
      return yield* service.result(id)
    })
    const outcome = yield* inProcess(world, killPoint, patience, program)
    processes += 1
    if (outcome._tag === "Late") {
      isStuck = true
      break
    }
    if (outcome._tag === "Killed") {
      if (choose.chance(0.3)) yield* pass(choose.int(1000, 1_200_000))
      continue
    }
    pending = undefined
    const run = Option.getOrUndefined(yield* Effect.orDie(world.storage.runs.get(id)))
    if (Exit.isSuccess(outcome.exit) || run?.status !== "failed" || !hasOperator || continued >= 4) break
    yield* pass(quietTime)
    pending = yield* continueRun(world, run)
    if (pending === undefined) break
    sentAgain += run.launch.state === "intended" ? 1 : 0
    continued += 1
  }
  yield* pass(quietTime)
  return yield* runInvariants(world, { id, contacts, kills: Math.min(kills, processes), sentAgain, isStuck })
})
