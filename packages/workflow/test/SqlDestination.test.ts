import { RevoxError } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import type { Destination } from "@effect-revox/workflow"
import { ExportStore, SqlDestination } from "@effect-revox/workflow"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { count, database, simulated, task } from "./utils/embedded.ts"

const services = Layer.merge(database, simulated())

/** Adds a completed campaign. */
const completed = Effect.fnUntraced(function*(rows: number, ...faults: ReadonlyArray<Fault.Fault>) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return yield* simulator.addCampaign({ rows, status: "completed", faults })
})

const expected = (id: string) =>
  RevoxSimulator.RevoxSimulator.use((simulator) => Effect.map(simulator.expectedRows(id), (ids) => [...ids].sort()))

const idsOf = Effect.fnUntraced(function*(campaignId: string) {
  const sql = yield* SqlClient.SqlClient
  const lines = yield* sql<{ id: string }>`SELECT id FROM revox_rows WHERE campaign_id = ${campaignId}`
  return lines.map(({ id }) => id).sort()
})

/** Writes all pages, and returns the number of steps before the last. */
const writeAll = Effect.fnUntraced(
  function*(destination: Destination.Destination, task: Destination.ExportTask, pages: number) {
    let steps = 0
    yield* destination.prepare(task)
    while (!(yield* destination.writeNext(task, pages)).isComplete) steps += 1
    return steps
  }
)

const reasonOf = <E extends { readonly reason: { readonly _tag: string } }, A, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

layer(services, { excludeTestServices: true })("SqlDestination", (it) => {
  it.effect("rejects a target, which it would ignore", () =>
    Effect.gen(function*() {
      const { validate } = yield* SqlDestination.make
      assert.isDefined(validate)
      yield* validate({ name: "sql", target: "" })
      const error = yield* Effect.flip(validate({ name: "sql", target: "my_rows" }))
      assert.strictEqual(error.reason._tag, "InvalidTargetError")
      assert.include(error.message, "leave out the target")
    }))

  it.effect("stores each row once, with all fields and attempts", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const destination = yield* SqlDestination.make
      const id = yield* completed(730)
      const export_ = yield* task("all", { campaignId: id })
      assert.strictEqual(yield* writeAll(destination, export_, 3), 2)
      yield* destination.publish(export_)
      assert.deepStrictEqual(yield* idsOf(id), yield* expected(id))

      const simulator = yield* RevoxSimulator.RevoxSimulator
      const [row] = yield* simulator.rows(id, 500, 1)
      const [line] = yield* sql<{ data: unknown; phone_number: string; result: string | null }>`
        SELECT data, phone_number, result FROM revox_rows WHERE id = ${row?.id ?? ""}`
      assert.deepStrictEqual<unknown>(line?.data, row)
      assert.strictEqual(line?.phone_number, row?.phone_number)
      const rows = yield* simulator.rows(id, 0, 730)
      const attempts = rows.flatMap(({ call }) => call?.call_attempts ?? []).length
      assert.strictEqual(
        yield* count("revox_attempts", `row_id IN (SELECT id FROM revox_rows WHERE campaign_id = '${id}')`),
        attempts
      )
      // Publishing again or rolling back changes nothing.
      yield* destination.publish(export_)
      yield* destination.rollback(export_)
      assert.lengthOf(yield* idsOf(id), 730)
    }))

  it.effect(
    "resumes after the last page written by an interrupted step",
    () =>
      Effect.gen(function*() {
        const destination = yield* SqlDestination.make
        const id = yield* completed(500)
        const export_ = yield* task("interrupted", { campaignId: id, pageSize: 50 })
        yield* destination.prepare(export_)
        yield* destination.writeNext(export_, 3)
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const before = (yield* simulator.requests).length
        yield* writeAll(destination, export_, 100)
        const pages = (yield* simulator.requests).slice(before).filter(({ endpoint }) =>
          endpoint === "campaigns.getRows"
        )
        assert.deepStrictEqual(pages.map(({ query }) => Number(query["page"])).sort((a, b) => a - b).slice(0, 2), [
          3,
          4
        ])
        assert.deepStrictEqual(yield* idsOf(id), yield* expected(id))
      })
  )

  it.effect("lets only one of two concurrent runners write", () =>
    Effect.gen(function*() {
      const destination = yield* SqlDestination.make
      const id = yield* completed(600)
      const export_ = yield* task("two", { campaignId: id, pageSize: 20 })
      yield* destination.prepare(export_)
      const results = yield* Effect.all(
        Array.from({ length: 2 }, () => Effect.result(destination.writeNext(export_, 100))),
        { concurrency: "unbounded" }
      )
      const superseded = results.filter((result) =>
        result._tag === "Failure" && result.failure.reason._tag === "SupersededError"
      )
      assert.lengthOf(superseded, 1)
      yield* writeAll(destination, export_, 100)
      yield* destination.publish(export_)
      assert.deepStrictEqual(yield* idsOf(id), yield* expected(id))
    }))

  it.effect("rolls back its own rows, and keeps those of other exports", () =>
    Effect.gen(function*() {
      const destination = yield* SqlDestination.make
      const id = yield* completed(300)
      const humans = yield* task("humans", { campaignId: id, filter: { result: "human" } })
      yield* writeAll(destination, humans, 100)
      yield* destination.publish(humans)
      const before = yield* idsOf(id)
      assert.isAbove(before.length, 10)

      const everyRow = yield* task("everyRow", { campaignId: id })
      yield* writeAll(destination, everyRow, 100)
      assert.lengthOf(yield* idsOf(id), 300)
      assert.strictEqual(yield* count("revox_complete_rows", `campaign_id = '${id}'`), before.length)
      yield* destination.rollback(everyRow)
      assert.deepStrictEqual(yield* idsOf(id), before)

      // A runner that has not noticed the rollback cannot write or publish.
      assert.strictEqual(yield* reasonOf(destination.writeNext(everyRow, 10)), "SupersededError")
      assert.strictEqual(yield* reasonOf(destination.publish(everyRow)), "SupersededError")
      assert.deepStrictEqual(yield* idsOf(id), before)
    }))

  it.effect("deletes the campaign when rolling back its only export", () =>
    Effect.gen(function*() {
      const destination = yield* SqlDestination.make
      const id = yield* completed(300)
      const export_ = yield* task("nothing", { campaignId: id })
      yield* writeAll(destination, export_, 2)
      yield* destination.rollback(export_)
      assert.strictEqual(yield* count("revox_rows", `campaign_id = '${id}'`), 0)
      assert.strictEqual(yield* count("revox_campaigns", `id = '${id}'`), 0)
      assert.strictEqual(yield* count("revox_export_rows", "export_id = 'nothing'"), 0)
    }))

  it.effect("does not publish when stored rows are missing", () =>
    Effect.gen(function*() {
      const destination = yield* SqlDestination.make
      // The last row of the list repeats the first one. Steps of one page cannot detect that.
      const id = yield* completed(400)
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const [first] = yield* simulator.rows(id, 0, 1)
      const [last] = yield* simulator.rows(id, 399, 1)
      const duplicate = yield* simulator.inject(
        Fault.mapJson((json) => JSON.parse(JSON.stringify(json).replaceAll(String(last?.id), String(first?.id))))
      )
      const export_ = yield* task("short", { campaignId: id })
      yield* destination.prepare(export_)
      while (!(yield* destination.writeNext(export_, 1)).isComplete);
      assert.strictEqual(yield* reasonOf(destination.publish(export_)), "MissingRowsError")
      yield* duplicate.remove
      yield* destination.reset(export_)
      yield* writeAll(destination, export_, 100)
      yield* destination.publish(export_)
      assert.deepStrictEqual(yield* idsOf(id), yield* expected(id))
    }))

  it.effect("publishes rows without a total when the server reports none", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const destination = yield* SqlDestination.make
      const withoutTotal = Fault.mapJson((json) =>
        typeof json === "object" && json !== null && "rows" in json ? { rows: json["rows"] } : json
      )
      const id = yield* completed(250, withoutTotal)
      const export_ = yield* task("no total", { campaignId: id })
      // One step for the first two pages, and one that reaches the end.
      assert.strictEqual(yield* writeAll(destination, export_, 2), 1)
      yield* destination.publish(export_)
      assert.deepStrictEqual(yield* idsOf(id), yield* expected(id))
      const [line] = yield* sql<{ rows: number; expected: number | null }>`SELECT rows::float8 AS rows,
        expected::float8 AS expected FROM revox_exports WHERE id = 'no total'`
      assert.deepStrictEqual(line, { rows: 250, expected: null })
      const store = yield* ExportStore.make
      const record = yield* Effect.flatMap(store.get("no total"), Effect.fromOption)
      assert.deepInclude(record, { status: "complete", rows: 250, expected: null })
    }), 20_000)

  it.effect("fails with the remedy on a cursor of an older version", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const destination = yield* SqlDestination.make
      const id = yield* completed(300)
      const export_ = yield* task("older", { campaignId: id })
      yield* destination.prepare(export_)
      yield* destination.writeNext(export_, 2)
      yield* sql`UPDATE revox_exports SET cursor = jsonb_set(cursor::jsonb, '{version}', '1')::json WHERE id = 'older'`
      const errors = yield* Effect.all([
        Effect.flip(destination.writeNext(export_, 2)),
        Effect.flip(destination.publish(export_))
      ])
      for (const error of errors) {
        assert.strictEqual(error.reason._tag, "InvalidCursorError")
        assert.isFalse(error.isRetryable)
        assert.include(error.message, "an older version of this package stored it")
        assert.include(error.message, "start the export again")
      }
      yield* destination.reset(export_)
      yield* writeAll(destination, export_, 100)
      yield* destination.publish(export_)
      assert.deepStrictEqual(yield* idsOf(id), yield* expected(id))
    }), 20_000)

  it.effect("replaces characters that PostgreSQL rejects", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const destination = yield* SqlDestination.make
      const id = yield* completed(5)
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const odd = yield* simulator.inject(Fault.mapJson((json) =>
        JSON.parse(JSON.stringify(json).replaceAll(/"phone_number":"\+/g, `"phone_number":"\\u0000\\ud800+`))
      ))
      const export_ = yield* task("odd", { campaignId: id })
      yield* writeAll(destination, export_, 100)
      yield* destination.publish(export_)
      yield* odd.remove
      const [line] = yield* sql<{ phone: string }>`SELECT data ->> 'phone_number' AS phone FROM revox_rows
        WHERE campaign_id = ${id} LIMIT 1`
      assert.match(line?.phone ?? "", /^\ufffd\ufffd\+\d+$/)
    }))

  it.effect("fails with the error of a failed request, and keeps the pages before it", () =>
    Effect.gen(function*() {
      const destination = yield* SqlDestination.make
      const id = yield* completed(300, Fault.always(Fault.onPage(Fault.status(403), 1)))
      const export_ = yield* task("forbidden", { campaignId: id })
      yield* destination.prepare(export_)
      const error = yield* Effect.flip(destination.writeNext(export_, 100))
      assert.instanceOf(error, RevoxError.RevoxError)
      assert.strictEqual(error.reason._tag, "PermissionDeniedError")
      assert.strictEqual(yield* count("revox_export_rows", "export_id = 'forbidden'"), 100)
    }))
})
