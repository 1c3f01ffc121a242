import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as JsonRows from "../src/internal/jsonRows.ts"

const Rows = Schema.Array(Schema.Json)

/** Inserts white space around the tokens of a JSON text, outside of strings. */
const spaced = (json: string, space: string): string =>
  json.replaceAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (token) => `${space}${token}${space}`)

describe("jsonRows", () => {
  it.effect.prop(
    "finds the text of each row, as JSON.parse finds its value",
    {
      rows: Rows,
      before: Schema.Record(Schema.String, Schema.Json),
      after: Schema.Record(Schema.String, Schema.Json),
      space: Schema.Literals(["", " ", "\n", "\r\n\t "])
    },
    ({ after, before, rows, space }) =>
      Effect.sync(() => {
        // Keys of an object are unique, so that the order of the properties is that of the text.
        const members = (record: object) =>
          Object.entries(record).filter(([key]) => key !== "rows").map(([key, value]) =>
            `${JSON.stringify(key)}:${JSON.stringify(value)}`
          )
        const json = `{${[...members(before), `"rows":${JSON.stringify(rows)}`, ...members(after)].join(",")}}`
        const text = spaced(json, space)
        const found = JsonRows.rowsIn(text)
        assert.deepStrictEqual(found.map((row) => JSON.parse(row)), JSON.parse(text).rows)
        assert.deepStrictEqual(found.map((row) => JSON.parse(JsonRows.toLine(row))), JSON.parse(text).rows)
        for (const row of found) {
          assert.strictEqual(row, row.trim())
          assert.notMatch(JsonRows.toLine(row), /[\r\n]/)
        }
        if (space === "") assert.deepStrictEqual(found, rows.map((row) => JSON.stringify(row)))
      }),
    { arbitrary: { runs: 300 } }
  )

  it("skips brackets, quotes and escapes in strings", () => {
    const rows = [
      `{"a":"]},{\\"rows\\":[1]"}`,
      `"\\\\"`,
      `"\\\\\\""`,
      `["[", "\\u005d"]`,
      "-1.5e+400",
      "null",
      "{}",
      "[]"
    ]
    assert.deepStrictEqual(JsonRows.rowsIn(`{"x":{"rows":[0]},"rows":[${rows.join(" , ")}],"total":8}`), rows)
  })

  it.each([
    [`{}`, []],
    [`{"rows":[]}`, []],
    [`{"rows":null}`, []],
    [`{"rows":[1],"rows":[2,3]}`, ["2", "3"]],
    [`{"\\u0072ows":[1]}`, ["1"]],
    [` { "page" : 0 , "rows" : [ 1 , [ 2 ] ] } `, ["1", "[ 2 ]"]]
  ])("finds the rows of %s", (text, expected) => {
    assert.deepStrictEqual(JsonRows.rowsIn(text), expected)
  })

  it("finds rows that are nested deeply", () => {
    const row = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`
    assert.strictEqual(JsonRows.rowsIn(`{"rows":[${row}]}`)[0]?.length, row.length)
  })
})
