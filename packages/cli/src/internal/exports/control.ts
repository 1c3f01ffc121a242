import {
  CampaignExports,
  CampaignExportsError,
  CampaignRunsError,
  ExportJob,
  ExportJobError,
  ExportRecord
} from "@effect-revox/workflow"
import { ExportSummary } from "@effect-revox/workflow/CampaignExportWorkflow"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcClient from "effect/rpc/RpcClient"
import type * as RpcClientError from "effect/rpc/RpcClientError"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as RpcSerialization from "effect/rpc/RpcSerialization"
import * as RpcServer from "effect/rpc/RpcServer"
import * as Schema from "effect/Schema"
import * as RunControl from "../runs/control.ts"
import * as OwnerCall from "./owner.ts"

const id = Schema.Struct({ id: Schema.String })

/** Operations that the process with an open data directory provides to other processes. */
const Control = RpcGroup.make(
  Rpc.make("describe", { success: Schema.Struct({ baseUrl: Schema.String }) }),
  Rpc.make("start", {
    payload: { job: ExportJob.ExportJob, force: Schema.Boolean },
    success: ExportRecord.ExportRecord,
    error: CampaignExportsError.CampaignExportsError
  }),
  Rpc.make("get", {
    payload: id,
    success: ExportRecord.ExportRecord,
    error: CampaignExportsError.CampaignExportsError
  }),
  Rpc.make("list", {
    payload: {
      campaignId: Schema.optionalKey(Schema.String),
      active: Schema.optionalKey(Schema.Boolean),
      limit: Schema.optionalKey(Schema.Int)
    },
    success: Schema.Array(ExportRecord.ExportRecord),
    error: CampaignExportsError.CampaignExportsError
  }),
  Rpc.make("cancel", {
    payload: id,
    success: ExportRecord.ExportRecord,
    error: CampaignExportsError.CampaignExportsError
  }),
  Rpc.make("result", {
    payload: id,
    success: ExportSummary,
    error: Schema.Union([CampaignExportsError.CampaignExportsError, ExportJobError.ExportJobError])
  })
)

/** Path of the file that contains the address of the socket. */
const addressFile = (directory: string) => Path.Path.use((path) => Effect.succeed(path.join(directory, "control")))

/** Listens on a socket that only this user can reach. The directory contains its address until the scope closes. */
const listen = (directory: string) =>
  Layer.unwrap(Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const temporary = yield* fs.makeTempDirectoryScoped({ prefix: "revox-" })
    const socket = path.sep === "\\" ? `\\\\.\\pipe\\${path.basename(temporary)}` : path.join(temporary, "control")
    const file = yield* addressFile(directory)
    return Layer.effectDiscard(Effect.acquireRelease(
      fs.writeFileString(file, socket),
      () => Effect.ignore(fs.remove(file, { force: true }))
    )).pipe(Layer.provideMerge(NodeSocketServer.layer({ path: socket })))
  }))

/** All operations: those of exports and those of runs. */
const AllControl = Control.merge(RunControl.RunControl)

/** Serves the exports and runs of this process to other processes. */
export const serve = (directory: string, baseUrl: string) =>
  RpcServer.layer(AllControl).pipe(
    Layer.provide(RunControl.handlers),
    Layer.provide(Control.toLayer(Effect.gen(function*() {
      const exports = yield* CampaignExports.CampaignExports
      return {
        describe: () => Effect.succeed({ baseUrl }),
        start: ({ force, job: { generation: _, ...request } }) => exports.start(request, { force }),
        get: ({ id }) => exports.get(id),
        list: (options) => exports.list(options),
        cancel: ({ id }) => exports.cancel(id),
        result: ({ id }) => exports.result(id)
      }
    }))),
    Layer.provide(RpcServer.layerProtocolSocketServer),
    Layer.provide([listen(directory), RpcSerialization.layerNdjson])
  )

/** Whether a request failed because the process that served it exited. Another process can take over its work. */
export const isOwnerExited = (error: unknown): boolean =>
  (error instanceof CampaignExportsError.CampaignExportsError ||
    error instanceof CampaignRunsError.CampaignRunsError) &&
  OwnerCall.isExited(error.reason)

const callOwner = <A, E>(operation: string, call: Effect.Effect<A, E | RpcClientError.RpcClientError>) =>
  OwnerCall.call(call, (reason) => new CampaignExportsError.CampaignExportsError({ operation, reason }))

/** The exports and runs of the process that has a directory open. */
export interface Owner {
  readonly exports: CampaignExports.CampaignExports["Service"]
  readonly runs: RunControl.Runs
  /** Base URL of the exports that the process runs. */
  readonly baseUrl: string
}

/** Address of the process that has the directory open, or had it open before it was killed. Empty if there is none. */
export const address = Effect.fnUntraced(function*(directory: string) {
  const fs = yield* FileSystem.FileSystem
  return yield* Effect.orElseSucceed(fs.readFileString(yield* addressFile(directory)), () => "")
})

/** Connects to the exports of the process that has the directory open. `undefined` if no process has it open. */
export const connect = Effect.fnUntraced(function*(directory: string) {
  const path = yield* address(directory)
  if (path === "") return undefined
  const protocol = yield* RpcClient.layerProtocolSocket({ retryTransientErrors: false }).pipe(
    Layer.provide(NodeSocket.layerNet({ path })),
    Layer.provide(RpcSerialization.layerNdjson),
    Layer.build,
    Effect.option
  )
  if (Option.isNone(protocol)) return undefined
  const rpc = yield* Effect.provide(RpcClient.make(AllControl), Layer.succeedContext(protocol.value))
  // The address file of a killed process remains, so check that a process responds.
  const described = yield* rpc.describe().pipe(
    Effect.catchCauseIf(Cause.hasInterruptsOnly, () => Effect.fail("exited")),
    Effect.timeout("5 seconds"),
    Effect.option
  )
  if (Option.isNone(described)) return undefined

  const get = (id: string) => callOwner("CampaignExports.get", rpc.get({ id }))
  const service: CampaignExports.CampaignExports["Service"] = {
    start: (request, { force = false } = {}) =>
      Effect.flatMap(
        CampaignExports.job(request),
        (job) => callOwner("CampaignExports.start", rpc.start({ job, force }))
      ),
    get,
    list: ({ active, campaignId, limit } = {}) =>
      callOwner(
        "CampaignExports.list",
        rpc.list({
          ...(active === undefined ? {} : { active }),
          ...(campaignId === undefined ? {} : { campaignId }),
          ...(limit === undefined ? {} : { limit })
        })
      ),
    cancel: (id) => callOwner("CampaignExports.cancel", rpc.cancel({ id })),
    watch: (id) => CampaignExports.watchWith(get(id)),
    result: (id) => callOwner("CampaignExports.result", rpc.result({ id }))
  }
  return {
    exports: service,
    runs: RunControl.client(rpc),
    baseUrl: described.value.baseUrl
  } satisfies Owner
})
