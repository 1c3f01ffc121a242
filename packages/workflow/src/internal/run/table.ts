import { CampaignContact } from "@effect-revox/schema/CampaignContact"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Struct from "effect/Struct"
import { RunJob } from "../../RunJob.ts"
import { RunRecord, RunState } from "../../RunRecord.ts"
import type { ListOptions, RunStore } from "../../RunStore.ts"

const JobJson = Schema.fromJsonString(Schema.toCodecJson(RunJob))
const StateJson = Schema.fromJsonString(Schema.toCodecJson(RunState))

/** A row of the table `revox_runs`. */
const TableRow = Schema.Struct({
  id: RunRecord.fields.id,
  job: JobJson,
  state: StateJson,
  contactCount: RunRecord.fields.contactCount,
  createdAt: RunRecord.fields.createdAt
})

const readRow = Schema.decodeUnknownEffect(TableRow)
const writeJob = Schema.encodeEffect(JobJson)
const writeState = Schema.encodeEffect(StateJson)
const readContacts = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({
  ...CampaignContact.fields,
  prompt_variables: Schema.fromJsonString(CampaignContact.fields.prompt_variables)
})))

const stateKeys = Struct.keys(RunState.fields)

/** Number of contacts of one statement. A statement has at most 65,535 parameters. */
const contactsPerInsert = 2000

/** The `RunStore` on the tables `revox_runs` and `revox_run_contacts`. */
export const make = (sql: SqlClient): RunStore["Service"] => {
  const at = (millis: number) => sql`to_timestamp(${String(millis)}::text::float8 / 1000)`
  const json = (text: string) => sql`${text}::text::json`
  const columns = sql`id, job::text AS job, state::text AS state, contact_count::float8 AS "contactCount",
    floor(extract(epoch FROM created_at) * 1000)::float8 AS "createdAt"`

  // These functions wrote the rows, and `migrations.ts` rejects or converts those of other versions.
  const read = (rows: ReadonlyArray<unknown>) =>
    Effect.forEach(
      rows,
      (row) => Effect.map(Effect.orDie(readRow(row)), ({ state, ...rest }) => ({ ...rest, ...state }))
    )
  const first = (rows: ReadonlyArray<unknown>) => Effect.map(read(rows), ([record]) => Option.fromUndefinedOr(record))
  const get = (id: string) => Effect.flatMap(sql`SELECT ${columns} FROM revox_runs WHERE id = ${id}`, first)

  return {
    insert: Effect.fnUntraced(
      function*(record, contacts): Effect.fn.Return<RunRecord, SqlError> {
        const job = yield* Effect.orDie(writeJob(record.job))
        const state = yield* Effect.orDie(writeState(Struct.pick(record, stateKeys)))
        const inserted = yield* sql`INSERT INTO revox_runs
            (id, status, campaign_id, job, state, contact_count, created_at, updated_at)
          VALUES (${record.id}, ${record.status}, ${record.campaignId}, ${json(job)}, ${json(state)},
            ${record.contactCount}, ${at(record.createdAt)}, ${at(record.updatedAt)})
          ON CONFLICT (id) DO NOTHING RETURNING id`
        if (inserted.length === 0) return Option.getOrElse(yield* get(record.id), () => record)
        let position = 0
        for (const chunk of Array.chunksOf(contacts, contactsPerInsert)) {
          const rows = Array.map(chunk, ({ prompt_variables, to_phone_number }) => ({
            run_id: record.id,
            position: position++,
            phone_number: to_phone_number,
            prompt_variables: JSON.stringify(prompt_variables)
          }))
          yield* sql`INSERT INTO revox_run_contacts ${sql.insert(rows)}`
        }
        return record
      },
      sql.withTransaction
    ),

    modify: Effect.fnUntraced(
      function*(id, change): Effect.fn.Return<Option.Option<RunRecord>, SqlError> {
        const rows = yield* sql`SELECT ${columns} FROM revox_runs WHERE id = ${id} FOR UPDATE`
        const changed = Option.flatMap(yield* first(rows), (record) => Option.fromUndefinedOr(change(record)))
        if (Option.isNone(changed)) return changed
        const record = changed.value
        const state = yield* Effect.orDie(writeState(Struct.pick(record, stateKeys)))
        yield* sql`UPDATE revox_runs SET status = ${record.status}, campaign_id = ${record.campaignId},
            state = ${json(state)}, updated_at = ${at(record.updatedAt)}
          WHERE id = ${id}`
        return changed
      },
      sql.withTransaction
    ),

    get,

    contacts: (id) =>
      Effect.flatMap(
        sql`SELECT phone_number AS to_phone_number, prompt_variables FROM revox_run_contacts
          WHERE run_id = ${id} ORDER BY position`,
        (rows) => Effect.orDie(readContacts(rows))
      ),

    list: ({ active = false, limit = 100 }: ListOptions = {}) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM revox_runs
          WHERE NOT ${active}::bool OR status NOT IN ('complete', 'failed', 'cancelled')
          ORDER BY created_at DESC LIMIT ${limit}::int4`,
        read
      )
  }
}
