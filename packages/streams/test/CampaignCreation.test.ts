import { Campaigns } from "@effect-revox/client"
import type { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import { CampaignCompletion, CampaignCreation } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { advanceClock } from "@effect-revox/testing/Vitest"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Ref } from "effect"
import { TestClock } from "effect/testing"
import { simulated } from "./utils/simulated.ts"

const request: CampaignCreate = {
  assistant_id: "assistant-1",
  contacts: [{ to_phone_number: "+33184801234", prompt_variables: {} }],
  launch: true,
  name: "Spring"
}

const requests = Effect.map(
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests),
  (all) => all.map(({ endpoint }) => endpoint)
)

describe("CampaignCreation", () => {
  describe("create", () => {
    const cases = [
      [true, "as-requested", "running"],
      [false, "as-requested", "draft"],
      [true, "always", "running"],
      [false, "always", "LaunchMismatchError"],
      [true, "never", "LaunchMismatchError"],
      [false, "never", "draft"]
    ] as const

    it.effect.each(cases)(
      "with launch %j, on a server that launches %s: %s",
      ([launch, behavior, expected]) =>
        Effect.gen(function*() {
          const result = yield* CampaignCreation.create({ ...request, launch }).pipe(
            Effect.map(({ status }): string => status),
            Effect.catch((error) => Effect.succeed(error._tag))
          )
          assert.strictEqual(result, expected)
        }).pipe(Effect.provide(simulated({ createdCampaigns: { launch: behavior } })))
    )

    it.effect("accepts a draft that is scheduled", () =>
      Effect.gen(function*() {
        const { status } = yield* CampaignCreation.create({ ...request, scheduled_at: "1970-01-01T01:00:00Z" })
        assert.strictEqual(status, "draft")
      }).pipe(Effect.provide(simulated())))

    it.effect("names the campaign and the remedy", () =>
      Effect.gen(function*() {
        const draft = yield* Effect.flip(CampaignCreation.create(request))
        assert(draft._tag === "LaunchMismatchError")
        assert.strictEqual(
          draft.message,
          `Campaign ${draft.id} was created, but not launched: its status is draft. Launch it to call its contacts.`
        )
        const campaigns = yield* Campaigns.Campaigns
        assert.strictEqual((yield* campaigns.retrieve(draft.id)).status, "draft")
      }).pipe(Effect.provide(simulated({ createdCampaigns: { launch: "never" } }))))
  })

  describe("createAndAwait", () => {
    it.effect("creates a campaign once, and waits until it is completed", () =>
      Effect.gen(function*() {
        const ids = yield* Ref.make<ReadonlyArray<string>>([])
        const fiber = yield* Effect.forkChild(CampaignCreation.createAndAwait(request, {
          onCreated: ({ id }) => Ref.update(ids, (all) => [...all, id])
        }))
        yield* advanceClock("11 minutes")
        const campaign = yield* Fiber.join(fiber)
        assert.deepStrictEqual([campaign.status, yield* Ref.get(ids)], ["completed", [campaign.id]])
        const sent = yield* requests
        assert.strictEqual(sent.filter((endpoint) => endpoint === "campaigns.create").length, 1)
      }).pipe(Effect.provide(simulated())))

    it.effect("does not wait for a draft that should have been launched, and reports its id first", () =>
      Effect.gen(function*() {
        const ids = yield* Ref.make<ReadonlyArray<string>>([])
        const error = yield* Effect.flip(CampaignCreation.createAndAwait(request, {
          onCreated: ({ id }) => Ref.update(ids, (all) => [...all, id])
        }))
        assert(error._tag === "LaunchMismatchError")
        assert.deepStrictEqual(yield* Ref.get(ids), [error.id])
        assert.deepStrictEqual(yield* requests, ["campaigns.create"])
      }).pipe(Effect.provide(simulated({ createdCampaigns: { launch: "never" } }))))

    it.effect("waits for a draft that was requested until it is launched", () =>
      Effect.gen(function*() {
        const fiber = yield* Effect.forkChild(CampaignCreation.createAndAwait({ ...request, launch: false }))
        yield* TestClock.adjust("1 minute")
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const campaigns = yield* Campaigns.Campaigns
        const [draft] = yield* simulator.campaigns
        yield* campaigns.launch(draft?.id ?? "", {
          mode: "ai_first",
          selection: { filters: {}, rows: { call_ids: [], mode: "all" } }
        })
        yield* advanceClock("11 minutes")
        assert.strictEqual((yield* Fiber.join(fiber)).status, "completed")
      }).pipe(Effect.provide(simulated())))

    it.effect("continues with the stored id after the wait was interrupted", () =>
      Effect.gen(function*() {
        const ids = yield* Ref.make<ReadonlyArray<string>>([])
        const fiber = yield* Effect.forkChild(CampaignCreation.createAndAwait(request, {
          onCreated: ({ id }) => Ref.update(ids, (all) => [...all, id])
        }))
        yield* TestClock.adjust("1 minute")
        yield* Fiber.interrupt(fiber)
        const [id = ""] = yield* Ref.get(ids)
        const again = yield* Effect.forkChild(CampaignCompletion.awaitCompletion(id))
        yield* advanceClock("11 minutes")
        assert.strictEqual((yield* Fiber.join(again)).status, "completed")
        assert.strictEqual((yield* requests).filter((endpoint) => endpoint === "campaigns.create").length, 1)
      }).pipe(Effect.provide(simulated())))

    it.effect("finishes onCreated when it is interrupted, and does not wait", () =>
      Effect.gen(function*() {
        const ids = yield* Ref.make<ReadonlyArray<string>>([])
        const started = yield* Deferred.make<void>()
        const stored = yield* Deferred.make<void>()
        const fiber = yield* Effect.forkChild(CampaignCreation.createAndAwait(request, {
          onCreated: ({ id }) =>
            Deferred.succeed(started, undefined).pipe(
              Effect.andThen(Deferred.await(stored)),
              Effect.andThen(Ref.update(ids, (all) => [...all, id]))
            )
        }))
        yield* Deferred.await(started)
        const interrupting = yield* Effect.forkChild(Fiber.interrupt(fiber))
        yield* TestClock.adjust(0)
        yield* Deferred.succeed(stored, undefined)
        yield* Fiber.join(interrupting)
        assert.lengthOf(yield* Ref.get(ids), 1)
        assert.deepStrictEqual(yield* requests, ["campaigns.create"])
      }).pipe(Effect.provide(simulated())))

    it.effect("fails for an invalid option of the wait before the campaign is created", () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(CampaignCreation.createAndAwait(request, { timeout: -1 }))
        assert.strictEqual(
          error.message,
          "CampaignCreation.createAndAwait: Invalid option timeout: " +
            "expected a duration longer than zero, such as \"30 seconds\", got -1."
        )
        assert.deepStrictEqual(yield* requests, [])
      }).pipe(Effect.provide(simulated())))

    it.effect("does not create a second campaign when the response is lost", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        yield* simulator.inject(Fault.reset())
        const error = yield* Effect.flip(CampaignCreation.createAndAwait(request))
        assert(error._tag === "RevoxError")
        assert.strictEqual(error.delivery, "unknown")
        assert.lengthOf(yield* simulator.campaigns, 1)
      }).pipe(Effect.provide(simulated())))
  })
})
