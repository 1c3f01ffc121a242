import { RevoxError } from "@effect-revox/client/RevoxError"
import { CampaignContact } from "@effect-revox/schema/CampaignContact"
import {
  CampaignRunError,
  CampaignRuns,
  CampaignRunsError,
  ExportRecord,
  RunJob,
  RunRecord
} from "@effect-revox/workflow"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import type * as RpcClient from "effect/rpc/RpcClient"
import type * as RpcClientError from "effect/rpc/RpcClientError"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as Schema from "effect/Schema"
import * as Owner from "../exports/owner.ts"

const id = Schema.Struct({ id: Schema.String })
const Run = RunRecord.RunRecord
const Progress = Schema.Struct({ ...Run.fields, export: Schema.NullOr(ExportRecord.ExportRecord) })
const RunsError = CampaignRunsError.CampaignRunsError
const RequestError = Schema.Union([RunsError, RevoxError])

/** Operations on runs that the process with an open data directory provides to other processes. */
export const RunControl = RpcGroup.make(
  Rpc.make("runStart", {
    payload: { job: RunJob.RunJob, contacts: Schema.Array(CampaignContact) },
    success: Run,
    error: RunsError
  }),
  Rpc.make("runGet", { payload: id, success: Progress, error: RunsError }),
  Rpc.make("runList", {
    payload: { active: Schema.Boolean, limit: Schema.Int },
    success: Schema.Array(Run),
    error: RunsError
  }),
  Rpc.make("runResult", {
    payload: id,
    success: RunRecord.RunSummary,
    error: Schema.Union([RunsError, CampaignRunError.CampaignRunError])
  }),
  Rpc.make("runCancel", {
    payload: { id: Schema.String, adoptedCampaign: Schema.Boolean },
    success: Run,
    error: RunsError
  }),
  Rpc.make("runAdopt", {
    payload: { id: Schema.String, campaignId: Schema.String, force: Schema.Boolean },
    success: Run,
    error: RequestError
  }),
  Rpc.make("runResume", { payload: id, success: Run, error: RequestError }),
  Rpc.make("runSendAgain", { payload: id, success: Run, error: RunsError })
)

type Service = CampaignRuns.CampaignRuns["Service"]

/** The runs of a location. This process or another one runs them. */
export interface Runs extends Pick<Service, "get" | "result" | "resume" | "sendAgain"> {
  readonly start: (
    job: RunJob.RunJob,
    contacts: ReadonlyArray<CampaignContact>
  ) => Effect.Effect<RunRecord.RunRecord, CampaignRunsError.CampaignRunsError>
  readonly list: (options: { readonly active: boolean; readonly limit: number }) => ReturnType<Service["list"]>
  readonly cancel: (id: string, adoptedCampaign: boolean) => ReturnType<Service["cancel"]>
  readonly adopt: (id: string, campaignId: string, force: boolean) => ReturnType<Service["adopt"]>
}

/** The runs of this process. */
export const ofService = (runs: Service): Runs => ({
  get: runs.get,
  result: runs.result,
  resume: runs.resume,
  sendAgain: runs.sendAgain,
  list: runs.list,
  start: (job, contacts) => runs.start({ ...job, contacts }),
  cancel: (id, adoptedCampaign) => runs.cancel(id, { adoptedCampaign }),
  adopt: (id, campaignId, force) => runs.adopt(id, campaignId, { force })
})

/** The handlers of the process that has the directory open. */
export const handlers = RunControl.toLayer(Effect.gen(function*() {
  const runs = ofService(yield* CampaignRuns.CampaignRuns)
  return {
    runStart: ({ contacts, job }) => runs.start(job, contacts),
    runGet: ({ id }) => runs.get(id),
    runList: (options) => runs.list(options),
    runResult: ({ id }) => runs.result(id),
    runCancel: ({ adoptedCampaign, id }) => runs.cancel(id, adoptedCampaign),
    runAdopt: ({ campaignId, force, id }) => runs.adopt(id, campaignId, force),
    runResume: ({ id }) => runs.resume(id),
    runSendAgain: ({ id }) => runs.sendAgain(id)
  }
}))

type Client = RpcClient.RpcClient<RpcGroup.Rpcs<typeof RunControl>, RpcClientError.RpcClientError>

const call = <A, E>(name: string, request: Effect.Effect<A, E | RpcClientError.RpcClientError>) =>
  Owner.call(request, (reason) => new RunsError({ operation: `CampaignRuns.${name}`, reason }))

/** The runs of the process that has the directory open. */
export const client = (rpc: Client): Runs => ({
  get: (id) => call("get", rpc.runGet({ id })),
  result: (id) => call("result", rpc.runResult({ id })),
  resume: (id) => call("resume", rpc.runResume({ id })),
  sendAgain: (id) => call("sendAgain", rpc.runSendAgain({ id })),
  list: (options) => call("list", rpc.runList(options)),
  start: (job, contacts) => call("start", rpc.runStart({ job, contacts })),
  cancel: (id, adoptedCampaign) => call("cancel", rpc.runCancel({ id, adoptedCampaign })),
  adopt: (id, campaignId, force) => call("adopt", rpc.runAdopt({ id, campaignId, force }))
})
