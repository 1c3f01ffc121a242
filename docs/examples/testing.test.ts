/** Tests a pipeline against the Revox simulator: over a socket, in memory, with faults, and with properties. */
import { Campaigns, Revox } from "@effect-revox/client"
import { CampaignRow } from "@effect-revox/schema"
import { CampaignCompletion, CampaignRows, CsvColumn } from "@effect-revox/streams"
import { Arbitraries, Fault, RevoxSimulator } from "@effect-revox/testing"
import { advanceClock, itSimulated, itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"

const store = (campaignId: string, table: Map<string, string>) =>
  CampaignRows.stream(campaignId, { pageSize: 50 }).pipe(
    Stream.runForEach((row) => Effect.sync(() => table.set(row.id, row.phone_number))),
    // The client does not retry a response whose JSON is truncated, so the pipeline does.
    Effect.retry({ times: 1, while: (error) => error.reason._tag === "InvalidResponseError" }),
    Effect.provide(Revox.layerConfig())
  )

itSimulated("survives a 503 and a truncated page", {
  campaigns: [{ id: "spring", rows: 500, status: "completed" }],
  faults: [
    Fault.status(503, { headers: { "retry-after": "0" } }),
    Fault.truncate(0.5).pipe(Fault.onPage(3)),
    Fault.closeConnection(0.9).pipe(Fault.onPage(7))
  ]
}, (simulator) =>
  Effect.gen(function*() {
    const table = new Map<string, string>()
    yield* store("spring", table)
    assert.deepStrictEqual([...table.keys()].sort(), [...(yield* simulator.expectedRows("spring"))].sort())

    const hit = (yield* simulator.requests).filter((request) => request.faults.length > 0)
    assert.deepStrictEqual(hit.map((request) => request.faults[0]), ["status 503", "truncate", "close connection"])
  }))

itSimulated("requests no more pages than it needs", {}, (simulator) =>
  Effect.gen(function*() {
    const id = yield* simulator.addCampaign({ rows: 1_000_000, duration: "2 hours" })
    yield* CampaignRows.stream(id).pipe(Stream.take(10), Stream.runDrain)
    assert.strictEqual((yield* simulator.traffic).requests, 1)
  }).pipe(Effect.provide(Revox.layerConfig())))

itSimulated("waits for the delay the server requests", {
  campaigns: [{ id: "spring", rows: 500, status: "completed" }]
}, (
  simulator
) =>
  Effect.gen(function*() {
    const injected = yield* simulator.inject(
      Fault.all([Fault.rateLimit({ retryAfter: "2 seconds" }), Fault.slowHeaders("300 millis")]).pipe(
        Fault.onEndpoint("campaigns.getRows"),
        Fault.after(4),
        Fault.times(2)
      )
    )
    yield* CampaignRows.stream("spring", { pageSize: 50 }).pipe(Stream.runDrain)
    assert.strictEqual(yield* injected.hitCount, 2)
  }).pipe(Effect.provide(Revox.layerConfig())))

itSimulatedInMemory(
  "waits for the campaign to complete",
  { campaigns: [{ id: "spring", duration: "2 hours" }] },
  () =>
    Effect.gen(function*() {
      const done = yield* Effect.forkChild(CampaignCompletion.awaitCompletion("spring", { timeout: "4 hours" }))
      yield* advanceClock("3 hours")
      assert.strictEqual((yield* Fiber.join(done)).status, "completed")
    }).pipe(Effect.provide(Revox.layerConfig()))
)

it.live("retrieves a campaign before and after its end", () =>
  Effect.gen(function*() {
    const clock = yield* TestClock.make()
    const simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", duration: "2 hours" }] }).pipe(
      Layer.provide(Layer.succeed(Clock.Clock, clock))
    )
    const status = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring")).pipe(
      Effect.map((campaign) => campaign.status)
    )
    yield* Effect.gen(function*() {
      assert.strictEqual(yield* status, "running")
      yield* clock.adjust("2 hours")
      assert.strictEqual(yield* status, "completed")
    }).pipe(
      Effect.provide(Revox.layerConfig()),
      Effect.provide([RevoxSimulator.layerConfig.pipe(Layer.provide(simulator)), FetchHttpClient.layer])
    )
  }))

const toCsv = (row: CampaignRow.CampaignRow) =>
  CsvColumn.documented.map(({ value }) => String(value(row) ?? "")).join(";")

it.effect.prop(
  "never loses a phone number",
  { row: Arbitraries.make(CampaignRow.CampaignRow) },
  ({ row }) => Effect.sync(() => assert.include(toCsv(row), row.phone_number))
)
