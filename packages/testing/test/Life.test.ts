import { RowState } from "@effect-revox/testing"
import type { RevoxSimulator } from "@effect-revox/testing"
import { itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { TestClock } from "effect/testing"
import { requestAllRows, requestCampaign } from "./utils/api.ts"

const minute = 60_000

/** Returns reproducible random times of a span, sorted. */
const moments = (count: number, upTo: number) =>
  Effect.map(
    Effect.all(Array.from({ length: count }, () => Random.nextIntBetween(0, upTo))).pipe(Random.withSeed("moments")),
    (times) => [...new Set(times)].sort((a, b) => a - b)
  )

/** A campaign and its rows at one time, since `TestClock` does not advance between the requests. */
const snapshot = Effect.fnUntraced(function*(id: string) {
  const campaign = yield* requestCampaign(id)
  const page = yield* requestAllRows(id)
  return { campaign, rows: page.rows, counted: RowState.count(page.rows) }
})

const statusAt = (id: string, at: number) =>
  Effect.andThen(
    TestClock.setTime(at),
    Effect.map(requestCampaign(id), ({ is_cancelled, status }) => is_cancelled ? `${status}, cancelled` : status)
  )

const life = (
  name: string,
  campaign: NonNullable<RevoxSimulator.Options["campaigns"]>[number],
  body: Parameters<typeof itSimulatedInMemory<void, unknown>>[2]
) => itSimulatedInMemory(name, { campaigns: [{ id: "c", rows: 160, ...campaign }] }, body)

/** Asserts at 50 times that the counts add up and agree with the rows, and that no progress is reverted. */
const holdsTogether = (upTo: number) =>
  Effect.gen(function*() {
    const times = yield* moments(50, upTo)
    assert.isAtLeast(times.length, 48)
    const seen = new Set<string>()
    const attemptsOf = new Map<string, number>()
    let settled = 0
    for (const time of times) {
      yield* TestClock.setTime(time)
      const { campaign, counted, rows } = yield* snapshot("c")
      assert.deepStrictEqual(campaign.row_stats, counted, `at ${time}`)
      const { calling, completed, failed, pending, retry, total } = counted
      assert.strictEqual(pending + calling + retry + completed + failed, total)
      assert.isAtMost(calling, campaign.max_concurrent_calls ?? Infinity)
      assert.isAtLeast(completed + failed, settled, `at ${time}`)
      settled = completed + failed
      for (const row of rows) {
        const attempts = row.call?.call_attempts ?? []
        assert.isAtLeast(attempts.length, attemptsOf.get(row.id) ?? 0)
        attemptsOf.set(row.id, attempts.length)
        assert.strictEqual(row.call?.calls_count ?? 0, attempts.length)
        assert.deepStrictEqual(row.call?.last_call_attempt ?? undefined, attempts[0])
        seen.add(row.call?.status ?? "none")
        attempts.forEach((attempt) => seen.add(`attempt ${attempt.status}`))
      }
      seen.add(campaign.status).add(`extraction ${campaign.structured_output_extraction}`)
    }
    return seen
  })

describe("Life", () => {
  life("has row_stats that add up and agree with the rows at 50 random times", {
    draft: "1 minute",
    pauses: [{ afterRunning: "3 minutes", duration: "2 minutes" }, {
      afterRunning: "7 minutes",
      duration: "30 seconds"
    }],
    extraction: "1 minute"
  }, () =>
    Effect.gen(function*() {
      const seen = yield* holdsTogether(15 * minute)
      for (
        const state of [
          "draft",
          "running",
          "paused",
          "completed",
          "none",
          "initializing",
          "queued_for_calling",
          "calling",
          "scheduled",
          "errored",
          "attempt queued",
          "attempt ringing",
          "attempt ongoing",
          "attempt completed",
          "attempt error",
          "extraction none",
          "extraction running",
          "extraction completed"
        ]
      ) {
        assert.include(seen, state)
      }
    }))

  life(
    "has row_stats that add up and agree with the rows when the campaign is cancelled",
    { cancelAt: "5 minutes" },
    () =>
      Effect.gen(function*() {
        assert.include(yield* holdsTogether(12 * minute), "cancelled")
      })
  )

  life("transitions from draft through running and paused to completed", {
    draft: "1 minute",
    pauses: [{ afterRunning: "4 minutes", duration: "2 minutes" }]
  }, () =>
    Effect.gen(function*() {
      const times = [0, 0.99, 1, 5, 5.1, 7, 7.01, 12.99, 13, 100].map((minutes) => minutes * minute)
      assert.deepStrictEqual(yield* Effect.forEach(times, (time) => statusAt("c", time)), [
        "draft",
        "draft",
        "running",
        "paused",
        "paused",
        "running",
        "running",
        "running",
        "completed",
        "completed"
      ])
      const { call } = (yield* requestAllRows("c")).rows[159] ?? assert.fail()
      assert.strictEqual(String(call?.last_call_attempt?.ended_at), "2026-03-02T09:13:00.000Z")
    }))

  life("starts no calls during a pause, and ends those in progress", {
    pauses: [{ afterRunning: "4 minutes", duration: "1 hour" }]
  }, () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(4 * minute)
      const begun = yield* snapshot("c")
      assert.isAbove(begun.counted.calling, 0)
      yield* TestClock.setTime(30 * minute)
      const later = yield* snapshot("c")
      assert.strictEqual(later.campaign.status, "paused")
      assert.strictEqual(later.counted.calling, 0)
      assert.strictEqual(later.counted.pending, begun.counted.pending)
      const attempts = (rows: typeof later.rows) => rows.reduce((sum, row) => sum + (row.call?.calls_count ?? 0), 0)
      assert.strictEqual(attempts(later.rows), attempts(begun.rows))
    }))

  life("keeps its status when it is cancelled, and cancels its open calls", {
    cancelAt: "5 minutes"
  }, () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* statusAt("c", 5 * minute - 1), "running")
      assert.strictEqual(yield* statusAt("c", 5 * minute), "running, cancelled")
      yield* TestClock.setTime(60 * minute)
      const { campaign, counted, rows } = yield* snapshot("c")
      assert.deepStrictEqual([campaign.status, campaign.structured_output_extraction], ["running", "none"])
      assert.deepStrictEqual([counted.calling, counted.retry], [0, 0])
      assert.isAbove(counted.pending, 0)
      assert.isTrue(rows.some((row) => row.call?.status === "cancelled" && row.call.is_cancelled))
    }))

  life("is not cancelled after completion", { cancelAt: "11 minutes" }, () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* statusAt("c", 20 * minute), "completed")
    }))

  life(
    "extracts structured output row by row after completion",
    { extraction: "2 minutes" },
    () =>
      Effect.gen(function*() {
        const share = Effect.map(requestAllRows("c"), ({ rows }) => {
          const human = rows.filter((row) => row.call?.last_call_attempt?.result === "human")
          return human.filter((row) => row.call?.last_call_attempt?.structured_output !== null).length / human.length
        })
        const extraction = Effect.map(requestCampaign("c"), (campaign) => campaign.structured_output_extraction)
        const seen: Array<readonly [unknown, number]> = []
        for (const minutes of [9.99, 10, 11, 12]) {
          yield* TestClock.setTime(minutes * minute)
          seen.push([yield* extraction, yield* share])
        }
        assert.deepStrictEqual(seen.map(([status]) => status), ["none", "running", "running", "completed"])
        assert.deepStrictEqual([seen[0]?.[1], seen[1]?.[1], seen[3]?.[1]], [0, 0, 1])
        assert.isTrue((seen[2]?.[1] ?? 0) > 0.3 && (seen[2]?.[1] ?? 0) < 0.7)
      })
  )

  life(
    "extracts nothing with `extraction: \"none\"`",
    { extraction: "none", status: "completed" },
    () =>
      Effect.gen(function*() {
        const { campaign, rows } = yield* snapshot("c")
        assert.include([null, "none"], campaign.structured_output_extraction)
        assert.isNull(campaign.assistant?.structured_output_config)
        assert.isTrue(rows.every((row) => (row.call?.last_call_attempt?.structured_output ?? null) === null))
      })
  )

  itSimulatedInMemory("starts at the status of the specification", {
    campaigns: (["draft", "running", "paused", "completed", "cancelled"] as const).map((status) => ({
      id: status,
      status,
      rows: 50
    }))
  }, () =>
    Effect.gen(function*() {
      const statuses = (at: number) =>
        Effect.forEach(["draft", "running", "paused", "completed", "cancelled"], (id) => statusAt(id, at))
      assert.deepStrictEqual(yield* statuses(0), ["draft", "running", "paused", "completed", "running, cancelled"])
      assert.deepStrictEqual(yield* statuses(1000 * minute), [
        "draft",
        "completed",
        "paused",
        "completed",
        "running, cancelled"
      ])
      assert.strictEqual((yield* requestCampaign("draft")).row_stats?.pending, 50)
      assert.isNull((yield* requestCampaign("draft")).scheduled_at)
    }))

  itSimulatedInMemory(
    "advances at the configured speed",
    { speed: 60, campaigns: [{ id: "c" }] },
    (simulator) =>
      Effect.gen(function*() {
        yield* TestClock.adjust("9 seconds")
        assert.strictEqual((yield* requestCampaign("c")).status, "running")
        const late = yield* simulator.addCampaign({ duration: "1 minute" })
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* requestCampaign("c")).status, "completed")
        assert.strictEqual((yield* requestCampaign(late)).status, "completed")
      })
  )

  life(
    "has correct times on each day of a long campaign",
    { duration: "5 days", status: "completed" },
    () =>
      Effect.gen(function*() {
        const { rows } = yield* requestAllRows("c")
        const ends = rows.map((row) => String(row.call?.last_call_attempt?.ended_at))
        assert.deepStrictEqual([...new Set(ends.map((end) => end.slice(0, 10)))], [
          "2026-03-02",
          "2026-03-03",
          "2026-03-04",
          "2026-03-05",
          "2026-03-06",
          "2026-03-07"
        ])
        assert.deepStrictEqual(ends, ends.toSorted())
        assert.strictEqual(ends[159], "2026-03-07T09:00:00.000Z")
      })
  )

  itSimulatedInMemory("ends with the same bytes as a campaign that starts as completed", {
    campaigns: [{ id: "c", seed: 5, rows: 60 }]
  }, (simulator) =>
    Effect.gen(function*() {
      yield* TestClock.setTime(10 * minute + 30_000)
      const lived = yield* snapshot("c")
      yield* simulator.addCampaign({ id: "c", name: lived.campaign.name, seed: 5, rows: 60, status: "completed" })
      assert.deepStrictEqual(yield* snapshot("c"), lived)
    }))
})
