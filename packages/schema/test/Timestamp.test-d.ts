import {
  type CallAttempt,
  Campaign,
  CampaignRow,
  CampaignRowsPage,
  type LlmModel,
  Timestamp
} from "@effect-revox/schema"
import { describe, expectTypeOf, it } from "@effect/vitest"
import { type BigDecimal, type DateTime, type Option, Schema } from "effect"

type Decoded = DateTime.Utc | null | Timestamp.Other

describe("withDateTimes", () => {
  it("decodes the timestamps of an entity, and of the entities in it", () => {
    const row = Timestamp.withDateTimes(CampaignRow.CampaignRow)
    type Call = NonNullable<typeof row.Type.call>
    expectTypeOf<typeof row.Type>().toEqualTypeOf<Timestamp.WithDateTimes<CampaignRow.CampaignRow>>()
    expectTypeOf<Call["created_at"]>().toEqualTypeOf<Decoded>()
    expectTypeOf<NonNullable<Call["assistant"]>["updated_at"]>().toEqualTypeOf<Decoded>()
    expectTypeOf<Call["call_attempts"]>().toEqualTypeOf<
      ReadonlyArray<Timestamp.WithDateTimes<CallAttempt.CallAttempt>>
    >()
    expectTypeOf<NonNullable<Call["last_call_attempt"]>["ended_at"]>().toEqualTypeOf<Decoded>()
  })

  it("keeps all other types", () => {
    const campaign = Timestamp.withDateTimes(Campaign.Campaign)
    type Dates = "created_at" | "updated_at" | "scheduled_at" | "assistant"
    expectTypeOf<Omit<typeof campaign.Type, Dates>>().toEqualTypeOf<Omit<Campaign.Campaign, Dates>>()
    expectTypeOf<typeof campaign.Encoded>().toEqualTypeOf<typeof Campaign.Campaign.Encoded>()
    expectTypeOf<Timestamp.DecodeDateTimes<LlmModel.LlmModel>>().toExtend<LlmModel.LlmModel>()
    expectTypeOf<LlmModel.LlmModel>().toExtend<Timestamp.DecodeDateTimes<LlmModel.LlmModel>>()
    expectTypeOf<Timestamp.DecodeDateTimes<Schema.Json>>().toEqualTypeOf<Schema.Json>()
    expectTypeOf<Timestamp.DecodeDateTimes<unknown>>().toEqualTypeOf<unknown>()
  })

  it("keeps optional keys optional", () => {
    expectTypeOf<Pick<Timestamp.WithDateTimes<Campaign.Campaign>, "scheduled_at">>().toEqualTypeOf<
      { readonly scheduled_at?: Decoded }
    >()
  })

  it("decodes timestamps in records, unions, tuples and on their own", () => {
    const { Timestamp: Plain, withDateTimes } = Timestamp
    const list = withDateTimes(Schema.Record(Schema.String, Schema.NullOr(Schema.Tuple([Plain, Schema.String]))))
    expectTypeOf<typeof list.Type>().toEqualTypeOf<{ readonly [x: string]: readonly [Decoded, string] | null }>()
    expectTypeOf<ReturnType<typeof withDateTimes<typeof Plain>>["Type"]>().toEqualTypeOf<Decoded>()
  })

  it("keeps the types of class instances", () => {
    class Money {
      readonly currency = "EUR"
      private readonly cents: number = 100
      isZero(): boolean {
        return this.cents === 0
      }
    }
    expectTypeOf<Timestamp.DecodeDateTimes<{ readonly price: Money | null }>>().toEqualTypeOf<
      { readonly price: Money | null }
    >()
  })

  it("decodes the timestamps of a page of typed rows", () => {
    const Output = Schema.Struct({
      due: Timestamp.Timestamp,
      when: Schema.DateTimeUtcFromString,
      price: Schema.BigDecimalFromString,
      since: Schema.Date,
      agent: Schema.Option(Schema.String)
    })
    const page = Timestamp.withDateTimes(CampaignRowsPage.make(CampaignRow.typed({ structuredOutput: Output })))
    type Call = NonNullable<typeof page.Type.rows[number]["call"]>
    type Attempt = NonNullable<Call["last_call_attempt"]>
    expectTypeOf<Attempt["started_at"]>().toEqualTypeOf<Decoded>()
    expectTypeOf<NonNullable<Attempt["structured_output"]>>().toEqualTypeOf<{
      readonly due: Decoded
      readonly when: DateTime.Utc
      readonly price: BigDecimal.BigDecimal
      readonly since: Date
      readonly agent: Option.Option<string>
    }>()
  })
})
