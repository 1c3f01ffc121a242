import { CampaignExports, ExportRecord } from "@effect-revox/workflow"
import { Effect, Exit, Option, type Scope } from "effect"
import * as Choose from "./choose.ts"
import type { SimulatedClock } from "./clock.ts"
import { exportInvariants, type Finding } from "./invariants.ts"
import { inProcess, makeWorld, pass, pollUntil } from "./world.ts"

/** Time after which an export that has not ended is stuck. */
const patience = 2_400_000

const maxProcesses = 12

/** Runs an export of a campaign, with the kills, faults, clock jumps and cancellations that the random numbers choose. */
export const exportScenario: Effect.Effect<Finding, never, Scope.Scope | SimulatedClock> = Effect.gen(function*() {
  const choose = yield* Choose.make
  const world = yield* makeWorld({
    writeFaults: 0,
    readFaults: choose.from([0, 0.1, 0.3]),
    maxDelay: 0
  })
  const campaignId = yield* Effect.orDie(world.simulator.addCampaign({
    rows: choose.int(0, 12),
    duration: choose.from(["10 seconds", "1 minute"])
  }))
  const isCancelled = choose.chance(0.2)
  const cancelsAfter = choose.int(0, 40_000)
  const kills = choose.from([0, 1, 2, 3, 5])
  const exports = CampaignExports.CampaignExports
  const request: CampaignExports.ExportRequest = {
    campaignId,
    destination: { name: "shelf" },
    pageSize: choose.from([1, 3, 100]),
    maxPollInterval: "30 seconds"
  }

  let id: string | undefined
  let processes = 0
  let isStuck = false
  while (processes < maxProcesses) {
    const killPoint = processes < kills ? Choose.killPoint(choose) : undefined
    const outcome = yield* inProcess(
      world,
      killPoint,
      patience,
      Effect.gen(function*() {
        const service = yield* exports
        const started = id ?? (yield* service.start(request)).id
        id = started
        if (isCancelled) {
          yield* Effect.forkChild(Effect.andThen(Effect.sleep(cancelsAfter), Effect.ignore(service.cancel(started))))
        }
        yield* pollUntil(service.get(started), ExportRecord.isTerminal)
        return yield* service.result(started)
      })
    )
    processes += 1
    isStuck = outcome._tag === "Late"
    if (outcome._tag !== "Killed") {
      if (outcome._tag === "Ended" && Exit.isFailure(outcome.exit)) world.trace(String(outcome.exit.cause))
      break
    }
    if (choose.chance(0.3)) yield* pass(choose.int(1000, 1_200_000))
  }
  const record: ExportRecord.ExportRecord | undefined = id === undefined
    ? undefined
    : Option.getOrUndefined(yield* Effect.orDie(world.storage.exports.get(id)))
  return yield* exportInvariants(world, { campaignId, record, kills: Math.min(kills, processes), isStuck })
})
