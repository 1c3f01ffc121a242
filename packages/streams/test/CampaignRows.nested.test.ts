import { Campaigns } from "@effect-revox/client"
import { CampaignRow, ServerJson } from "@effect-revox/schema"
import { CampaignCompletion, CampaignExport, CampaignRows } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref, Schema, Stream } from "effect"
import * as FullRow from "./utils/fullRow.ts"
import * as PageServer from "./utils/pageServer.ts"
import { idsOf } from "./utils/simulated.ts"

const depth = 10_000

/** A row as JSON in which a field has the given JSON. */
type RowWith = (json: string) => string

const placeholder = "@"

const fill = (row: Schema.Json): RowWith => (json) => JSON.stringify(row).replaceAll(JSON.stringify(placeholder), json)

const inOutput = fill(FullRow.withAttempt("row-1", { structured_output: { notes: placeholder } }))
const inTimestamp = fill(FullRow.withAttempt("row-1", { started_at: placeholder }))
const inUnknownField = fill(FullRow.make("row-1", { x_new: placeholder }))

/** Three rows, of which the second is the given one. */
const serve = (row: string) =>
  PageServer.make(({ page }) =>
    `{"page":${page},"page_size":100,"total":3,"rows":[${JSON.stringify(PageServer.row(0))},${row},${
      JSON.stringify(PageServer.row(2))
    }]}`
  ).layer

const nested = PageServer.nested(depth)

const text = <E, R>(stream: Stream.Stream<Uint8Array, E, R>) => stream.pipe(Stream.decodeText, Stream.mkString)

describe("CampaignRows.stream over rows that are nested 10,000 levels deep", () => {
  it.effect.each([["structured output", inOutput], ["a timestamp", inTimestamp]] as const)(
    "fails with the path, and without a defect, if they are in %s",
    ([, row]) =>
      Effect.gen(function*() {
        const error = yield* CampaignRows.stream("spring").pipe(
          Stream.runDrain,
          Effect.flip,
          Effect.provide(serve(row(nested)))
        )
        assert.strictEqual(error.reason._tag, "InvalidResponseError")
        assert.include(error.message, "Expected at most 128 levels of arrays and objects, got an array")
        assert.include(error.message, "[\"rows\"][1]")
      })
  )

  it.effect("skips only the nested row with onInvalidRow \"skip\"", () =>
    Effect.gen(function*() {
      const pages = yield* CampaignRows.pages("spring", { onInvalidRow: "skip" }).pipe(
        Stream.runCollect,
        Effect.provide(serve(inOutput(nested)))
      )
      assert.deepStrictEqual(idsOf(pages.flatMap(({ rows }) => rows)), ["row-0", "row-2"])
      assert.deepInclude(pages.at(-1)?.audit, { received: 3, invalid: 1, missing: 0 })
    }))

  it.effect("passes a row to the handler that can be stored as JSON", () =>
    Effect.gen(function*() {
      const deadLetters = yield* Ref.make<ReadonlyArray<string>>([])
      yield* CampaignRows.stream("spring", {
        onInvalidRow: (invalid) => Ref.update(deadLetters, (all) => [...all, JSON.stringify(invalid)])
      }).pipe(Stream.runDrain, Effect.provide(serve(inOutput(nested))))
      const [letter = "", ...others] = yield* Ref.get(deadLetters)
      assert.lengthOf(others, 0)
      assert.include(letter, "\"id\":\"row-1\"")
      assert.include(letter, "[null]")
      assert.include(letter, "at most 128 levels")
    }))

  it.effect("drops them with an unknown field", () =>
    Effect.gen(function*() {
      const rows = yield* CampaignRows.stream("spring").pipe(
        Stream.runCollect,
        Effect.provide(serve(inUnknownField(nested)))
      )
      assert.lengthOf(rows, 3)
      assert.notInclude(JSON.stringify(rows), "x_new")
    }))

  const Tree: Schema.Codec<ReadonlyArray<unknown>> = Schema.Array(
    Schema.suspend((): Schema.Codec<ReadonlyArray<unknown>> => Tree)
  )
  const typed = (structuredOutput: Schema.Constraint) => CampaignRow.typed({ structuredOutput })
  it.effect.each(
    [
      ["CampaignRow.Raw", CampaignRow.Raw],
      ["Schema.Any", typed(Schema.Any)],
      ["Schema.Unknown", typed(Schema.Struct({ notes: Schema.Unknown }))],
      ["Schema.Json", typed(Schema.Record(Schema.String, Schema.Json))],
      ["a recursive schema", typed(Schema.Struct({ notes: Tree }))]
    ] as const
  )("fails without a defect, or skips the row, with %s", ([, schema]) =>
    Effect.gen(function*() {
      const rows = (onInvalidRow: "fail" | "skip") =>
        CampaignRows.stream("spring", {
          schema: Schema.make<Schema.Codec<{ readonly id: string }>>(schema.ast),
          onInvalidRow
        })
          .pipe(Stream.runCollect)
      const error = yield* Effect.flip(rows("fail"))
      assert.strictEqual(error.reason._tag, "InvalidResponseError")
      assert.include(error.message, "levels of arrays and objects")
      // The other two rows have no structured output.
      assert.deepStrictEqual(idsOf(yield* rows("skip")), ["row-0", "row-2"])
    }).pipe(Effect.provide(serve(inOutput(nested)))))

  it.effect.each([
    () => CampaignExport.toNdjson("spring", { onInvalidRow: "skip" }),
    () => CampaignExport.toNdjson("spring", { onInvalidRow: "skip", raw: true }),
    () => CampaignExport.toCsv("spring", { onInvalidRow: "skip" })
  ])(
    "are left out of exports",
    (toBytes) =>
      Effect.gen(function*() {
        const file = yield* text(toBytes()).pipe(
          Effect.provide(serve(inOutput(nested)))
        )
        assert.include(file, "row-0")
        assert.notInclude(file, "row-1")
        assert.include(file, "row-2")
      })
  )

  const Unchecked = Schema.Struct({ id: Schema.String, x_new: Schema.optionalKey(ServerJson.AnyJson) })

  it.effect.each(
    [
      ["NDJSON", CampaignExport.toNdjson("spring", { schema: Unchecked })],
      [
        "CSV",
        CampaignExport.toCsv("spring", { schema: Unchecked, columns: [{ name: "x_new", value: (row) => row.x_new }] })
      ]
    ] as const
  )("fail an export as %s with the id of the row, if the schema accepts them", ([, bytes]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(text(bytes)).pipe(Effect.provide(serve(inUnknownField(nested))))
      assert.strictEqual(error.reason._tag, "EncodingError")
      assert.include(error.message, "\"row-1\"")
      assert.include(error.message, "too many levels")
    }))

  it.effect("accepts 128 levels, which can be compared and written, and no more", () =>
    Effect.gen(function*() {
      const read = (levels: number) =>
        CampaignRows.stream("spring").pipe(
          Stream.runCollect,
          Effect.provide(serve(inOutput(PageServer.nested(levels))))
        )
      const [a, b] = [yield* read(128), yield* read(128)]
      assert.isTrue(Schema.toEquivalence(Schema.Array(CampaignRow.CampaignRow))(a, b))
      assert.include(JSON.stringify(a), PageServer.nested(128))
      assert.strictEqual((yield* Effect.flip(read(129))).reason._tag, "InvalidResponseError")
    }))
})

describe("CampaignCompletion.watch over a campaign that is nested 10,000 levels deep", () => {
  const campaign = JSON.stringify({
    campaign: {
      id: "spring",
      assistant_id: "assistant-1",
      created_at: placeholder,
      is_cancelled: false,
      name: "Spring",
      organization_id: "organization-1",
      status: "completed",
      updated_at: null
    }
  })

  it.effect("fails with the path, and without a defect", () =>
    Effect.gen(function*() {
      const { layer } = PageServer.make(() => campaign.replace(JSON.stringify(placeholder), nested))
      const error = yield* CampaignCompletion.watch("spring").pipe(Stream.runDrain, Effect.flip, Effect.provide(layer))
      assert.strictEqual(error.reason._tag, "InvalidResponseError")
      assert.include(error.message, "[\"campaign\"][\"created_at\"]")
      const retrieved = yield* Campaigns.Campaigns.use(({ retrieve }) => retrieve("spring")).pipe(
        Effect.flip,
        Effect.provide(layer)
      )
      assert.strictEqual(retrieved.reason._tag, "InvalidResponseError")
    }))
})
