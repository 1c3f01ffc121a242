import type { PGlite } from "@electric-sql/pglite"
import { Effect, Schema } from "effect"

/** Tables of all but the runners and their locks, which do not outlive a process. */
const tables = `SELECT oid, relname AS name, oid::regclass::text AS quoted FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname !~ '^cluster_(runner|lock)'`

/** Statements that create the tables with their constraints, indexes and views, in an order that works. */
const definitions = `WITH tables AS (${tables})
  SELECT statement FROM (
    SELECT 1 AS step, sequencename::text AS name,
      'CREATE SEQUENCE ' || quote_ident(sequencename) || ' START ' || coalesce(last_value, 0) + 1 AS statement
    FROM pg_sequences WHERE schemaname = 'public' AND sequencename !~ '^cluster_(runner|lock)'
    UNION ALL
    SELECT 2, name, 'CREATE TABLE ' || quoted || ' (' || string_agg(
        quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
          || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
          || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END,
        ', ' ORDER BY attnum
      ) || ')'
    FROM tables JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    GROUP BY name, quoted
    UNION ALL
    SELECT CASE contype WHEN 'f' THEN 5 ELSE 3 END, conname,
      'ALTER TABLE ' || quoted || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN tables ON tables.oid = conrelid WHERE contype IN ('p', 'u', 'c', 'f')
    UNION ALL
    SELECT 4, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN tables ON tables.oid = indrelid
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
    UNION ALL
    SELECT 6, viewname, 'CREATE VIEW ' || quote_ident(viewname) || ' AS ' || rtrim(definition, ';')
    FROM pg_views WHERE schemaname = 'public'
  ) statements ORDER BY step, name`

const Statements = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ statement: Schema.String })))
const Tables = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ quoted: Schema.String })))

/** The tables of this package and of the engine as SQL statements, a line each. */
export const dump = Effect.fnUntraced(function*(db: PGlite) {
  const select = (query: string) => Effect.map(Effect.promise(() => db.query(query)), ({ rows }) => rows)
  const created = yield* Effect.flatMap(select(definitions), Statements)
  const inserted = yield* Effect.forEach(
    yield* Effect.flatMap(select(`${tables} ORDER BY quoted`), Tables),
    // As text, because the ids of the engine are larger than the numbers of JavaScript.
    ({ quoted }) =>
      Effect.flatMap(
        select(`SELECT 'INSERT INTO ${quoted} SELECT * FROM json_populate_record(NULL::${quoted}, '
          || quote_literal(row_to_json(t)) || ')' AS statement FROM ${quoted} t`),
        Statements
      )
  )
  const lines = created.map(({ statement }) => statement.replaceAll(/\s+/g, " "))
  const foreign = lines.findIndex((line) => line.includes("FOREIGN KEY"))
  return [...lines.slice(0, foreign), ...inserted.flat().map(({ statement }) => statement), ...lines.slice(foreign)]
    .map((line) => `${line};\n`)
    .join("")
})
