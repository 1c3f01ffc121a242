import { CampaignContact, CampaignCreate, PhoneNumber, Timestamp } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const contact = (to_phone_number: unknown, prompt_variables: unknown = {}) => ({ to_phone_number, prompt_variables })

const one = "+33184801234"
const two = "+15125550100"

describe("CampaignContact", () => {
  describe("validate", () => {
    it("returns no problem for valid contacts", () => {
      assert.deepStrictEqual(
        CampaignContact.validate([contact(one, { city: "Lyon" }), contact(two, { city: "" })]),
        []
      )
    })

    it("returns all problems, each with the index of its contact and without its data", () => {
      const problems = CampaignContact.validate([
        contact(one, { city: "Lyon" }),
        contact("0184801234", { city: "Paris" }),
        contact(one, { name: "Zoë", city: 4 }),
        null,
        contact(undefined, null),
        contact(two, {})
      ])
      const number = "to_phone_number must be in E.164 format, such as +33184801234"
      assert.deepStrictEqual(problems, [
        { index: 0, problem: "prompt variables of other contacts are missing: \"name\"" },
        { index: 1, problem: number },
        { index: 1, problem: "prompt variables of other contacts are missing: \"name\"" },
        { index: 2, problem: "to_phone_number is that of contact 0" },
        { index: 2, problem: "prompt variables must be strings: \"city\"" },
        { index: 3, problem: "a contact must be an object" },
        { index: 4, problem: number },
        { index: 4, problem: "prompt_variables must be an object of strings" },
        { index: 5, problem: "prompt variables of other contacts are missing: \"city\", \"name\"" }
      ])
    })

    it("allows duplicates and missing variables on request", () => {
      const contacts = [contact(one, { city: "Lyon" }), contact(one)]
      assert.deepStrictEqual(
        CampaignContact.validate(contacts, { allowDuplicates: true, allowMissingVariables: true }),
        []
      )
      assert.lengthOf(CampaignContact.validate(contacts, { allowDuplicates: true }), 1)
      assert.lengthOf(CampaignContact.validate(contacts, { allowMissingVariables: true }), 1)
    })

    it("does not confuse prompt variables with inherited properties", () => {
      const problems = CampaignContact.validate([contact(one, { toString: "a" }), contact(two, {})])
      assert.deepStrictEqual(problems.map(({ index }) => index), [1])
    })
  })
})

describe("PhoneNumber", () => {
  it.each([
    ["+33184801234", true],
    ["+1234567", true],
    ["+123456789012345", true],
    ["+1234567890123456", false],
    ["+123456", false],
    ["+0184801234", false],
    ["33184801234", false],
    ["+33 1 84 80 12 34", false],
    ["+33184801234\n", false],
    ["+٣٣184801234", false],
    ["", false]
  ])("%j: %j", (text, expected) => {
    assert.strictEqual(PhoneNumber.isPhoneNumber(text), expected)
    assert.strictEqual(Schema.is(PhoneNumber.PhoneNumber)(text), expected)
  })
})

describe("ScheduledAt", () => {
  it.each([
    ["2026-12-01T09:00:00+01:00", true],
    ["2026-12-01T09:00Z", true],
    ["2026-12-01T09:00:00.123Z", true],
    ["2026-12-01T09:00:00", false],
    ["2026-12-01", false],
    ["2026-13-01T09:00:00Z", false],
    ["2026-02-30T09:00:00Z", false],
    ["2028-02-29T09:00:00Z", true],
    ["tomorrow", false]
  ])("%j: %j", (text, expected) => {
    assert.strictEqual(Schema.is(Timestamp.ScheduledAt)(text), expected)
  })
})

describe("CampaignCreate", () => {
  const body = { assistant_id: "a", contacts: [contact(one)], launch: true, name: "Spring" }

  const problemOf = (input: unknown) =>
    Effect.map(
      Effect.flip(Schema.encodeUnknownEffect(CampaignCreate.CampaignCreate, { onExcessProperty: "error" })(input)),
      ({ message }) => message
    )

  it.effect.each([
    ["launch", { ...body, launch: undefined }],
    ["launch", { ...body, launch: "true" }],
    ["name", { ...body, name: "" }],
    ["assistant_id", { ...body, assistant_id: "" }],
    ["contacts", { ...body, contacts: [] }],
    ["contacts", { ...body, contacts: "" }],
    ["to_phone_number", { ...body, contacts: [contact("0184801234")] }],
    ["max_concurrent_calls", { ...body, max_concurrent_calls: 0 }],
    ["max_concurrent_calls", { ...body, max_concurrent_calls: 1.5 }],
    ["from_phone_number", { ...body, from_phone_number: "0184801234" }],
    ["scheduled_at", { ...body, scheduled_at: "tomorrow" }],
    ["max_retry_attempts", { ...body, call_retry_config: { calling_windows: [], max_retry_attempts: 0 } }],
    ["launc", { ...body, launc: false }]
  ])(
    "names the field %s of an invalid body",
    ([field, input]) => Effect.map(problemOf(input), (message) => assert.include(message, `"${field}"`))
  )
})
