/**
 * Persistent registry of all campaign runs and their contacts, in the database of the workflow engine. It stores every
 * intent before its request is sent, and outlives the history of the engine.
 *
 * @since 0.1.0
 */
import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Migrations from "./internal/migrations.ts"
import * as Table from "./internal/run/table.ts"
import * as RunRecord from "./RunRecord.ts"

/**
 * Filters for listing runs.
 *
 * @category models
 * @since 0.1.0
 */
export interface ListOptions {
  /** Lists only runs that have not ended. Default: false. */
  readonly active?: boolean | undefined
  /** Maximum number of runs. Default: 100. */
  readonly limit?: number | undefined
}

/**
 * Persistent registry of all runs.
 *
 * @category services
 * @since 0.1.0
 */
export class RunStore extends Context.Service<RunStore, {
  /**
   * Stores a new run and its contacts atomically. Returns the existing run when its id is in use.
   */
  readonly insert: (
    record: RunRecord.RunRecord,
    contacts: ReadonlyArray<CampaignContact>
  ) => Effect.Effect<RunRecord.RunRecord, SqlError>
  /**
   * Changes a run atomically, and returns the changed run. Returns `None`, and changes nothing, when there is no such run
   * or when `change` returns `undefined`. `change` must be pure, because it may be called several times.
   */
  readonly modify: (
    id: string,
    change: (record: RunRecord.RunRecord) => RunRecord.RunRecord | undefined
  ) => Effect.Effect<Option.Option<RunRecord.RunRecord>, SqlError>
  /** Returns a run by its id. */
  readonly get: (id: string) => Effect.Effect<Option.Option<RunRecord.RunRecord>, SqlError>
  /** Returns the contacts of a run, in their order. */
  readonly contacts: (id: string) => Effect.Effect<ReadonlyArray<CampaignContact>, SqlError>
  /** Lists runs, newest first. */
  readonly list: (options?: ListOptions) => Effect.Effect<ReadonlyArray<RunRecord.RunRecord>, SqlError>
}>()("@effect-revox/workflow/RunStore") {}

/**
 * Creates a `RunStore` on the application's `SqlClient`, which must be a PostgreSQL client. Creates missing tables and
 * migrates those of an older version.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  RunStore["Service"],
  SqlError | Migrator.MigrationError,
  SqlClient.SqlClient
> = Effect.gen(function*() {
  yield* Migrations.run
  return Table.make((yield* SqlClient.SqlClient).withoutTransforms())
})

/**
 * Provides a `RunStore` on the application's `SqlClient`, which must be a PostgreSQL client. See {@link make}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<RunStore, SqlError | Migrator.MigrationError, SqlClient.SqlClient> = Layer.effect(
  RunStore,
  make
)

/**
 * Provides a `RunStore` in memory, for tests.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory: Layer.Layer<RunStore> = Layer.sync(RunStore, () => {
  const records = new Map<string, RunRecord.RunRecord>()
  const contactsOf = new Map<string, ReadonlyArray<CampaignContact>>()
  return {
    insert: (record, contacts) =>
      Effect.sync(() => {
        const found = records.get(record.id)
        if (found !== undefined) return found
        records.set(record.id, record)
        contactsOf.set(record.id, contacts)
        return record
      }),
    modify: (id, change) =>
      Effect.sync(() => {
        const record = records.get(id)
        const changed = record === undefined ? undefined : change(record)
        if (changed !== undefined) records.set(id, changed)
        return Option.fromUndefinedOr(changed)
      }),
    get: (id) => Effect.sync(() => Option.fromUndefinedOr(records.get(id))),
    contacts: (id) => Effect.sync(() => contactsOf.get(id) ?? []),
    list: ({ active = false, limit = 100 } = {}) =>
      Effect.sync(() =>
        [...records.values()]
          .filter((record) => !active || !RunRecord.isTerminal(record))
          .sort((a, b) => b.createdAt - a.createdAt)
          .slice(0, limit)
      )
  }
})
