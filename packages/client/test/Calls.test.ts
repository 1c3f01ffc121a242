import { Calls, Campaigns, type RevoxError } from "@effect-revox/client"
import { Call, type CallCreate, type InlineAssistant } from "@effect-revox/schema"
import { Fault, RevoxSimulator, SimulatedResponse } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Tracer } from "effect"
import { TestClock } from "effect/testing"
import { inMemory, start } from "./utils/simulated.ts"

const body: CallCreate.CallCreate = {
  assistant_id: "assistant-1",
  phone_number: "+15125550100",
  metadata: { order: "A-1" }
}

const create = Calls.Calls.use((calls) => calls.create(body))

const json = (status: number, body: unknown) =>
  Fault.make("json", { response: () => SimulatedResponse.json(status, body) }).pipe(Fault.times(1))

const requests = RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)

describe("Calls", () => {
  describe("create", () => {
    it.effect("returns the call, which can be retrieved, searched and listed", () =>
      Effect.gen(function*() {
        const calls = yield* Calls.Calls
        const created = yield* calls.create({ ...body, prompt_variables: { first_name: "Zoë" } })
        assert.deepStrictEqual(
          [created.to_phone_number, created.metadata, created.assistant?.id, created.campaign],
          ["+15125550100", { order: "A-1" }, "assistant-1", null]
        )
        assert.deepStrictEqual(yield* calls.retrieve(created.id), created)
        const found = yield* calls.search({ page: 0, page_size: 10, query: "A-1" })
        assert.deepStrictEqual([found.calls, found.total_count], [[created], 1])
        assert.deepStrictEqual(yield* calls.listAttempts({ page: 0, page_size: 10 }), [])
        yield* TestClock.adjust("1 day")
        const ended = yield* calls.retrieve(created.id)
        assert.isTrue(Call.isTerminal(ended))
        assert.deepStrictEqual(yield* calls.listAttempts({ page: 0, page_size: 10 }), ended.call_attempts)
      }).pipe(Effect.provide(inMemory())))

    it.effect("sends an inline assistant as given", () =>
      Effect.gen(function*() {
        const calls = yield* Calls.Calls
        const assistant: InlineAssistant.InlineAssistant = {
          prompt: "Say hello.",
          first_sentence: "Hello",
          voice: { id: "v", provider: "cartesia" }
        }
        yield* calls.create({ phone_number: "+15125550100", assistant })
        const [request] = yield* requests
        assert.deepStrictEqual<unknown>(request?.body, { phone_number: "+15125550100", assistant })
      }).pipe(Effect.provide(inMemory())))

    const { assistant_id: _, ...withoutAssistant } = body

    it.effect.each<readonly [string, unknown, string]>([
      ["no assistant", withoutAssistant, `["assistant_id"]`],
      ["two assistants", { ...body, assistant: { prompt: "Say hello." } }, `["assistant"]`],
      ["an inline assistant without a prompt", { ...withoutAssistant, assistant: {} }, `["assistant"]["prompt"]`],
      ["an empty prompt", { ...withoutAssistant, assistant: { prompt: "" } }, `["assistant"]["prompt"]`],
      ["an empty assistant id", { ...body, assistant_id: "" }, `["assistant_id"]`],
      ["a national number", { ...body, phone_number: "0184801234" }, `["phone_number"]`],
      ["a national number of the caller", { ...body, from_phone_number: "0184801234" }, `["from_phone_number"]`],
      ["no number", { assistant_id: "assistant-1" }, `["phone_number"]`],
      ["metadata that is not text", { ...body, metadata: { order: 1 } }, `["metadata"]["order"]`],
      ["variables that are not text", { ...body, prompt_variables: { name: null } }, `["prompt_variables"]["name"]`],
      ["a time without an offset", { ...body, scheduled_at: "2026-12-01T09:00:00" }, `["scheduled_at"]`],
      ["a limit of 0", { ...body, concurrency: { key: "sales", max: 0 } }, `["concurrency"]["max"]`],
      ["a limit without a key", { ...body, concurrency: { max: 1 } }, `["concurrency"]["key"]`],
      ["a flag that is text", { ...body, skip_calling_window: "yes" }, `["skip_calling_window"]`],
      ["a field that does not exist", { ...body, to_phone_number: "+15125550100" }, `["to_phone_number"]`]
    ])("rejects %s before it sends a request", ([_, invalid, path]) =>
      Effect.gen(function*() {
        const calls = yield* Calls.Calls
        const error = yield* Effect.flip(calls.create(invalid as CallCreate.CallCreate))
        assert.strictEqual(error.reason._tag, "InvalidRequestError")
        assert.include(error.message, `at ${path}`)
        assert.deepStrictEqual([error.delivery, yield* requests], ["not-sent", []])
      }).pipe(Effect.provide(inMemory())))
  })

  describe("retrieve", () => {
    it.effect("decodes the call with a custom schema", () =>
      Effect.gen(function*() {
        const calls = yield* Calls.Calls
        const Status = Schema.Struct({ id: Schema.String, status: Schema.String })
        assert.deepStrictEqual(yield* calls.retrieve("c", { schema: Status }), { id: "c", status: "completed" })
      }).pipe(Effect.provide(inMemory({}, { calls: [{ id: "c", attempts: ["human"], age: "1 day" }] }))))

    it.effect("fails if the server returns another call", () =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(Fault.mapJson((json) => ({ call: { ...(json as { call: object }).call, id: "other" } })))
        const { reason } = yield* Effect.flip(Calls.Calls.use((calls) => calls.retrieve("c")))
        assert.strictEqual(reason._tag, "InvalidResponseError")
      }).pipe(Effect.provide(inMemory({}, { calls: [{ id: "c" }] }))))

    it.effect("retrieves the call of a row of a campaign", () =>
      Effect.gen(function*() {
        const { rows } = yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring"))
        const call = rows[3]?.call
        assert(call !== undefined)
        assert.deepStrictEqual(yield* Calls.Calls.use((calls) => calls.retrieve(call.id)), call)
      }).pipe(Effect.provide(inMemory())))

    it.effect("decodes fields and literals of a later version of the API", () =>
      Effect.gen(function*() {
        const calls = yield* Calls.Calls
        const { id } = yield* calls.create(body)
        yield* TestClock.adjust("1 day")
        assert.strictEqual((yield* calls.retrieve(id)).id, id)
        assert.lengthOf((yield* calls.search({ page: 0, page_size: 5 })).calls, 1)
        assert.isAbove((yield* calls.listAttempts({ page: 0, page_size: 5 })).length, 0)
      }).pipe(Effect.provide(inMemory({}, { unknownFields: true }))))

    it.effect("keeps the documented fields of newer versions of the API", () =>
      Effect.gen(function*() {
        const added = { assignee: { id: "u-1" }, contact: { first_name: "Zoë" }, outcome: "interested" }
        const attempt = { handled_by_ai: true, sms_log: [{ id: "s-1" }], speech_events: [], email_log: null }
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(Fault.mapJson((json) => {
          const { call } = json as { call: Call.Call }
          return { call: { ...call, ...added, last_call_attempt: { ...call.last_call_attempt, ...attempt } } }
        }))
        const call = yield* Calls.Calls.use((calls) => calls.retrieve("c"))
        assert.deepInclude(call, added)
        assert.deepInclude(call.last_call_attempt, attempt)
      }).pipe(Effect.provide(inMemory({}, { calls: [{ id: "c", attempts: ["human"], age: "1 day" }] }))))
  })

  describe("cancel", () => {
    it.effect.each<readonly [string, Fault.Fault]>([
      ["an empty response", Fault.none],
      ["JSON", json(200, { call: { id: "c" }, anything: [1] })],
      ["HTML", Fault.html(200)]
    ])("succeeds with %s", ([_, fault]) =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(fault)
        const calls = yield* Calls.Calls
        yield* calls.cancel("c")
        assert.strictEqual((yield* calls.retrieve("c")).status, "cancelled")
      }).pipe(Effect.provide(inMemory({}, { calls: [{ id: "c" }] }))))
  })

  describe("search", () => {
    it.effect("keeps the text of a search out of spans and errors", () =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(json(422, { error: { message: "No calls match \"+33612345678\" of Zoë" } }))
        const spans: Array<Tracer.NativeSpan> = []
        const tracer = Tracer.make({
          span: (options) => {
            const span = new Tracer.NativeSpan(options)
            spans.push(span)
            return span
          }
        })
        const error = yield* Calls.Calls.use((calls) =>
          Effect.flip(calls.search({ page: 0, page_size: 5, query: "Zoë", to_phone_number: "+33612345678" }))
        ).pipe(Effect.provideService(Tracer.Tracer, tracer))
        const seen = JSON.stringify([error, error.message, spans.map(({ attributes }) => [...attributes])])
        assert.include(error.message, "No calls match")
        assert.notInclude(seen, "33612345678")
        assert.notInclude(seen, "Zoë")
        assert.isNotEmpty(spans)
      }).pipe(Effect.provide(inMemory())))

    it.effect("says that its path is not documented when it is not found", () =>
      Effect.gen(function*() {
        const { inject } = yield* RevoxSimulator.RevoxSimulator
        yield* inject(Fault.status(404))
        const error = yield* Effect.flip(Calls.Calls.use((calls) => calls.search({ page: 0, page_size: 5 })))
        assert.include(error.message, "not publicly documented")
      }).pipe(Effect.provide(inMemory())))
  })
})

describe("requests that are not idempotent", () => {
  /** The outcome of a call with three possible retries: sent requests, handled requests, and the error. */
  const outcome = (
    call: Effect.Effect<unknown, RevoxError.RevoxError, Calls.Calls>,
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
    }).pipe(Effect.provide(inMemory({ maxRetries: 3 }, { calls: [{ id: "paused", isPaused: true }] })))

  const placedCount = Effect.map(
    RevoxSimulator.RevoxSimulator.use(({ calls }) => calls),
    (calls) => calls.filter(({ metadata }) => metadata?.["order"] === "A-1").length
  )

  const isResumed = Effect.map(
    RevoxSimulator.RevoxSimulator.use(({ call }) => call("paused")),
    ({ calls_count }) => calls_count > 0
  )

  const resume = Calls.Calls.use((calls) => calls.resume("paused"))

  // Sent requests, handled requests, error and delivery, and whether the error is retryable.
  const cases: ReadonlyArray<readonly [string, Fault.Fault, readonly [number, number, string, boolean]]> = [
    ["no fault", Fault.none, [1, 1, "success", false]],
    ["a reset after handling", Fault.reset(), [1, 1, "ConnectionError unknown", false]],
    ["a reset before handling", Fault.reset().pipe(Fault.beforeHandling), [1, 0, "ConnectionError unknown", false]],
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
    ["a redirect", Fault.redirect("same-origin"), [1, 1, "UnexpectedStatusError unknown", false]],
    ["a 422", Fault.status(422), [1, 0, "UnprocessableEntityError rejected", false]],
    ["a 429", Fault.rateLimit({ retryAfter: "1 second" }), [2, 1, "success", false]]
  ]

  const bodies: typeof cases = [
    ["a connection closed after half of the body", Fault.closeConnection(0.5), [
      1,
      1,
      "ConnectionError unknown",
      false
    ]],
    ["an HTML body with status 200", Fault.html(200), [1, 1, "InvalidResponseError accepted", false]],
    ["an empty body", Fault.emptyBody(), [1, 1, "InvalidResponseError accepted", false]]
  ]

  it.effect.each([...cases, ...bodies])(
    "place one call despite %s",
    ([_, fault, expected]) =>
      Effect.map(outcome(create, fault, placedCount), (actual) => assert.deepStrictEqual([...actual], [...expected]))
  )

  it.effect.each(cases)(
    "resume once despite %s",
    ([_, fault, expected]) =>
      Effect.map(outcome(resume, fault, isResumed), (actual) => assert.deepStrictEqual([...actual], [...expected]))
  )

  it.effect("tell how to find a call that may have been placed", () =>
    Effect.gen(function*() {
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.reset())
      const { message } = yield* Effect.flip(create)
      assert.include(message, "Search for the metadata of the call before you place it again.")
    }).pipe(Effect.provide(inMemory())))

  it.effect.each<readonly [string, Fault.Fault]>([
    ["a reset", Fault.reset()],
    ["a stalled response", Fault.stall()],
    ["a connection closed after half of the body", Fault.closeConnection(0.5)],
    ["an HTML body with status 200", Fault.html(200)]
  ])("have the problem of %s apart from the advice", ([_, fault]) =>
    Effect.gen(function*() {
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(fault)
      const fiber = yield* Effect.forkChild(Effect.flip(create))
      yield* TestClock.adjust("1 hour")
      const { reason } = yield* Fiber.join(fiber)
      const problem = "problem" in reason ? reason.problem ?? "" : ""
      assert.isNotEmpty(problem)
      assert.notInclude(problem, "The server may have acted")
      assert.match(reason.message.slice(problem.length), /^(?:: .*\.)? The server may have acted/)
      assert.isTrue(reason.message.startsWith(problem))
    }).pipe(Effect.provide(inMemory())))

  it.effect("report the id of a call whose response is invalid", () =>
    Effect.gen(function*() {
      const { call, calls, inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.mapJson((json) => ({ call: { ...(json as { call: object }).call, status: 1 } })))
      const { reason } = yield* Effect.flip(create)
      assert(reason._tag === "InvalidResponseError" && reason.resourceId !== undefined)
      assert.deepStrictEqual([yield* call(reason.resourceId)], yield* calls)
    }).pipe(Effect.provide(inMemory())))
})
