import { Call } from "@effect-revox/schema/Call"
import { CallCreate } from "@effect-revox/schema/CallCreate"
import { type CallCriteria, fromCriteria } from "@effect-revox/schema/CallSearch"
import { CallId, CampaignId } from "@effect-revox/schema/Ids"
import { Arbitraries, RevoxSimulator } from "@effect-revox/testing"
import { itSimulated, itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { TestClock } from "effect/testing"
import { apiClient, errorStatus } from "./utils/api.ts"

const minute = 60_000
const day = 24 * 60 * minute

const body = { assistant_id: "assistant-1", phone_number: "+15125550100" }

const create = Effect.fnUntraced(function*(payload: CallCreate = body) {
  const { calls } = yield* apiClient
  return (yield* calls.create({ payload })).call
})

const retrieve = Effect.fnUntraced(function*(id: string) {
  const { calls } = yield* apiClient
  return (yield* calls.retrieve({ params: { id: CallId.make(id) } })).call
})

/** The status of an error response to a request for a call, or `undefined` if it succeeds. */
const statusOfRequest = Effect.fnUntraced(function*(name: "pause" | "resume" | "cancel" | "retrieve", id: string) {
  const { calls } = yield* apiClient
  return yield* errorStatus(Effect.asVoid(calls[name]({ params: { id: CallId.make(id) } })))
})

/** The status of a call, and the results or errors of its attempts, oldest first. */
const course = (id: string) =>
  Effect.map(retrieve(id), ({ call_attempts, status }) => [
    status,
    ...call_attempts.map(({ dial_error, result, status }) => dial_error ?? result ?? status).toReversed()
  ])

const attemptIds = Effect.fnUntraced(function*(page: number, page_size = 10) {
  const { calls } = yield* apiClient
  return (yield* calls.listAttempts({ query: { page, page_size } })).calls.map(({ id }) => id)
})

const search = Effect.fnUntraced(function*(criteria: Partial<CallCriteria> = {}) {
  const { calls } = yield* apiClient
  const found = yield* calls.search({ payload: fromCriteria({ page: 0, page_size: 10, ...criteria }) })
  return [found.calls.map(({ id }) => String(id)), found.total_count]
})

describe("placed calls", () => {
  itSimulatedInMemory(
    "are attempted until a person answers",
    { placedCalls: { attempts: ["busy", "voicemail", "human"], delay: "1 minute", retryDelay: "1 hour" } },
    () =>
      Effect.gen(function*() {
        const { id } = yield* create()
        assert.deepStrictEqual(yield* course(id), ["initializing"])
        yield* TestClock.setTime(minute - 1)
        assert.deepStrictEqual(yield* course(id), ["queued_for_calling"])
        yield* TestClock.setTime(minute)
        assert.deepStrictEqual(yield* course(id), ["calling", "queued"])
        yield* TestClock.setTime(2 * minute)
        assert.deepStrictEqual(yield* course(id), ["scheduled", "busy"])
        yield* TestClock.setTime(63 * minute)
        assert.deepStrictEqual(yield* course(id), ["scheduled", "busy", "voicemail"])
        yield* TestClock.setTime(day)
        assert.deepStrictEqual(yield* course(id), ["completed", "busy", "voicemail", "human"])
        const { call_attempts, calls_count, last_call_attempt } = yield* retrieve(id)
        assert.strictEqual(calls_count, 3)
        assert.deepStrictEqual(last_call_attempt, call_attempts[0] ?? null)
        assert.isNotNull(last_call_attempt?.structured_output ?? null)
        assert.isNotNull(last_call_attempt?.recording_url ?? null)
      })
  )

  itSimulatedInMemory(
    "are errored if the last attempt fails",
    { placedCalls: { attempts: ["no_answer", "number_non_attributed"] } },
    () =>
      Effect.gen(function*() {
        const { id } = yield* create()
        yield* TestClock.setTime(day)
        assert.deepStrictEqual(yield* course(id), ["errored", "no_answer", "number_non_attributed"])
      })
  )

  itSimulatedInMemory(
    "start at the requested time",
    { placedCalls: { attempts: ["human"] } },
    () =>
      Effect.gen(function*() {
        const { id, scheduled_at } = yield* create({ ...body, scheduled_at: "1970-01-02T00:00:00Z" })
        assert.strictEqual(String(scheduled_at), "1970-01-02T00:00:00.000Z")
        yield* TestClock.setTime(day - 1)
        assert.deepStrictEqual(yield* course(id), ["queued_for_calling"])
        yield* TestClock.setTime(day)
        assert.deepStrictEqual(yield* course(id), ["calling", "queued"])
      })
  )

  itSimulatedInMemory("have the fields of the request, and none of a campaign", {}, () =>
    Effect.gen(function*() {
      const call = yield* create({ ...body, from_phone_number: "+33184800000", metadata: { order: "A-1" } })
      assert.deepInclude(call, {
        campaign: null,
        from_phone_number: "+33184800000",
        metadata: { order: "A-1" },
        to_phone_number: "+15125550100"
      })
      assert.strictEqual(String(call.assistant?.id), "assistant-1")
      const inline = yield* create({ phone_number: "+15125550100", assistant: { prompt: "Say hello." } })
      assert.deepStrictEqual([inline.assistant, inline.metadata], [null, null])
    }))

  itSimulatedInMemory(
    "can be cancelled before the last attempt",
    { placedCalls: { attempts: ["busy", "human"], retryDelay: "1 hour" } },
    () =>
      Effect.gen(function*() {
        const first = yield* create()
        assert.strictEqual(yield* statusOfRequest("cancel", first.id), undefined)
        assert.deepStrictEqual(yield* course(first.id), ["cancelled"])
        const second = yield* create()
        yield* TestClock.setTime(5 * minute)
        assert.strictEqual(yield* statusOfRequest("cancel", second.id), undefined)
        assert.strictEqual(yield* statusOfRequest("cancel", second.id), undefined)
        yield* TestClock.setTime(day)
        assert.deepStrictEqual(yield* course(first.id), ["cancelled"])
        assert.deepStrictEqual(yield* course(second.id), ["cancelled", "busy"])
        const third = yield* create()
        yield* TestClock.setTime(2 * day)
        assert.deepStrictEqual(yield* course(third.id), ["completed", "busy", "human"])
        assert.strictEqual(yield* statusOfRequest("cancel", third.id), 409)
      })
  )

  itSimulatedInMemory(
    "continue the current attempt when they are cancelled",
    { placedCalls: { attempts: ["voicemail", "human"], delay: 0 } },
    () =>
      Effect.gen(function*() {
        const { id } = yield* create()
        yield* TestClock.setTime(5000)
        assert.strictEqual(yield* statusOfRequest("cancel", id), undefined)
        assert.strictEqual((yield* course(id))[0], "calling")
        yield* TestClock.setTime(day)
        assert.deepStrictEqual(yield* course(id), ["cancelled", "voicemail"])
      })
  )

  itSimulatedInMemory(
    "wait while they are paused",
    { placedCalls: { attempts: ["busy", "human"], delay: 0, retryDelay: "1 hour" } },
    () =>
      Effect.gen(function*() {
        const { id } = yield* create()
        assert.strictEqual(yield* statusOfRequest("resume", id), 409)
        yield* TestClock.setTime(10 * minute)
        assert.strictEqual(yield* statusOfRequest("pause", id), undefined)
        assert.strictEqual(yield* statusOfRequest("pause", id), undefined)
        yield* TestClock.setTime(day)
        assert.strictEqual((yield* course(id)).length, 2)
        assert.strictEqual(yield* statusOfRequest("resume", id), undefined)
        assert.strictEqual(yield* statusOfRequest("resume", id), 409)
        yield* TestClock.setTime(day + 49 * minute)
        assert.strictEqual((yield* course(id)).length, 2)
        yield* TestClock.setTime(day + 51 * minute)
        assert.strictEqual((yield* course(id)).length, 3)
        yield* TestClock.setTime(2 * day)
        assert.deepStrictEqual(yield* course(id), ["completed", "busy", "human"])
        assert.strictEqual(yield* statusOfRequest("pause", id), 409)
      })
  )

  itSimulatedInMemory(
    "respond with 404 and 409",
    { campaigns: [{ id: "c", status: "completed" }] },
    (simulator) =>
      Effect.gen(function*() {
        const [row] = yield* simulator.rows("c", 0, 1)
        const id = row?.call?.id ?? ""
        assert.deepStrictEqual<unknown>(yield* retrieve(id), row?.call)
        assert.strictEqual(yield* statusOfRequest("cancel", id), 409)
        for (const name of ["retrieve", "cancel", "pause", "resume"] as const) {
          assert.strictEqual(yield* statusOfRequest(name, "unknown"), 404)
          assert.strictEqual(yield* statusOfRequest(name, `${id}0`), 404)
        }
      })
  )

  const fields = Arbitraries.make(Schema.Struct(
    Struct.pick(CallCreate.fields, ["metadata", "phone_number", "prompt_variables", "skip_calling_window"])
  ))

  it.effect.prop("are valid at any time, for any request", { fields }, ({ fields: payload }) =>
    Effect.gen(function*() {
      const { id, to_phone_number } = yield* create({ ...body, ...payload })
      assert.strictEqual(to_phone_number, payload.phone_number)
      for (const time of [0, minute, 10 * minute, day]) {
        yield* TestClock.setTime(time)
        assert.isTrue(Schema.is(Call)(yield* retrieve(id)))
      }
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

  for (const unknownFields of [false, true]) {
    itSimulatedInMemory(
      `are the same with the same seed, unknownFields: ${unknownFields}`,
      { unknownFields },
      (one) =>
        Effect.gen(function*() {
          yield* one.addCall({ age: "1 day" })
          const other = yield* RevoxSimulator.RevoxSimulator.use((other) =>
            Effect.andThen(other.addCall({ age: "1 day" }), other.calls)
          ).pipe(Effect.provide(RevoxSimulator.layerMemory({ unknownFields })))
          assert.deepStrictEqual(other, yield* one.calls)
          assert.lengthOf(other, 1)
        })
    )
  }
})

describe("the list of attempts", () => {
  const calls = [{ id: "a", attempts: ["busy", "busy"] }, { id: "b", attempts: ["human"] }] as const

  for (const firstPage of [0, 1] as const) {
    itSimulatedInMemory(
      `has the newest first, from page ${firstPage}`,
      { calls, firstPage },
      (simulator) =>
        Effect.gen(function*() {
          yield* TestClock.setTime(4 * minute)
          yield* simulator.addCall({ id: "c", attempts: ["human"] })
          yield* TestClock.setTime(day)
          const [a, b, c] = yield* Effect.forEach(["a", "b", "c"], retrieve)
          const ids = [
            a?.call_attempts[0]?.id,
            c?.call_attempts[0]?.id,
            b?.call_attempts[0]?.id,
            a?.call_attempts[1]?.id
          ]
          const all = yield* attemptIds(firstPage)
          assert.sameMembers([...all], ids)
          assert.deepStrictEqual(all.slice(0, 2), ids.slice(0, 2))
          assert.deepStrictEqual(yield* attemptIds(firstPage, 3), all.slice(0, 3))
          assert.deepStrictEqual(yield* attemptIds(firstPage + 1, 3), all.slice(3))
          assert.deepStrictEqual(yield* attemptIds(firstPage + 2, 3), [])
          const { calls } = yield* apiClient
          const query = { page: firstPage - 1, page_size: 3 }
          assert.strictEqual(
            yield* errorStatus(Effect.asVoid(calls.listAttempts({ query: { ...query, page: 0 } }))),
            firstPage === 1 ? 400 : undefined
          )
          const errored = yield* calls.listAttempts({ query: { page: firstPage, page_size: 9, statuses: ["errored"] } })
          assert.deepStrictEqual(errored.calls.map(({ id }) => id), a?.call_attempts.map(({ id }) => id))
        })
    )
  }
})

describe("the search", () => {
  itSimulatedInMemory("matches all filters, newest first", {
    calls: [
      { id: "a", attempts: ["human"], age: "1 day", metadata: { order: "A-1" }, phoneNumber: "+15125550100" },
      { id: "b", attempts: ["busy"], age: "1 day", phoneNumber: "+15125550101" },
      { id: "c", metadata: { order: "A-12" }, phoneNumber: "+15125550101" }
    ]
  }, () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* search(), [["c", "b", "a"], 3])
      assert.deepStrictEqual(yield* search({ page: 1, page_size: 2 }), [["a"], 3])
      assert.deepStrictEqual(yield* search({ query: "A-1" }), [["c", "a"], 2])
      assert.deepStrictEqual(yield* search({ query: "A-1", results: ["human"] }), [["a"], 1])
      assert.deepStrictEqual(yield* search({ to_phone_number: "+15125550101" }), [["c", "b"], 2])
      assert.deepStrictEqual(yield* search({ statuses: ["errored", "completed"] }), [["b", "a"], 2])
      assert.deepStrictEqual(yield* search({ call_ids: ["b"] }), [["b"], 1])
      assert.deepStrictEqual(yield* search({ directions: ["inbound"] }), [[], 0])
      assert.deepStrictEqual(yield* search({ campaign_ids: ["x"] }), [[], 0])
    }))

  itSimulatedInMemory("finds the calls of the rows of a campaign", {
    calls: [{ id: "a" }],
    campaigns: [{ id: "spring", rows: 12, status: "completed" }, { id: "autumn", rows: 3, status: "completed" }]
  }, () =>
    Effect.gen(function*() {
      const { campaigns } = yield* apiClient
      const query = { page: 0, page_size: 12 }
      const { rows } = yield* campaigns.getRows({ params: { id: CampaignId.make("spring") }, query })
      const ids = rows.map(({ call }) => String(call?.id))
      assert.lengthOf(new Set(ids), 12)
      assert.deepStrictEqual(yield* search({ campaign_ids: ["spring"], page_size: 12 }), [ids, 12])
      assert.deepStrictEqual(yield* search({ campaign_ids: ["spring"], page: 1, page_size: 10 }), [ids.slice(10), 12])
      assert.deepStrictEqual(yield* search({ campaign_ids: ["spring"], call_ids: ids.slice(3, 4) }), [[ids[3]], 1])
      assert.deepStrictEqual((yield* search({ campaign_ids: ["spring", "autumn"] }))[1], 15)
    }))
})

describe("recordings", () => {
  itSimulated("are served on the origin of the simulator, but not to a request with the API key", {
    servesRecordings: true,
    calls: [{ id: "a", attempts: ["human"], age: "1 day" }]
  }, (simulator) =>
    Effect.gen(function*() {
      const { last_call_attempt } = yield* simulator.call("a")
      const url = last_call_attempt?.recording_url ?? ""
      const get = (headers: Readonly<Record<string, string>>) =>
        Effect.promise(async () => {
          const response = await fetch(url, { headers })
          return [response.status, (await response.text()).slice(0, 4)]
        })
      assert.deepStrictEqual(yield* get({}), [200, "OggS"])
      assert.deepStrictEqual((yield* get({ authorization: "Bearer test-key" }))[0], 400)
    }))
})
