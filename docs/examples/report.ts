/** Waits for a campaign, and writes a report of its results. */
import { CampaignCompletion, CampaignReport, CampaignRows, ReportFigures } from "@effect-revox/streams"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, DateTime, Duration, Effect, FileSystem, Option, Path, Schedule, Schema, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const percent = Option.match({
  onNone: () => "none",
  onSome: (rate: number) => `${Math.round(rate * 100)}%`
})

const encode = Schema.encodeEffect(Schema.fromJsonString(CampaignReport.CampaignReport))
const decode = Schema.decodeEffect(Schema.fromJsonString(CampaignReport.CampaignReport))

const timeZone = DateTime.zoneMakeNamedUnsafe("Europe/Paris")

// Rows that cannot be decoded are counted. Weekdays and hours are those of the contacts.
const writeReport = Effect.fnUntraced(function*(id: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const report = yield* CampaignReport.make(id, { timeZone })
  yield* fs.writeFileString(file, yield* encode(report))
  return report
})

const printReport = Effect.fnUntraced(function*(report: CampaignReport.CampaignReport) {
  const { answers, structuredOutput, talkTime } = report
  yield* Console.log(`${report.rows} contacts, ${answers.attempts} attempts`)
  yield* Console.log(`answered: ${percent(ReportFigures.answerRate(answers))}`)
  yield* Console.log(`by a person: ${percent(ReportFigures.humanRate(answers))}`)
  const median = Option.map(ReportFigures.quantile(talkTime, 0.5), Duration.format)
  yield* Console.log(`median talk time: ${Option.getOrElse(median, () => "none")}`)
  for (const { filled, name } of structuredOutput.fields) {
    yield* Console.log(`${name}: filled in ${filled} of ${structuredOutput.rows}`)
  }
})

// Parts of a campaign, such as those that several processes read, add up to the same report.
const mergedReport = Effect.gen(function*() {
  const part = (result: "human" | "voicemail") =>
    CampaignReport.fromStream(CampaignRows.stream("autumn", { result }), { timeZone })
  return yield* Effect.fromResult(CampaignReport.merge(yield* part("human"), yield* part("voicemail")))
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped()

  // Short delays, because the simulated campaign is fast.
  const schedule = Schedule.spaced("100 millis")
  yield* CampaignCompletion.awaitCompletion("autumn", { until: "extracted", schedule })

  const file = path.join(directory, "report.json")
  yield* printReport(yield* writeReport("autumn", file))

  yield* Console.log(`human or voicemail: ${(yield* mergedReport).rows} contacts`)

  // Any other source of rows works, such as those of a database or a file.
  const stored = yield* decode(yield* fs.readFileString(file))
  const more = yield* CampaignReport.fromStream(Stream.take(CampaignRows.stream("spring"), 60), { timeZone })
  const sum = yield* Effect.fromResult(CampaignReport.merge(stored, more))
  yield* Console.log(`of two campaigns: ${sum.rows} contacts`)
})

program.pipe(Effect.scoped, Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)
