/** Implementation of the `revox demo` command. It is loaded on demand, because it contains the simulator. */
import { Revox } from "@effect-revox/client"
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import * as RevoxSimulator from "@effect-revox/testing/RevoxSimulator"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ndjson from "effect/encoding/Ndjson"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { ExitCode } from "../ExitCode.ts"
import { failure } from "./failure.ts"
import * as Output from "./output.ts"
import * as Progress from "./campaigns/progress.ts"
import * as ProgressBar from "./progressBar.ts"
import * as Tally from "./tally.ts"

const rows = 500

/** At this speed, ten simulated minutes take five seconds. */
const simulator = Layer.orDie(RevoxSimulator.layer({ speed: 120 }))

const services = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl }))
).pipe(Layer.provide(NodeHttpClient.layerUndici), Layer.provideMerge(simulator))

/** Writes the rows as NDJSON and counts them by call status and by result. */
const writeRows = Effect.fnUntraced(function*(id: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const byStatus = Tally.empty()
  const byResult = Tally.empty()
  // The final name appears only when the file is complete.
  const partial = `${file}.partial`
  yield* CampaignRows.stream(id).pipe(
    Stream.tap((row) =>
      Effect.sync(() => {
        const attempt = CampaignRow.latestAttempt(row)
        Tally.count(byStatus, row.call?.status ?? "no call")
        Tally.count(byResult, Option.getOrElse(Option.flatMapNullishOr(attempt, ({ result }) => result), () => "none"))
      })
    ),
    Stream.pipeThroughChannel(Ndjson.encode()),
    Stream.run(fs.sink(partial)),
    // Rows were decoded from JSON, so encoding them to JSON cannot fail.
    Effect.catchTag("NdjsonError", Effect.die)
  )
  yield* fs.rename(partial, file)
  return { byStatus, byResult }
})

/** The number of distinct row ids in a file, read back from the disk. */
const distinctRows = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const ids = yield* fs.stream(file).pipe(
    Stream.pipeThroughChannel(Ndjson.decodeSchema(CampaignRow.Raw)()),
    Stream.runFold(() => new Set<string>(), (ids, row) => ids.add(row.id)),
    Effect.mapError((error) => failure(ExitCode.incomplete, `${file} could not be read back: ${error.message}`))
  )
  return ids.size
})

/** Simulates a campaign, watches it until it is completed, writes its rows and prints a summary. */
export const run = Effect.fnUntraced(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const file = path.join("demo-output", "rows.ndjson")
  yield* fs.makeDirectory("demo-output", { recursive: true })
  const start = yield* Clock.currentTimeMillis
  const id = yield* simulator.addCampaign({ name: "Demo", rows, duration: "10 minutes" })

  yield* Output.print(`A simulated campaign of ${rows} rows runs at ${simulator.baseUrl}/campaigns/${id}`)
  yield* ProgressBar.showResult(
    CampaignCompletion.watch(id, { schedule: Schedule.spaced("250 millis") }),
    Progress.progress
  )
  const { byResult, byStatus } = yield* writeRows(id, file)

  const distinct = yield* distinctRows(file)
  const requests = yield* simulator.requests
  const pages = requests.filter((request) => request.endpoint === "campaigns.getRows").length
  const elapsed = Duration.millis((yield* Clock.currentTimeMillis) - start)
  yield* Output.print(
    [
      `${distinct} rows in ${file}`,
      `  by call status  ${Tally.format(byStatus)}`,
      `  by result       ${Tally.format(byResult)}`,
      `  requests        ${requests.length} (${requests.length - pages} for the campaign, ${pages} for its rows)`,
      `  time            ${Duration.format(elapsed)}`
    ].join("\n")
  )
  if (distinct !== rows) {
    return yield* failure(ExitCode.incomplete, `${file} contains ${distinct} distinct rows instead of ${rows}.`)
  }
}, Effect.provide(services))
