import { Campaigns, type RevoxError } from "@effect-revox/client"
import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import type { CampaignLaunch } from "@effect-revox/schema/CampaignLaunch"
import { Arbitraries, Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { inMemory, start } from "./utils/simulated.ts"

const contact = (index: number) => ({
  to_phone_number: `+1512555${String(index).padStart(4, "0")}`,
  prompt_variables: { first_name: `Contact ${index}` }
})

const body: CampaignCreate = {
  assistant_id: "assistant-1",
  contacts: [contact(0), contact(1)],
  launch: true,
  name: "Spring"
}

const launchBody: CampaignLaunch = {
  mode: "ai_first",
  selection: { filters: {}, rows: { call_ids: [], mode: "all" } }
}

const create = Campaigns.Campaigns.use((campaigns) => campaigns.create(body))
const launch = Campaigns.Campaigns.use((campaigns) => campaigns.launch("draft", launchBody))

const simulator = { campaigns: [{ id: "draft", status: "draft", rows: 3 }] } as const

const requests = RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)

describe("Campaigns", () => {
  describe("create", () => {
    it.effect("returns the campaign as the server made it", () =>
      Effect.gen(function*() {
        const campaign = yield* create
        assert.deepStrictEqual([campaign.status, campaign.row_stats?.total], ["draft", 2])
      }).pipe(Effect.provide(inMemory({}, { createdCampaigns: { launch: "never" } }))))

    const invalid = (
      contacts: ReadonlyArray<unknown>,
      options?: Parameters<Campaigns.Campaigns["Service"]["create"]>[1]
    ) =>
      Effect.gen(function*() {
        const campaigns = yield* Campaigns.Campaigns
        const decoded = yield* Effect.exit(
          Effect.flip(campaigns.create({ ...body, contacts: contacts as CampaignCreate["contacts"] }, options))
        )
        assert.deepStrictEqual(yield* requests, [])
        return yield* decoded
      }).pipe(Effect.provide(inMemory()))

    it.effect("fails with all invalid contacts before it sends a request", () =>
      Effect.gen(function*() {
        const error = yield* invalid([contact(0), { ...contact(1), to_phone_number: "0184801234" }, contact(0)])
        assert.strictEqual(
          error.message,
          "Campaigns.create: The contacts are invalid. No request was sent.\n" +
            "- contact 1: to_phone_number must be in E.164 format, such as +33184801234\n" +
            "- contact 2: to_phone_number is that of contact 0"
        )
        assert.deepStrictEqual([error.delivery, error.isRetryable], ["not-sent", false])
      }))

    it.effect("lists 100 invalid contacts, and counts the others", () =>
      Effect.gen(function*() {
        const { reason } = yield* invalid(Array.from({ length: 250 }, () => ({ ...contact(0), to_phone_number: "1" })))
        assert(reason._tag === "InvalidContactsError")
        assert.deepStrictEqual([reason.problems.length, reason.problemCount], [100, 250])
        assert.isTrue(reason.message.endsWith("\n- 150 more problems"))
      }))

    it.effect.each([[[]], ["abc"], [undefined], [{ length: 1 }]])(
      "rejects the contacts %j",
      ([contacts]) =>
        Effect.gen(function*() {
          const { reason } = yield* invalid(contacts as ReadonlyArray<unknown>)
          assert.strictEqual(reason._tag, "InvalidRequestError")
          assert.include(reason.message, "\"contacts\"")
        })
    )

    it.effect("sends duplicates that are allowed", () =>
      Effect.gen(function*() {
        const campaigns = yield* Campaigns.Campaigns
        const { row_stats } = yield* campaigns.create(
          { ...body, contacts: [contact(0), contact(0)] },
          { allowDuplicates: true }
        )
        assert.strictEqual(row_stats?.total, 2)
      }).pipe(Effect.provide(inMemory())))

    const contacts = Arbitraries.make(CampaignCreate.fields.contacts)

    it.effect.prop(
      "agrees with list, retrieve and getRows for any contacts",
      { contacts },
      ({ contacts }) =>
        Effect.gen(function*() {
          const campaigns = yield* Campaigns.Campaigns
          const created = yield* campaigns.create(
            { ...body, contacts },
            { allowDuplicates: true, allowMissingVariables: true }
          )
          const listed = (yield* campaigns.list()).find(({ name }) => name === body.name)
          const retrieved = yield* campaigns.retrieve(created.id)
          const { rows } = yield* campaigns.getRows(created.id, { page_size: 1000 })
          assert.deepStrictEqual(retrieved, created)
          assert.deepStrictEqual([listed?.id, listed?.row_stats], [created.id, created.row_stats])
          assert.deepStrictEqual(
            rows.map((row) => ({ to_phone_number: row.phone_number, prompt_variables: row.input_data })),
            contacts
          )
        }).pipe(Effect.provide(inMemory()))
    )
  })

  describe("requests that are not idempotent", () => {
    /** The outcome of a call with three possible retries: sent requests, handled requests, and the error. */
    const outcome = (
      call: Effect.Effect<unknown, RevoxError.RevoxError, Campaigns.Campaigns>,
      fault: Fault.Fault,
      handled: Effect.Effect<boolean | number, never, RevoxSimulator.RevoxSimulator>
    ) =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(fault)
        const fiber = yield* start(Effect.result(call))
        yield* TestClock.adjust("5 minutes")
        const result = yield* Fiber.join(fiber)
        const { length } = yield* requests
        return [
          length,
          Number(yield* handled),
          result._tag === "Success" ? "success" : `${result.failure.reason._tag} ${result.failure.delivery}`,
          result._tag === "Failure" && result.failure.isRetryable
        ] as const
      }).pipe(Effect.provide(inMemory({ maxRetries: 3 }, simulator)))

    const createdCount = Effect.map(
      RevoxSimulator.RevoxSimulator.use(({ campaigns }) => campaigns),
      (campaigns) => campaigns.filter(({ name }) => name === body.name).length
    )

    const isLaunched = Effect.map(
      RevoxSimulator.RevoxSimulator.use(({ campaign }) => campaign("draft")),
      ({ status }) => status !== "draft"
    )

    // Sent requests, handled requests, error and delivery, and whether the error is retryable.
    const cases: ReadonlyArray<readonly [string, Fault.Fault, readonly [number, number, string, boolean]]> = [
      ["no fault", Fault.none, [1, 1, "success", false]],
      ["a reset after handling", Fault.reset(), [1, 1, "ConnectionError unknown", false]],
      ["a reset before handling", Fault.reset().pipe(Fault.beforeHandling), [1, 0, "ConnectionError unknown", false]],
      ["a connection closed after half of the body", Fault.closeConnection(0.5), [
        1,
        1,
        "ConnectionError unknown",
        false
      ]],
      ["a 500 after handling", Fault.status(500), [1, 1, "InternalServerError unknown", false]],
      ["a 503 before handling", Fault.status(503).pipe(Fault.beforeHandling), [
        1,
        0,
        "InternalServerError unknown",
        false
      ]],
      ["a 503 with Retry-After", Fault.status(503, { headers: { "retry-after": "1" } }), [
        1,
        1,
        "InternalServerError unknown",
        false
      ]],
      ["a 408", Fault.status(408), [1, 1, "UnexpectedStatusError unknown", false]],
      ["a stalled response", Fault.stall(), [1, 1, "TimeoutError unknown", false]],
      ["an HTML body with status 200", Fault.html(200), [1, 1, "InvalidResponseError accepted", false]],
      ["an empty body", Fault.emptyBody(), [1, 1, "InvalidResponseError accepted", false]],
      ["a redirect", Fault.redirect("same-origin"), [1, 1, "UnexpectedStatusError unknown", false]],
      ["a 422", Fault.status(422), [1, 0, "UnprocessableEntityError rejected", false]],
      ["a 429", Fault.rateLimit({ retryAfter: "1 second" }), [2, 1, "success", false]]
    ]

    it.effect.each(cases)(
      "create once despite %s",
      ([_, fault, expected]) =>
        Effect.map(outcome(create, fault, createdCount), (actual) => assert.deepStrictEqual([...actual], [...expected]))
    )

    it.effect.each(cases)(
      "launch once despite %s",
      ([_, fault, expected]) =>
        Effect.map(outcome(launch, fault, isLaunched), (actual) => assert.deepStrictEqual([...actual], [...expected]))
    )

    it.effect("tell how to find a campaign that may have been created", () =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(Fault.reset())
        const { message } = yield* Effect.flip(create)
        assert.include(
          message,
          "Look for the name of the campaign in the list of campaigns before you create it again."
        )
      }).pipe(Effect.provide(inMemory())))

    it.effect("report the id of a campaign whose response is invalid", () =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(Fault.mapJson((json) => ({ campaign: { ...(json as { campaign: object }).campaign, name: 1 } })))
        const { reason } = yield* Effect.flip(create)
        assert(reason._tag === "InvalidResponseError")
        assert(Schema.is(Schema.String)(reason.resourceId))
        assert.include(reason.message, "[\"campaign\"][\"name\"]. The server may have acted on this request")
      }).pipe(Effect.provide(inMemory())))
  })
})
