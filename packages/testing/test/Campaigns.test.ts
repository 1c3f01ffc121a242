import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import { type CampaignLaunch } from "@effect-revox/schema/CampaignLaunch"
import { CampaignId } from "@effect-revox/schema/Ids"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import { Arbitraries, RevoxSimulator, RowState } from "@effect-revox/testing"
import { itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { TestClock } from "effect/testing"
import { apiClient, errorStatus, requestAllRows, requestCampaign } from "./utils/api.ts"

const minute = 60_000

const numberOf = (index: number) => `+1512555${String(index).padStart(4, "0")}`

const body = {
  assistant_id: "assistant-1",
  contacts: Array.from({ length: 40 }, (_, index) => ({
    to_phone_number: numberOf(index),
    prompt_variables: { first_name: `Contact ${index}` }
  })),
  launch: true,
  name: "Spring"
}

const create = Effect.fnUntraced(function*(payload: CampaignCreate = body) {
  const { campaigns } = yield* apiClient
  return (yield* campaigns.create({ payload })).campaign.id
})

const launch = Effect.fnUntraced(function*(id: CampaignId, payload: CampaignLaunch) {
  const { campaigns } = yield* apiClient
  return yield* campaigns.launch({ params: { id }, payload })
})

/** The status of an error response to a request for a campaign, or `undefined` if it succeeds. */
const statusOfRequest = Effect.fnUntraced(
  function*(name: "pause" | "resume" | "cancel" | "delete" | "retrieve", id: string) {
    const { campaigns } = yield* apiClient
    return yield* errorStatus(Effect.asVoid(campaigns[name]({ params: { id: CampaignId.make(id) } })))
  }
)

const statusOf = (id: string) =>
  Effect.map(requestCampaign(id), ({ is_cancelled, status }) => is_cancelled ? `${status}, cancelled` : status)

/** Asserts that the counts of a campaign add up and agree with its rows, at one time. */
const holdsTogether = Effect.fnUntraced(function*(id: string) {
  const campaign = yield* requestCampaign(id)
  const counted = RowState.count((yield* requestAllRows(id)).rows)
  assert.deepStrictEqual(campaign.row_stats, counted)
  const { calling, completed, failed, pending, retry, total } = counted
  assert.strictEqual(pending + calling + retry + completed + failed, total)
  return counted
})

const selection = (callIds: ReadonlyArray<string> = [], mode: CampaignLaunch["mode"] = "ai_first"): CampaignLaunch => ({
  mode,
  selection: { filters: {}, rows: { call_ids: callIds, mode: "include" } }
})

describe("created campaigns", () => {
  itSimulatedInMemory("run on the clock from creation to completion", {}, () =>
    Effect.gen(function*() {
      const id = yield* create()
      const statuses: Array<string> = []
      for (let time = 0; time <= 11; time++) {
        yield* TestClock.setTime(time * minute)
        statuses.push(yield* statusOf(id))
        yield* holdsTogether(id)
      }
      assert.deepStrictEqual(statuses, [...Array.from({ length: 10 }, () => "running"), "completed", "completed"])
    }))

  itSimulatedInMemory(
    "have a row for each contact, with its call order from the start",
    {},
    () =>
      Effect.gen(function*() {
        const id = yield* create()
        const { rows } = yield* requestAllRows(id)
        assert.deepStrictEqual(
          rows.map((row) => ({ to_phone_number: row.phone_number, prompt_variables: row.input_data })),
          body.contacts
        )
        assert.isTrue(rows.every((row) => row.call !== undefined))
      })
  )

  itSimulatedInMemory("keep the fields of the request", {}, () =>
    Effect.gen(function*() {
      const id = yield* create({
        ...body,
        from_phone_number: "+33184800000",
        max_concurrent_calls: 3,
        call_retry_config: { calling_windows: [], max_retry_attempts: 2 }
      })
      const campaign = yield* requestCampaign(id)
      assert.strictEqual(String(campaign.assistant_id), "assistant-1")
      assert.deepInclude(campaign, {
        from_phone_number: "+33184800000",
        max_concurrent_calls: 3,
        name: "Spring"
      })
      assert.strictEqual(campaign.assistant?.id, campaign.assistant_id)
      assert.strictEqual(campaign.call_retry_config?.max_retry_attempts, 2)
    }))

  itSimulatedInMemory("stay drafts without launch, and start when they are launched", {}, () =>
    Effect.gen(function*() {
      const id = yield* create({ ...body, launch: false })
      yield* TestClock.setTime(60 * minute)
      assert.strictEqual(yield* statusOf(id), "draft")
      const result = yield* launch(id, selection())
      assert.deepStrictEqual(result, {
        launched: 40,
        session: null,
        skipped: { active: 0, attempts_exhausted: 0, cancelled: 0 }
      })
      assert.strictEqual(yield* statusOf(id), "running")
      yield* TestClock.setTime(65 * minute)
      yield* holdsTogether(id)
      const again = yield* launch(id, selection())
      const { active, attempts_exhausted, cancelled } = again.skipped
      assert.deepStrictEqual([again.launched, active + attempts_exhausted, cancelled], [0, 40, 0])
      yield* TestClock.setTime(70 * minute)
      assert.strictEqual(yield* statusOf(id), "completed")
    }))

  itSimulatedInMemory("call only the selected rows", {}, () =>
    Effect.gen(function*() {
      const id = yield* create({ ...body, launch: false })
      const { rows } = yield* requestAllRows(id)
      const selected = [rows[3]?.call?.id ?? "", rows[17]?.call?.id ?? "", "unknown"]
      const result = yield* launch(id, selection(selected, "speed_dial"))
      assert.strictEqual(result.launched, 2)
      assert.deepInclude(result.session, { status: "dialing", total_targets: 2, campaign_id: id })
      yield* TestClock.setTime(20 * minute)
      const { completed, failed, pending } = yield* holdsTogether(id)
      assert.deepStrictEqual([completed + failed, pending], [2, 38])
    }))

  itSimulatedInMemory("start at the requested time", {}, () =>
    Effect.gen(function*() {
      const id = yield* create({ ...body, scheduled_at: "1970-01-01T00:05:00Z" })
      yield* TestClock.setTime(5 * minute - 1)
      assert.strictEqual(yield* statusOf(id), "draft")
      yield* TestClock.setTime(5 * minute)
      assert.strictEqual(yield* statusOf(id), "running")
    }))

  for (const [launch, status] of [["always", "running"], ["never", "draft"]] as const) {
    itSimulatedInMemory(
      `are launched ${launch}, whatever was requested`,
      { createdCampaigns: { launch } },
      () =>
        Effect.gen(function*() {
          const draft = yield* create({ ...body, launch: false })
          const launched = yield* create(body)
          assert.deepStrictEqual([yield* statusOf(draft), yield* statusOf(launched)], [status, status])
        })
    )
  }

  itSimulatedInMemory(
    "end after the configured duration",
    { createdCampaigns: { duration: "1 minute" } },
    () =>
      Effect.gen(function*() {
        const id = yield* create()
        yield* TestClock.setTime(minute)
        assert.strictEqual(yield* statusOf(id), "completed")
      })
  )

  itSimulatedInMemory(
    "are listed until they are deleted",
    { campaigns: [{ id: "existing", rows: 3 }] },
    () =>
      Effect.gen(function*() {
        const id = yield* create()
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const client = yield* apiClient
        const listed = () =>
          Effect.map(client.campaigns.list(), ({ campaigns }) => campaigns.map((campaign) => campaign.id))
        assert.deepStrictEqual(yield* listed(), ["existing", id])
        assert.strictEqual(yield* statusOfRequest("delete", id), undefined)
        assert.strictEqual(yield* statusOfRequest("delete", id), 404)
        assert.strictEqual(yield* statusOfRequest("retrieve", id), 404)
        assert.deepStrictEqual(yield* listed(), ["existing"])
        assert.deepStrictEqual((yield* simulator.campaigns).map((campaign) => String(campaign.id)), ["existing"])
      })
  )

  const contacts = Arbitraries.make(CampaignCreate.fields.contacts)

  it.effect.prop("have a row for each contact of any list", { contacts }, ({ contacts }) =>
    Effect.gen(function*() {
      const id = yield* create({ ...body, contacts })
      const { rows } = yield* requestAllRows(id)
      assert.deepStrictEqual(
        rows.map((row) => ({ to_phone_number: row.phone_number, prompt_variables: row.input_data })),
        contacts
      )
      assert.isTrue(rows.every(Schema.is(CampaignRow)))
      const { campaigns } = yield* (yield* apiClient).campaigns.list()
      const retrieved = yield* requestCampaign(id)
      assert.deepStrictEqual(
        campaigns.map((listed) => [listed.id, listed.row_stats]),
        [[retrieved.id, retrieved.row_stats]]
      )
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))
})

describe("running campaigns", () => {
  const post = (name: "pause" | "resume" | "cancel") => statusOfRequest(name, "c")
  const campaigns = [{ id: "c", rows: 160 }]

  itSimulatedInMemory("pause and resume any number of times", { campaigns }, () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(2 * minute)
      assert.strictEqual(yield* post("pause"), undefined)
      assert.strictEqual(yield* post("pause"), undefined)
      yield* TestClock.setTime(30 * minute)
      assert.strictEqual(yield* statusOf("c"), "paused")
      const before = yield* holdsTogether("c")
      assert.strictEqual(before.calling, 0)
      assert.strictEqual(yield* post("resume"), undefined)
      assert.strictEqual(yield* post("resume"), 409)
      assert.strictEqual(yield* post("pause"), undefined)
      assert.strictEqual(yield* post("resume"), undefined)
      assert.strictEqual(yield* statusOf("c"), "running")
      yield* TestClock.setTime(31 * minute)
      assert.strictEqual(yield* post("pause"), undefined)
      yield* TestClock.setTime(41 * minute)
      yield* holdsTogether("c")
      assert.strictEqual(yield* post("resume"), undefined)
      // 3 of 10 minutes of running time have passed.
      yield* TestClock.setTime(48 * minute - 1)
      assert.strictEqual(yield* statusOf("c"), "running")
      yield* holdsTogether("c")
      yield* TestClock.setTime(48 * minute)
      assert.strictEqual(yield* statusOf("c"), "completed")
      assert.strictEqual(yield* post("pause"), 409)
      assert.strictEqual(yield* post("cancel"), 409)
    }))

  itSimulatedInMemory("can be cancelled while they run, are paused, or are drafts", {
    campaigns: [...campaigns, { id: "draft", status: "draft" }, { id: "paused", status: "paused" }]
  }, () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(2 * minute)
      for (const [id, status] of [["c", "running"], ["draft", "draft"], ["paused", "paused"]] as const) {
        assert.strictEqual(yield* statusOfRequest("cancel", id), undefined)
        assert.strictEqual(yield* statusOfRequest("cancel", id), undefined)
        assert.strictEqual(yield* statusOf(id), `${status}, cancelled`)
        assert.strictEqual(yield* statusOfRequest("resume", id), 409)
        yield* TestClock.setTime(60 * minute)
        assert.strictEqual((yield* holdsTogether(id)).calling, 0)
      }
    }))

  itSimulatedInMemory("cancel all calls of a created campaign", {}, () =>
    Effect.gen(function*() {
      const id = yield* create()
      yield* TestClock.setTime(3 * minute)
      assert.strictEqual(yield* statusOfRequest("cancel", id), undefined)
      yield* TestClock.setTime(60 * minute)
      const { completed, failed, total } = yield* holdsTogether(id)
      assert.strictEqual(completed + failed, total)
      const result = yield* launch(id, selection())
      assert.deepStrictEqual(result.skipped, { active: 0, attempts_exhausted: 0, cancelled: 40 })
    }))

  itSimulatedInMemory(
    "change the given fields only",
    { campaigns: [{ id: "c", rows: 3, name: "Spring" }] },
    () =>
      Effect.gen(function*() {
        const before = yield* requestCampaign("c")
        const { campaigns } = yield* apiClient
        const { campaign } = yield* campaigns.update({
          params: { id: CampaignId.make("c") },
          payload: { name: "Autumn", max_concurrent_calls: 7 }
        })
        assert.deepStrictEqual(campaign, { ...before, name: "Autumn", max_concurrent_calls: 7 })
        assert.deepStrictEqual(yield* requestCampaign("c"), campaign)
      })
  )
})
