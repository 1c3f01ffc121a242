/** Places a call, waits for it, writes its transcript and recording, and lists the attempts of all calls. */
import { Calls, Recordings, Revox } from "@effect-revox/client"
import type { CallAttempt, CallCreate } from "@effect-revox/schema"
import { CallAttempts, CallCompletion } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Path, Schedule, Stream } from "effect"

// Calls of the simulator take a day in a second.
const Simulator = RevoxSimulator.layer({
  servesRecordings: true,
  speed: 86_400,
  placedCalls: { attempts: ["no_answer", "human"], retryDelay: "3 hours" }
})

// Short delays, because simulated calls are fast.
const schedule = Schedule.spaced("50 millis")

const RevoxLive = Recordings.layer.pipe(
  Layer.provideMerge(Revox.layerConfig()),
  Layer.provide(NodeHttpClient.layerUndici)
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

const awaitCall = (id: string, options: CallCompletion.Options) =>
  Effect.tap(
    CallCompletion.awaitCompletion(id, options),
    (call) => Console.log(`${call.status} after ${call.calls_count} attempts`)
  )

const downloadRecording = Effect.fnUntraced(function*(attempt: CallAttempt.CallAttempt, file: string) {
  const fs = yield* FileSystem.FileSystem
  yield* Stream.run(Recordings.download(attempt), fs.sink(file))
})

const program = Effect.gen(function*() {
  const { id } = yield* place
  const call = yield* awaitCall(id, { timeout: "3 days", schedule })

  const [attempt] = call.call_attempts
  if (attempt !== undefined) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const directory = yield* fs.makeTempDirectoryScoped()
    const transcript = (attempt.transcript ?? []).map(({ content, role }) => `${role}: ${content}\n`)
    yield* fs.writeFileString(path.join(directory, "transcript.txt"), transcript.join(""))
    yield* Console.log(`transcript: ${transcript.length > 0 ? "several lines" : "empty"}`)

    const file = path.join(directory, "recording.ogg")
    yield* downloadRecording(attempt, file)
    yield* Console.log(`recording: ${(yield* fs.stat(file)).size} bytes`)
  }
})

// Finds a call whose response was lost.
const findCall = Effect.fnUntraced(function*(order: string) {
  const calls = yield* Calls.Calls
  const found = yield* calls.search({ page: 0, page_size: 100, query: order })
  return found.calls.find(({ metadata }) => metadata?.["order"] === order)
})

// A job that runs again, such as one of cron, waits for the call of its earlier run.
const placeOnce = Effect.fnUntraced(function*(
  order: string,
  request: CallCreate.CallCreate,
  options: CallCompletion.Options
) {
  const calls = yield* Calls.Calls
  const { id } = (yield* findCall(order)) ?? (yield* calls.create({ ...request, metadata: { order } }))
  return yield* CallCompletion.awaitCompletion(id, options)
})

const unanswered = CallAttempts.stream().pipe(
  Stream.filter((attempt) => attempt.dial_error === "no_answer"),
  Stream.runCount
)

const outcomeOf = (id: string, options: CallCompletion.Options) =>
  CallCompletion.awaitCompletion(id, options).pipe(
    Effect.as("completed"),
    Effect.catchReasons("CallCompletionError", {
      CallErroredError: ({ call }) => Effect.succeed(`not reached: ${call.last_call_attempt?.dial_error}`),
      CallCancelledError: () => Effect.succeed("cancelled")
    })
  )

const others = Effect.gen(function*() {
  const request = { assistant_id: "assistant-id", phone_number: "+33184801234" }
  const { status } = yield* placeOnce("A-1024", request, { schedule })
  yield* Console.log(`the call exists: ${status}`)

  yield* Console.log(`not answered: ${yield* unanswered} attempt`)

  const simulator = yield* RevoxSimulator.RevoxSimulator
  const wrong = yield* simulator.addCall({ attempts: ["number_non_attributed"] })
  yield* Console.log(`another call: ${yield* outcomeOf(wrong, { schedule })}`)
})

program.pipe(
  Effect.andThen(others),
  Effect.scoped,
  Effect.provide([
    RevoxLive.pipe(Layer.provide(RevoxSimulator.layerConfig), Layer.provideMerge(Simulator)),
    NodeServices.layer
  ]),
  NodeRuntime.runMain
)
