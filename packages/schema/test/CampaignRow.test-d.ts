import type { Campaign, Ids, LlmModel, OpenEnum } from "@effect-revox/schema"
import { type Call, type CallAttempt, CampaignRow, Timestamp } from "@effect-revox/schema"
import { describe, expectTypeOf, it } from "@effect/vitest"
import { Schema } from "effect"

const Appointment = CampaignRow.typed({
  inputData: Schema.Struct({ name: Schema.String, visits: Schema.FiniteFromString }),
  structuredOutput: Schema.Struct({ confirmed: Schema.Boolean })
})
type Appointment = typeof Appointment.Type

describe("CampaignRow.typed", () => {
  it("types the input data", () => {
    expectTypeOf<Appointment["input_data"]>().toEqualTypeOf<{ readonly name: string; readonly visits: number }>()
    expectTypeOf<Appointment["input_data"]>().not.toHaveProperty("city")
    expectTypeOf<typeof Appointment.Encoded.input_data>().toEqualTypeOf<
      { readonly name: string; readonly visits: string }
    >()
  })

  it("types the structured output of every attempt", () => {
    type TypedCall = NonNullable<Appointment["call"]>
    type Output = { readonly confirmed: boolean } | null | undefined
    expectTypeOf<TypedCall["call_attempts"][number]["structured_output"]>().toEqualTypeOf<Output>()
    expectTypeOf<NonNullable<TypedCall["last_call_attempt"]>["structured_output"]>().toEqualTypeOf<Output>()
  })

  it("keeps the types of other fields", () => {
    expectTypeOf<Omit<Appointment, "input_data" | "call">>().toEqualTypeOf<
      Omit<CampaignRow.CampaignRow, "input_data" | "call">
    >()
    expectTypeOf<NonNullable<Appointment["call"]>["status"]>().toEqualTypeOf<Call.CallStatus>()
    expectTypeOf<Appointment>().not.toExtend<CampaignRow.CampaignRow>()
  })

  it("keeps the default type of an omitted schema", () => {
    const Output = CampaignRow.typed({ structuredOutput: Schema.Struct({ confirmed: Schema.Boolean }) })
    expectTypeOf<typeof Output.Type.input_data>().toEqualTypeOf<CampaignRow.CampaignRow["input_data"]>()
    const Input = CampaignRow.typed({ inputData: Schema.Struct({ name: Schema.String }) })
    type Attempt = NonNullable<NonNullable<typeof Input.Type.call>["last_call_attempt"]>
    expectTypeOf<Attempt["structured_output"]>().toEqualTypeOf<CallAttempt.CallAttempt["structured_output"]>()
  })

  it("requires the services of the given schemas", () => {
    expectTypeOf<typeof Appointment.DecodingServices>().toEqualTypeOf<never>()
  })

  it("works with latestAttempt", () => {
    expectTypeOf(CampaignRow.latestAttempt<CallAttempt.CallAttempt>).parameter(0).not.toBeAny()
    const latest = (row: Appointment) => CampaignRow.latestAttempt(row)
    expectTypeOf<ReturnType<typeof latest>>().toExtend<{ readonly _tag: "Some" | "None" }>()
  })
})

describe("extension", () => {
  it("adds fields to an entity", () => {
    const Scored = CampaignRow.CampaignRow.pipe(Schema.fieldsAssign({ score: Schema.Finite }))
    expectTypeOf<typeof Scored.Type.score>().toEqualTypeOf<number>()
    expectTypeOf<typeof Scored.Type>().toExtend<CampaignRow.CampaignRow>()
    expectTypeOf<CampaignRow.CampaignRow>().not.toExtend<typeof Scored.Type>()
  })
})

describe("Ids", () => {
  it("are strings that are not assignable to each other", () => {
    expectTypeOf<Ids.CampaignId>().toExtend<string>()
    expectTypeOf<string>().not.toExtend<Ids.CampaignId>()
    expectTypeOf<Ids.RowId>().not.toExtend<Ids.CampaignId>()
  })
})

describe("OpenEnum", () => {
  it("narrows to a documented literal, and otherwise to Unrecognized", () => {
    const check = (status: Campaign.CampaignStatus) => {
      switch (status) {
        case "draft":
        case "running":
        case "paused":
        case "completed":
          return expectTypeOf(status).toEqualTypeOf<"draft" | "running" | "paused" | "completed">()
        default:
          return expectTypeOf(status).toEqualTypeOf<OpenEnum.Unrecognized>()
      }
    }
    expectTypeOf(check).returns.not.toBeAny()
    expectTypeOf<Campaign.CampaignStatus>().toExtend<string>()
    expectTypeOf<"cancelling">().not.toExtend<Campaign.CampaignStatus>()
  })
})

describe("LlmModel", () => {
  it("narrows by `type`", () => {
    const check = (model: LlmModel.LlmModel) => {
      switch (model.type) {
        case "custom":
          return expectTypeOf(model).toEqualTypeOf<LlmModel.CustomModel>()
        case "openrouter":
          return expectTypeOf(model).toEqualTypeOf<LlmModel.OpenRouterModel>()
        case "realtime":
          return expectTypeOf(model).toEqualTypeOf<LlmModel.RealtimeModel>()
        case "dedicated-instance":
          return expectTypeOf(model).toEqualTypeOf<LlmModel.DedicatedInstanceModel>()
        default:
          return expectTypeOf(model).toEqualTypeOf<LlmModel.UnrecognizedModel>()
      }
    }
    expectTypeOf(check).returns.not.toBeAny()
  })
})

describe("Timestamp", () => {
  it("is a string only after a check", () => {
    const check = (timestamp: Timestamp.Timestamp) => {
      if (Timestamp.isIso(timestamp)) expectTypeOf(timestamp).toEqualTypeOf<Timestamp.Iso>()
      else expectTypeOf(timestamp).toEqualTypeOf<Timestamp.Other | null>()
    }
    expectTypeOf(check).returns.toEqualTypeOf<void>()
    expectTypeOf<string>().not.toExtend<Timestamp.Timestamp>()
  })
})
