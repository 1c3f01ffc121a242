/** Places a call, waits for it, writes its transcript and recording, and lists the attempts of all calls. */
import { Calls, Recordings, Revox } from "@effect-revox/client"
import { CallAttempts, CallCompletion } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Path, Schedule, Stream } from "effect"

// Calls of the simulator take a day in a second. In production, omit the simulator and the schedule.
const Simulator = RevoxSimulator.layer({
  servesRecordings: true,
  speed: 86_400,
  placedCalls: { attempts: ["no_answer", "human"], retryDelay: "3 hours" }
})
const schedule = Schedule.spaced("50 millis")

const RevoxLive = Recordings.layer.pipe(
  Layer.provideMerge(Revox.layerConfig()),
  Layer.provide(RevoxSimulator.layerConfig),
  Layer.provide(NodeHttpClient.layerUndici),
  Layer.provideMerge(Simulator)
)

const place = Effect.gen(function*() {
  const calls = yield* Calls.Calls
  return yield* calls.create({
    assistant_id: "assistant-id",
    phone_number: "+33184801234",
    prompt_variables: { first_name: "Zoë" },
    // A unique id, by which the call can be found if the response is lost.
    metadata: { order: "A-1024" }
  })
})

const program = Effect.gen(function*() {
  const { id } = yield* place
  const call = yield* CallCompletion.awaitCompletion(id, { timeout: "3 days", schedule })
  yield* Console.log(`${call.status} after ${call.calls_count} attempts`)

  const [attempt] = call.call_attempts
  if (attempt !== undefined) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const directory = yield* fs.makeTempDirectoryScoped()
    const transcript = (attempt.transcript ?? []).map(({ content, role }) => `${role}: ${content}\n`)
    yield* fs.writeFileString(path.join(directory, "transcript.txt"), transcript.join(""))
    yield* Console.log(`transcript: ${transcript.length > 0 ? "several lines" : "empty"}`)

    const file = path.join(directory, "recording.ogg")
    yield* Stream.run(Recordings.download(attempt), fs.sink(file))
    yield* Console.log(`recording: ${(yield* fs.stat(file)).size} bytes`)
  }
})

// Looks for a call whose response was lost, and places it only if it does not exist.
const placeOnce = Effect.gen(function*() {
  const calls = yield* Calls.Calls
  const found = yield* calls.search({ page: 0, page_size: 100, query: "A-1024" })
  const earlier = found.calls.find(({ metadata }) => metadata?.["order"] === "A-1024")
  return earlier ?? (yield* place)
})

const others = Effect.gen(function*() {
  const { status } = yield* placeOnce
  yield* Console.log(`the call exists: ${status}`)

  const unanswered = yield* CallAttempts.stream().pipe(
    Stream.filter((attempt) => attempt.dial_error === "no_answer"),
    Stream.runCount
  )
  yield* Console.log(`not answered: ${unanswered} attempt`)

  const simulator = yield* RevoxSimulator.RevoxSimulator
  const wrong = yield* simulator.addCall({ attempts: ["number_non_attributed"] })
  const outcome = yield* CallCompletion.awaitCompletion(wrong, { schedule }).pipe(
    Effect.as("completed"),
    Effect.catchReasons("CallCompletionError", {
      CallErroredError: ({ call }) => Effect.succeed(`not reached: ${call.last_call_attempt?.dial_error}`),
      CallCancelledError: () => Effect.succeed("cancelled")
    })
  )
  yield* Console.log(`another call: ${outcome}`)
})

program.pipe(
  Effect.andThen(others),
  Effect.scoped,
  Effect.provide([RevoxLive, NodeServices.layer]),
  NodeRuntime.runMain
)
