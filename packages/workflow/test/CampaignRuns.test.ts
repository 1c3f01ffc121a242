import { Campaigns } from "@effect-revox/client"
import { Fault } from "@effect-revox/testing"
import { CampaignExports, CampaignRuns } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { pass } from "../simulation/world.ts"
import { awaitResult, contacts, failsWith, id, request, scene, startAndAwait } from "./utils/simulated.ts"

const runs = CampaignRuns.CampaignRuns

/** A value as a caller without types passes it. */
const unchecked = (value: unknown) => JSON.parse(JSON.stringify(value))

const onCreate = Fault.onEndpoint("campaigns.create")

describe("CampaignRuns", () => {
  describe("start", () => {
    it.effect("creates, launches and exports a campaign, once for one key", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator, storage }) {
        const summary = yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* Effect.all([service.start(request()), service.start(request())], { concurrency: "unbounded" })
          return yield* awaitResult
        }))
        const [campaign, ...others] = yield* simulator.campaigns
        assert.lengthOf(others, 0)
        assert.strictEqual(campaign?.name, "Spring [spring-2026]")
        assert.strictEqual<string | undefined>(summary.campaignId, campaign?.id)
        assert.deepInclude(summary, { contacts: 3, rows: 3 })
        assert.lengthOf(storage.shelf.visible.get(summary.campaignId) ?? [], 3)
        // A later process does not read the contacts again, and creates nothing.
        const again = yield* run(
          runs.use((service) => service.start({ ...request(), contacts: Stream.die("the contacts were read again") }))
        )
        assert.strictEqual(again.status, "complete")
        assert.strictEqual(yield* count("campaigns.create"), 1)
      })))

    it.effect("launches a draft with a second request", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        const { rows } = yield* run(startAndAwait("draft"))
        assert.strictEqual(rows, 3)
        assert.strictEqual(yield* count("campaigns.launch"), 1)
        const create = (yield* simulator.requests).find(({ endpoint }) => endpoint === "campaigns.create")
        assert.deepInclude(create?.body, { launch: false })
      })))

    it.effect("rejects invalid contacts before anything is stored or sent", () =>
      scene(Effect.fnUntraced(function*({ run, simulator }) {
        const twice = { ...request(), contacts: [...contacts, ...contacts.slice(0, 1)] }
        const error = yield* run(runs.use((service) => failsWith(service.start(twice), "CampaignRunsError")))
        assert.strictEqual(error.reason._tag, "InvalidContactsError")
        const none = yield* run(
          runs.use((service) => failsWith(service.start({ ...request(), contacts: [] }), "CampaignRunsError"))
        )
        assert.include(none.message, "contacts")
        const rejected = yield* run(runs.use((service) =>
          failsWith(
            service.start({
              ...request(),
              contacts: [{ _tag: "Rejected", line: 7, reason: "the phone number is invalid" }]
            }),
            "CampaignRunsError"
          )
        ))
        assert.include(rejected.message, "line 7: the phone number is invalid")
        assert.lengthOf(yield* run(runs.use((service) => service.list())), 0)
        assert.lengthOf(yield* simulator.requests, 0)
      })))

    it.effect.each<[string, Partial<CampaignRuns.RunRequest>, string]>([
      ["a blank key", { key: " " }, "key"],
      ["a key with a line break", { key: "a\nb" }, "key"],
      ["an empty name", { campaign: { assistant_id: "assistant-1", name: "" } }, "campaign.name"],
      ["a settle time of 0", { createSettleTime: 0 }, "createSettleTime"],
      ["a page size of 0", { export: { destination: { name: "shelf" }, pageSize: 0 } }, "pageSize"],
      ["an unknown option", unchecked({ allowDuplicate: true }), "allowDuplicate"],
      [
        "an unknown field of the campaign, which may be a time before which no contact may be called",
        unchecked({ campaign: { assistant_id: "assistant-1", name: "Spring", schedulled_at: "2027-01-01T00:00:00Z" } }),
        "campaign.schedulled_at"
      ],
      [
        "an unknown filter",
        unchecked({ export: { destination: { name: "shelf" }, filter: { status: "completed" } } }),
        "export.filter.status"
      ],
      [
        "an unknown option of the export",
        unchecked({ export: { destination: { name: "shelf" }, generation: 3 } }),
        "export.generation"
      ],
      ["a missing export", { export: unchecked(null) }, "export"],
      [
        "an infinite poll interval",
        { export: { destination: { name: "shelf" }, maxPollInterval: Infinity } },
        "export"
      ],
      ["contacts that are no list", { contacts: unchecked("+33184801001") }, "contacts"],
      ["missing contacts", { contacts: unchecked(null) }, "contacts"],
      [
        "an unknown field of a contact",
        { contacts: unchecked([{ to_phone_number: "+33184801001", prompt_variables: {}, email: "zoe@example.com" }]) },
        "contacts.0.email"
      ]
    ])(
      "rejects %s, and sends nothing",
      ([_, changes, option]) =>
        scene(Effect.fnUntraced(function*({ run, simulator }) {
          const error = yield* run(
            runs.use((service) => failsWith(service.start({ ...request(), ...changes }), "CampaignRunsError"))
          )
          assert.strictEqual(error.reason._tag, "InvalidOptionError")
          assert.include(error.message, option)
          assert.lengthOf(yield* run(runs.use((service) => service.list())), 0)
          assert.lengthOf(yield* simulator.requests, 0)
        }))
    )

    it.effect("rejects a missing request", () =>
      scene(Effect.fnUntraced(function*({ run }) {
        const error = yield* run(runs.use((service) => failsWith(service.start(unchecked(null)), "CampaignRunsError")))
        assert.strictEqual(error.reason._tag, "InvalidOptionError")
      })))

    it.effect("rejects another campaign with the same key", () =>
      scene(Effect.fnUntraced(function*({ run }) {
        const error = yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request())
          return yield* failsWith(
            service.start({ ...request(), campaign: { assistant_id: "assistant-1", name: "Autumn" } }),
            "CampaignRunsError"
          )
        }))
        assert.include(error.message, "campaign.name")
      })))

    it.effect("sends nothing when no runner has the destination", () =>
      scene(Effect.fnUntraced(function*({ count, run }) {
        const unknown = { ...request(), export: { destination: { name: "nowhere" } } }
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(unknown)
          yield* failsWith(awaitResult, "DestinationError")
        }))
        assert.strictEqual(yield* count("campaigns.create"), 0)
      })))
  })

  it.effect("continues after a day when the server requests a delay of years", () =>
    scene(Effect.fnUntraced(function*({ run, simulator }) {
      const headers = { "retry-after": "9".repeat(400) }
      yield* simulator.inject(Fault.onEndpoint(Fault.status(503, { headers }), "campaigns.list"))
      assert.strictEqual((yield* run(startAndAwait())).rows, 3)
    })))

  describe("creation with an unknown outcome", () => {
    it.effect.each<[string, Fault.Fault]>([
      ["a reset", Fault.reset()],
      ["a 503", Fault.status(503)],
      ["a response that cannot be decoded", Fault.truncate(0.5)]
    ])(
      "adopts the campaign that the server created despite %s",
      ([_, fault]) =>
        scene(Effect.fnUntraced(function*({ count, run, simulator }) {
          yield* simulator.inject(onCreate(fault))
          const { rows } = yield* run(startAndAwait())
          assert.strictEqual(rows, 3)
          assert.strictEqual(yield* count("campaigns.create"), 1)
          assert.lengthOf(yield* simulator.campaigns, 1)
          assert.isTrue((yield* run(runs.use((service) => service.get(id)))).isAdopted)
        }))
    )

    it.effect("stops after the settle time without sending again, and continues with `sendAgain`", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        yield* simulator.inject(onCreate(Fault.beforeHandling(Fault.reset())))
        const error = yield* run(failsWith(startAndAwait(), "CreateOutcomeUnknownError"))
        assert.isAtLeast(error.checkedAt - error.sentAt, 15 * 60_000)
        assert.include(error.message, "Spring [spring-2026]")
        assert.include(error.message, "adopt")
        assert.strictEqual(yield* count("campaigns.create"), 1)
        // Starting it again with its key changes nothing.
        const still = yield* run(runs.use((service) => service.start(request())))
        assert.strictEqual(still.status, "failed")
        yield* pass(3_600_000)
        assert.strictEqual(yield* count("campaigns.create"), 1)
        const refused = yield* run(runs.use((service) => failsWith(service.resume(id), "CampaignRunsError")))
        assert.strictEqual(refused.reason._tag, "RunStateError")
        const { rows } = yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.sendAgain(id)
          return yield* awaitResult
        }))
        assert.strictEqual(rows, 3)
        assert.strictEqual(yield* count("campaigns.create"), 2)
        assert.lengthOf(yield* simulator.campaigns, 1)
      })))

    it.effect("does not adopt a campaign with the same name and other contacts", () =>
      scene(Effect.fnUntraced(function*({ run, simulator }) {
        yield* simulator.inject(onCreate(Fault.beforeHandling(Fault.reset())))
        const error = yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request())
          yield* Effect.sleep("1 minute")
          const { create } = yield* Campaigns.Campaigns
          yield* create({
            assistant_id: "assistant-1",
            name: "Spring [spring-2026]",
            launch: true,
            contacts: contacts.slice(0, 2)
          })
          return yield* failsWith(awaitResult, "CreateOutcomeUnknownError")
        }))
        const [other] = yield* simulator.campaigns
        assert.deepStrictEqual<ReadonlyArray<string | undefined>>(error.candidates, [other?.id])
        const mismatch = yield* run(
          runs.use((service) => failsWith(service.adopt(id, other?.id ?? ""), "CampaignRunsError"))
        )
        assert.include(mismatch.message, "phone numbers")
        const adopted = yield* run(runs.use((service) => service.adopt(id, other?.id ?? "", { force: true })))
        assert.strictEqual(adopted.campaignId, other?.id)
      })))

    it.effect("sends again after a request that was certainly not handled", () =>
      scene(Effect.fnUntraced(function*({ count, run, simulator }) {
        yield* simulator.inject(onCreate(Fault.times(Fault.status(429), 4)))
        yield* run(startAndAwait())
        assert.strictEqual(yield* count("campaigns.create"), 5)
        assert.lengthOf(yield* simulator.campaigns, 1)
      })))

    it.effect("does not create a campaign whose name exists already", () =>
      scene(Effect.fnUntraced(function*({ count, run }) {
        yield* run(Effect.gen(function*() {
          const campaigns = yield* Campaigns.Campaigns
          const body = { assistant_id: "assistant-1", name: "Spring [spring-2026]", launch: true, contacts }
          const { id: campaignId } = yield* campaigns.create(body)
          const service = yield* runs
          yield* service.start(request())
          const error = yield* failsWith(awaitResult, "CampaignExistsError")
          assert.deepStrictEqual(error.campaignIds, [campaignId])
          yield* service.adopt(id, campaignId)
          assert.strictEqual((yield* awaitResult).campaignId, campaignId)
        }))
        assert.strictEqual(yield* count("campaigns.create"), 1)
      })))
  })

  describe("watch", () => {
    it.effect("streams the progress of the run and its export", () =>
      scene(Effect.fnUntraced(function*({ run }) {
        const seen = yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request("draft"))
          return yield* Stream.runCollect(service.watch(id))
        }))
        const statuses = [...new Set(seen.map(({ status }) => status))]
        assert.deepStrictEqual(statuses.slice(-2), ["exporting", "complete"])
        assert.isTrue(seen.some((progress) => progress.export?.campaign?.status === "running"))
        assert.strictEqual(seen.at(-1)?.export?.rows, 3)
      })))

    it.effect("continues a run whose export failed, without creating anything", () =>
      scene(Effect.fnUntraced(function*({ count, run }) {
        yield* run(Effect.gen(function*() {
          const service = yield* runs
          yield* service.start(request())
          yield* Effect.sleep("1 minute")
          const { exportId } = yield* service.get(id)
          yield* CampaignExports.CampaignExports.use((exports) => exports.cancel(exportId ?? ""))
          yield* failsWith(awaitResult, "ExportCancelledError")
          yield* service.resume(id)
          assert.strictEqual((yield* awaitResult).rows, 3)
        }))
        assert.strictEqual(yield* count("campaigns.create"), 1)
      })))
  })
})
