import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as OpenEnum from "@effect-revox/schema/OpenEnum"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as Timestamp from "@effect-revox/schema/Timestamp"
import { RevoxSimulator } from "@effect-revox/testing"
import { itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { request, requestAllRows, requestCampaign } from "./utils/api.ts"

const text = (path: string) => Effect.flatMap(request(path), (response) => response.text)

/** The bytes of a campaign and of some pages, from a new simulator. */
const bytesOf = (options: RevoxSimulator.Options, clock: number, pages: ReadonlyArray<number>) =>
  Effect.gen(function*() {
    yield* TestClock.setTime(clock)
    const simulator = yield* RevoxSimulator.RevoxSimulator
    const id = yield* simulator.addCampaign({ rows: 300, status: "completed" })
    const rows = yield* Effect.forEach(pages, (page) => text(`/campaigns/${id}/rows?page=${page}&page_size=50`))
    return new Map([...pages.map((page, index) => [page, rows[index]] as const), [-1, yield* text(`/campaigns/${id}`)]])
  }).pipe(Effect.provide(RevoxSimulator.layerMemory(options).pipe(Layer.provideMerge(TestClock.layer()))))

const attemptsOf = (rows: ReadonlyArray<CampaignRow>) => rows.flatMap((row) => row.call?.call_attempts ?? [])
const messagesOf = (rows: ReadonlyArray<CampaignRow>) => attemptsOf(rows).flatMap((attempt) => attempt.transcript ?? [])

describe("Data", () => {
  it.effect("has the same bytes for the same seed, on any clock and in any order of requests", () =>
    Effect.gen(function*() {
      const one = yield* bytesOf({ seed: 7 }, 0, [0, 1, 2, 5])
      const other = yield* bytesOf({ seed: 7 }, 1_234_567_890_123, [5, 2, 1, 0])
      for (const [page, bytes] of one) {
        assert.strictEqual(other.get(page), bytes, String(page))
      }
      const another = yield* bytesOf({ seed: 8 }, 0, [0])
      assert.notStrictEqual(another.get(0), one.get(0))
    }))

  it.effect("has the same row for any number of rows and any page", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 1000, status: "completed" })
      const { rows } = yield* requestAllRows(id)
      const [alone] = yield* simulator.rows(id, 700, 1)
      assert.deepStrictEqual(alone, rows[700])
      const filtered = yield* requestAllRows(id, "&statuses=errored")
      assert.deepStrictEqual(filtered.rows, rows.filter((row) => row.call?.status === "errored"))
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

  itSimulatedInMemory("serves the rows that the service returns", {
    campaigns: [{ id: "c", rows: 1000, status: "completed" }, { id: "new", rows: 1000, duration: "1 hour" }]
  }, (simulator) =>
    Effect.gen(function*() {
      yield* TestClock.adjust("30 minutes")
      for (const id of ["c", "new"]) {
        const rows = yield* simulator.rows(id, 0, 1000)
        const expected = JSON.stringify({ page: 0, page_size: 1000, rows, total: 1000 })
        assert.strictEqual(yield* text(`/campaigns/${id}/rows?page_size=1000`), expected)
      }
    }))

  // `requestAllRows` and `requestCampaign` decode with all checks, and the tests of life cycles use them.
  itSimulatedInMemory(
    "serves a million rows without keeping them in memory",
    { maxPageSize: 5000 },
    (simulator) =>
      Effect.gen(function*() {
        const before = process.memoryUsage().rss
        const id = yield* simulator.addCampaign({ rows: 1_000_000, status: "completed" })
        const last = yield* requestAllRows(id, "&page=999")
        assert.strictEqual(last.rows.length, 1000)
        assert.strictEqual(last.rows[999]?.row_index, 999_999)
        const { row_stats } = yield* requestCampaign(id)
        assert.strictEqual(row_stats === undefined ? 0 : RowStats.finished(row_stats), 1_000_000)
        assert.isBelow(process.memoryUsage().rss - before, 300 * 1024 * 1024)
        const ids = new Set(yield* simulator.expectedRows(id))
        assert.strictEqual(ids.size, 1_000_000)
      })
  )

  describe("of 1650 rows", () => {
    const options: RevoxSimulator.Options = {
      campaigns: [1, 2, 3].map((seed) => ({ id: `c${seed}`, seed, rows: 550, status: "completed" }))
    }
    const rows = Effect.map(
      Effect.forEach(["c1", "c2", "c3"], (id) => requestAllRows(id)),
      (pages) => pages.flatMap((page) => page.rows)
    )

    itSimulatedInMemory("has unique ids and E.164 phone numbers", options, () =>
      Effect.gen(function*() {
        const all = yield* rows
        const ids = all.flatMap((row) => [row.id, row.call?.id, ...(row.call?.call_attempts.map(({ id }) => id) ?? [])])
        assert.strictEqual(new Set(ids).size, ids.length)
        assert.isTrue(all.every((row) => /^\+[1-9]\d{6,14}$/.test(row.phone_number)))
        assert.isTrue(all.every((row) => row.call?.to_phone_number === row.phone_number))
      }))

    itSimulatedInMemory(
      "has all results and dial errors, in plausible proportions",
      options,
      () =>
        Effect.gen(function*() {
          const all = yield* rows
          const attempts = attemptsOf(all)
          const share = (matches: (attempt: CallAttempt.CallAttempt) => boolean) =>
            attempts.filter(matches).length / attempts.length
          const between = (value: number, min: number, max: number) =>
            assert.isTrue(value > min && value < max, `${value} is between ${min} and ${max}`)
          between(share(({ result }) => result === "human"), 0.3, 0.42)
          between(share(({ result }) => result === "voicemail"), 0.18, 0.3)
          between(share(({ dial_error }) => dial_error !== null), 0.25, 0.4)
          for (const result of OpenEnum.literals(CallAttempt.CallResult)) {
            assert.isAbove(share((attempt) => attempt.result === result), 0, result)
          }
          for (const error of OpenEnum.literals(CallAttempt.DialError)) {
            assert.isAbove(share((attempt) => attempt.dial_error === error), 0, error)
          }
          const counts = new Set(all.map((row) => row.call?.calls_count))
          assert.deepStrictEqual([...counts].sort(), [1, 2, 3, 4])
        })
    )

    itSimulatedInMemory(
      "has consecutive attempts, the most recent one first",
      options,
      () =>
        Effect.gen(function*() {
          for (const row of yield* rows) {
            const oldestFirst = (row.call?.call_attempts ?? []).toReversed()
            let clock = row.call?.created_at ?? null
            for (const { answered_at, ended_at, started_at } of oldestFirst) {
              for (const next of [started_at, ...(answered_at === null ? [] : [answered_at]), ended_at]) {
                assert.isTrue(Option.isSome(Timestamp.toDateTime(next)))
                assert.isAtMost(Timestamp.Order(clock, next), 0, row.id)
                clock = next
              }
            }
          }
        })
    )

    itSimulatedInMemory(
      "has conversations in several languages, with every form of tool messages",
      options,
      () =>
        Effect.gen(function*() {
          const messages = messagesOf(yield* rows)
          const said = messages.map((message) => message.content).join("\n")
          for (const words of ["have a great day", "très bonne journée", "schönen Tag", "buen día", "ありがとう"]) {
            assert.include(said, words)
          }
          const tools = messages.filter((message) => message.role === "tool")
          assert.isTrue(tools.some(({ tool_arguments }) => typeof tool_arguments === "string"))
          assert.isTrue(tools.some(({ tool_arguments }) => typeof tool_arguments === "object"))
          assert.isTrue(tools.some(({ tool_is_error }) => tool_is_error === true))
          assert.isTrue(tools.some((tool) => !("tool_is_error" in tool)))
          assert.isTrue(messages.some((message) => message.role === "user" && message.content === ""))
        })
    )

    itSimulatedInMemory(
      "has nulls, absent keys, Unicode, and empty and long strings",
      options,
      () =>
        Effect.gen(function*() {
          const all = yield* rows
          const values = all.flatMap((row) => Object.values(row.input_data))
          assert.isTrue(values.some((value) => value === ""))
          assert.isTrue(values.some((value) => value.length > 2000))
          assert.isTrue(values.some((value) => value.includes("👩‍👩‍👧‍👦")))
          assert.isTrue(values.some((value) => value.includes("\n") && value.includes("\t")))
          assert.isTrue(all.some((row) => Object.keys(row.input_data).length === 0))
          assert.isTrue(
            all.some((row) => row.call?.metadata === null) && all.some((row) => row.call?.metadata !== null)
          )
          assert.isTrue(all.some((row) => row.call?.scheduled_at === null))
          assert.isTrue(all.some((row) => row.call?.from_phone_number === null))
          const attempts = attemptsOf(all)
          assert.isTrue(attempts.some((attempt) => !("transcript" in attempt)))
          const outputs = attempts.map((attempt) => attempt.structured_output ?? {})
          assert.isTrue(outputs.some((output) => output["budget"] === null))
          assert.isTrue(outputs.some((output) => typeof output["budget"] === "number"))
        })
    )
  })

  describe("unknownFields", () => {
    itSimulatedInMemory("adds fields and literals that the schemas do not list and still decode", {
      unknownFields: true,
      campaigns: [{ id: "c", rows: 300, draft: "1 minute" }]
    }, (simulator) =>
      Effect.gen(function*() {
        const statuses = new Set<string>()
        const extractions = new Set<string>()
        const calls = new Set<string>()
        for (const minutes of [0, 1.1, 2, 5, 10.99, 11.02, 11.4, 12]) {
          yield* TestClock.setTime(minutes * 60_000)
          const campaign = yield* requestCampaign("c")
          statuses.add(String(campaign.status))
          extractions.add(String(campaign.structured_output_extraction))
          for (const row of (yield* requestAllRows("c")).rows) {
            calls.add(String(row.call?.status))
          }
        }
        assert.deepStrictEqual([...statuses], ["draft", "warming_up", "running", "completed"])
        assert.deepStrictEqual([...extractions], ["none", "queued", "running", "completed"])
        assert.include([...calls], "waiting_for_line")
        const attempts = attemptsOf((yield* requestAllRows("c")).rows)
        assert.isTrue(attempts.some(({ result }) => String(result) === "fax"))
        assert.isTrue(attempts.some(({ dial_error }) => String(dial_error) === "blocked_by_carrier"))
        const raw = yield* text("/campaigns/c/rows?page_size=1")
        assert.match(raw, /"emotion_model":"calm-v2"/)
        assert.match(raw, /"carrier":\{"name":"Nimbus"/)
        const [row] = yield* simulator.rows("c", 0, 1)
        assert.strictEqual(raw, JSON.stringify({ page: 0, page_size: 1, rows: [row], total: 300 }))
      }))
  })
})
