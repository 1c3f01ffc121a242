import { Fault } from "@effect-revox/testing"
import { CampaignRuns } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { awaitResult, failsWith, id, request, scene, startAndAwait } from "./utils/simulated.ts"

const runs = CampaignRuns.CampaignRuns

/** A value as a caller without types passes it. */
const unchecked = (value: unknown) => JSON.parse(JSON.stringify(value))

const onCreate = Fault.onEndpoint("campaigns.create")
const onLaunch = Fault.onEndpoint("campaigns.launch")

describe("CampaignRuns", () => {
  describe("launch", () => {
    it.effect.each<["always" | "never", "create" | "draft", string]>([
      ["always", "draft", "running"],
      ["never", "create", "draft"]
    ])(
      "stops when the server launches %s and the run wants %s",
      ([launch, wanted, found]) =>
        scene(
          Effect.fnUntraced(function*({ count, run, simulator }) {
            const error = yield* run(failsWith(startAndAwait(wanted), "LaunchMismatchError"))
            assert.strictEqual(error.found, found)
            const [campaign] = yield* simulator.campaigns
            assert.strictEqual<string | undefined>(campaign?.id, error.id)
            assert.isFalse(campaign?.is_cancelled)
            assert.strictEqual(yield* count("campaigns.launch"), 0)
          }),
          { createdCampaigns: { launch } }
        )
    )

    it.effect("reads the status after a launch with an unknown outcome, and does not launch twice", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        yield* simulator.inject(onLaunch(Fault.reset()))
        yield* run(startAndAwait("draft"))
        assert.strictEqual(yield* count("campaigns.launch"), 1)
      })))

    it.effect("stops when the campaign stays a draft after a launch with an unknown outcome", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        yield* simulator.inject(onLaunch(Fault.beforeHandling(Fault.reset())))
        yield* run(failsWith(startAndAwait("draft"), "LaunchOutcomeUnknownError"))
        assert.strictEqual(yield* count("campaigns.launch"), 1)
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.sendAgain(id)
          yield* awaitResult
        }))
        assert.strictEqual(yield* count("campaigns.launch"), 2)
      })))
  })

  describe("cancel", () => {
    /** Starts a run, cancels it after a time, and waits until it has ended. */
    const startAndCancel = Effect.fnUntraced(
      function*(launch: "create" | "manual", after: number, options?: CampaignRuns.CancelOptions) {
        const service = yield* runs
        yield* service.start(request(launch))
        yield* Effect.sleep(after)
        yield* service.cancel(id, options)
        const error = yield* failsWith(awaitResult, "CampaignRunsError")
        assert.strictEqual(error.reason._tag, "RunCancelledError")
      }
    )

    it.effect("deletes a draft of the run", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        yield* run(startAndCancel("manual", 60_000))
        assert.strictEqual(yield* count("campaigns.create"), 1)
        assert.lengthOf(yield* simulator.campaigns, 0)
      })))

    it.effect("cancels a running campaign of the run", () =>
      scene(Effect.fnUntraced(function*({ run, simulator }) {
        yield* run(startAndCancel("create", 60_000))
        assert.deepStrictEqual((yield* simulator.campaigns).map(({ is_cancelled }) => is_cancelled), [true])
      })))

    it.effect("ends an export that is being written", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator, storage }) {
        yield* simulator.inject(Fault.onEndpoint(Fault.always(Fault.slowBody("10 seconds")), "campaigns.getRows"))
        const contacts = Array.from({ length: 100 }, (_, index) => ({
          to_phone_number: `+3318480${1000 + index}`,
          prompt_variables: {}
        }))
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start({ ...request(), contacts, export: { ...request().export, pageSize: 1, prefetch: 1 } })
          // The campaign takes 10 minutes, and the export 17 minutes.
          yield* Effect.sleep("15 minutes")
          const before = yield* count("campaigns.getRows")
          assert.isAbove(before, 10)
          yield* service.cancel(id)
          yield* failsWith(awaitResult, "CampaignRunsError")
          assert.isAtMost((yield* count("campaigns.getRows")) - before, 2)
        }))
        assert.strictEqual(storage.shelf.visible.size, 0)
      })))

    it.effect("leaves an adopted campaign as it is, unless `adoptedCampaign` is set", () =>
      Effect.forEach([false, true], (adoptedCampaign) =>
        scene(Effect.fnUntraced(function*({ run, simulator }) {
          yield* simulator.inject(onCreate(Fault.reset()))
          yield* run(startAndCancel("create", 60_000, { adoptedCampaign }))
          assert.deepStrictEqual((yield* simulator.campaigns).map(({ is_cancelled }) => is_cancelled), [
            adoptedCampaign
          ])
        }))))

    it.effect("finds out whether there is a campaign, when the outcome of its creation is unknown", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        yield* simulator.inject(onCreate(Fault.beforeHandling(Fault.reset())))
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request())
          yield* Effect.sleep("1 minute")
          yield* service.cancel(id)
          yield* failsWith(awaitResult, "CreateOutcomeUnknownError")
        }))
        assert.strictEqual(yield* count("campaigns.create"), 1)
      })))
  })

  it.effect.each<readonly [string, (service: CampaignRuns.CampaignRuns["Service"]) => Effect.Effect<unknown, unknown>]>(
    [
      ["adoptedCampain", (service) => service.cancel(id, unchecked({ adoptedCampain: true }))],
      ["adoptedCampaign", (service) => service.cancel(id, unchecked({ adoptedCampaign: "yes" }))],
      ["options", (service) => service.cancel(id, unchecked(null))],
      ["force", (service) => service.adopt(id, "campaign-1", unchecked({ force: 1 }))],
      ["limit", (service) => service.list({ limit: -1 })],
      ["limit", (service) => service.list({ limit: NaN })],
      ["aktive", (service) => service.list(unchecked({ aktive: true }))]
    ]
  )(
    "rejects the invalid option %s of an operation, and changes nothing",
    ([option, operation]) =>
      scene(Effect.fnUntraced(function*({ run }) {
        const { error, progress } = yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request("manual"))
          const error = yield* Effect.flip(operation(service))
          return { error, progress: yield* service.get(id) }
        }))
        assert.include(String(error), `Invalid option ${option}: `)
        assert.deepInclude(progress, { isCancelling: false, isAdopted: false })
      }))
  )

  describe("pause", () => {
    it.effect("creates nothing while the run is paused, and continues when it is resumed", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        // The list fails once, so that the run is paused before the request.
        yield* simulator.inject(Fault.onEndpoint(Fault.times(Fault.status(503), 3), "campaigns.list"))
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request())
          yield* Effect.sleep(100)
          yield* service.pause(id)
          yield* Effect.sleep("1 hour")
          assert.strictEqual(yield* count("campaigns.create"), 0)
          yield* service.resume(id)
          yield* awaitResult
        }))
        assert.strictEqual(yield* count("campaigns.create"), 1)
      })))

    it.effect("pauses and resumes a running campaign", () =>
      scene(Effect.fnUntraced(function*({ run, simulator }) {
        const status = Effect.map(simulator.campaigns, (campaigns) => campaigns.map(({ status }) => status))
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request())
          yield* Effect.sleep("1 minute")
          yield* service.pause(id)
          yield* Effect.sleep("1 hour")
          assert.deepStrictEqual(yield* status, ["paused"])
          yield* service.resume(id)
          assert.deepStrictEqual(yield* status, ["running"])
          yield* awaitResult
        }))
      })))
  })
})
