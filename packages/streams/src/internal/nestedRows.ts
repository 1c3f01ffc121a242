import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Format } from "./exportFormat.ts"

interface Failure {
  readonly message: string
}

type Page<Row> = Parameters<Format<Row, never>["encode"]>[0]

/** Handles the defect of recursive functions, such as `JSON.stringify`, that exceed the stack. */
const catchDeep = <A, E, R, A2, E2, R2>(
  encode: Effect.Effect<A, E, R>,
  handle: Effect.Effect<A2, E2, R2>
): Effect.Effect<A | A2, E | E2, R | R2> =>
  Effect.catchDefect(
    encode,
    (defect): Effect.Effect<A2, E2, R2> => defect instanceof RangeError ? handle : Effect.die(defect)
  )

/**
 * Encodes a page. Fails with the id of the first row that has too many levels of arrays and objects, which only a custom
 * schema accepts.
 */
export const encode = <Row extends { readonly id: string }, R>(
  format: Format<Row, R>,
  page: Page<Row>
): Effect.Effect<string, Failure, R> => {
  const encodeRows = (rows: ReadonlyArray<Row>) => Effect.suspend(() => format.encode({ ...page, rows }))
  const isDeep = (row: Row) => catchDeep(Effect.as(encodeRows([row]), false), Effect.succeed(true))
  const failure = Effect.flatMap(
    Effect.findFirst(page.rows, isDeep),
    (found): Effect.Effect<never, Failure> =>
      Effect.fail({
        message: Option.match(found, {
          onNone: () => "A page is too large to be encoded: use a smaller pageSize.",
          onSome: ({ id }) => `Row ${JSON.stringify(id)} has too many levels of arrays and objects.`
        })
      })
  )
  return catchDeep(encodeRows(page.rows), failure)
}
