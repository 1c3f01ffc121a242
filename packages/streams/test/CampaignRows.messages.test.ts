import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref, Schema, Stream } from "effect"
import * as FullRow from "./utils/fullRow.ts"
import * as PageServer from "./utils/pageServer.ts"

const secret = "Jane Doe, +33698765432"

const Typed = CampaignRow.typed({
  inputData: Schema.Struct({
    name: Schema.optionalKey(Schema.String),
    visits: Schema.optionalKey(Schema.FiniteFromString)
  }),
  structuredOutput: Schema.Struct({ budget: Schema.Finite, confirmed: Schema.Boolean })
})

const withOutput = (structured_output: Schema.Json) => FullRow.withAttempt("row-13", { structured_output })

/** 20 rows in pages of 10, of which the fourth of the second page is the given one. */
const serve = (row: Schema.Json) =>
  PageServer.make(({ page, size }) =>
    JSON.stringify({
      page,
      page_size: size,
      total: 20,
      rows: PageServer.rowsOf(20, page, size).map((other, index) => page === 1 && index === 3 ? row : other)
    })
  ).layer

const messageOf = (row: Schema.Json) =>
  CampaignRows.stream("spring", { schema: Typed, pageSize: 10 }).pipe(
    Stream.runDrain,
    Effect.flip,
    Effect.provide(serve(row)),
    Effect.map(({ message, reason }) => {
      assert.strictEqual(reason._tag, "InvalidResponseError")
      return message
    })
  )

describe("the message of a typed row that cannot be decoded", () => {
  it.effect.each<readonly [kind: string, row: Schema.Json, path: string]>([
    ["a string", { ...PageServer.row(13), row_index: secret }, "[\"row_index\"]"],
    ["a string", { ...PageServer.row(13), input_data: { name: "A", visits: secret } }, "[\"input_data\"][\"visits\"]"],
    ["an object", { ...PageServer.row(13), phone_number: { secret } }, "[\"phone_number\"]"],
    ["an array", { ...PageServer.row(13), input_data: [secret] }, "[\"input_data\"]"],
    ["a number", { ...PageServer.row(13), input_data: { name: 698765432 } }, "[\"input_data\"][\"name\"]"],
    ["null", { ...PageServer.row(13), input_data: { name: null } }, "[\"input_data\"][\"name\"]"]
  ])(
    "has the page, the index and id of the row, the path and the kind (%s), but not the value",
    ([kind, row, path]) =>
      Effect.gen(function*() {
        const message = yield* messageOf(row)
        assert.include(message, "Page 1")
        assert.include(message, `, got ${kind}`)
        assert.include(message, `["rows"][3]${path}`)
        assert.include(message, "(id \"row-13\")")
        assert.notInclude(message, secret)
        assert.notInclude(message, "698765432")
        assert.notInclude(message, "NullOr")
      })
  )

  it.effect("has no kind for a missing key", () =>
    Effect.gen(function*() {
      const { phone_number: _, ...row } = PageServer.row(13)
      const message = yield* messageOf(row)
      assert.include(message, "Missing key")
      assert.include(message, "[\"rows\"][3][\"phone_number\"] (id \"row-13\")")
      assert.notInclude(message, "got")
    }))

  it.effect("advises Schema.NullOr or onInvalidRow for a null in structured_output", () =>
    Effect.gen(function*() {
      const message = yield* messageOf(withOutput({ budget: null, confirmed: true }))
      assert.include(message, "got null")
      assert.include(message, "[\"rows\"][3][\"call\"][\"last_call_attempt\"][\"structured_output\"][\"budget\"]")
      assert.include(message, "(id \"row-13\")")
      assert.include(message, "use Schema.NullOr")
      assert.include(message, "onInvalidRow")
      assert.notInclude(yield* messageOf(withOutput({ budget: secret, confirmed: true })), "NullOr")
    }))

  it.effect("shows an id that is no string, or very long, as far as it is safe", () =>
    Effect.gen(function*() {
      const message = yield* messageOf({ ...PageServer.row(13), id: "x".repeat(10_000), row_index: "a" })
      assert.isBelow(message.length, 1000)
      assert.notInclude(yield* messageOf({ ...PageServer.row(13), id: 42, row_index: "a" }), "42")
    }))

  it.effect("is the issue that a handler of invalid rows receives, with the hint and without the value", () =>
    Effect.gen(function*() {
      const issues = yield* Ref.make<ReadonlyArray<string>>([])
      for (const output of [{ budget: null, confirmed: true }, { budget: secret, confirmed: true }]) {
        yield* CampaignRows.stream("spring", {
          schema: Typed,
          pageSize: 10,
          onInvalidRow: ({ issue }) => Ref.update(issues, (all) => [...all, issue])
        }).pipe(Stream.runDrain, Effect.provide(serve(withOutput(output))))
      }
      const [hinted = "", plain = "", ...others] = yield* Ref.get(issues)
      assert.lengthOf(others, 0)
      assert.include(hinted, "got null")
      assert.include(hinted, "use Schema.NullOr")
      assert.include(plain, "got a string")
      assert.notInclude(plain, secret)
    }))
})
