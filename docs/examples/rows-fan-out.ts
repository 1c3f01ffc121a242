/** Reads the rows of a campaign once for two consumers: a tally, and a file of the people who were reached. */
import { CampaignRows } from "@effect-revox/streams"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Stream } from "effect"
import { Ndjson } from "effect/encoding"
import { RevoxLive } from "./support/simulated.ts"

// Counts the results of all rows, and writes the rows of the people who were reached to a file.
const readOnce = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  // The slower consumer sets the pace, so at most 64 rows are buffered between the two.
  const [forTally, forFile] = yield* Stream.broadcastN(CampaignRows.stream("spring"), { n: 2, capacity: 64 })

  const tally = Stream.runFold(forTally, () => new Map<string, number>(), (counts, row) => {
    const result = String(row.call?.last_call_attempt?.result ?? "none")
    return counts.set(result, (counts.get(result) ?? 0) + 1)
  })

  const reached = forFile.pipe(
    Stream.filter((row) => row.call?.last_call_attempt?.result === "human"),
    Stream.pipeThroughChannel(Ndjson.encode()),
    Stream.run(fs.sink(file))
  )

  const [counts] = yield* Effect.all([tally, reached], { concurrency: 2 })
  return counts
}, Effect.scoped)

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fs.makeTempFileScoped({ suffix: ".ndjson" })
  const counts = yield* readOnce(file)
  const lines = (yield* fs.readFileString(file)).trimEnd().split("\n").length
  yield* Console.log(`${[...counts.values()].reduce((sum, count) => sum + count, 0)} rows read once`)
  yield* Console.log(`${counts.get("human")} people were reached, ${lines} of them are in the file`)
})

program.pipe(Effect.scoped, Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)
