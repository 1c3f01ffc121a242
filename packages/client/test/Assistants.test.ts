import { Assistants, Campaigns, PhoneNumbers, type RevoxError, Voices } from "@effect-revox/client"
import { Assistant, type AssistantCreate, Secrets } from "@effect-revox/schema"
import { Arbitraries, Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inspect } from "node:util"
import { fullAssistant } from "./utils/assistantWires.ts"
import { inMemory, start } from "./utils/simulated.ts"

const simulated = inMemory({}, { assistants: [{ id: "ada", name: "Ada", prompt: "You are Ada." }] })

const withAssistants = <A, E>(call: (assistants: Assistants.Assistants["Service"]) => Effect.Effect<A, E>) =>
  Assistants.Assistants.use(call)

const requests = RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)

const inject = (...faults: ReadonlyArray<Fault.Fault>) =>
  RevoxSimulator.RevoxSimulator.use((simulator) => simulator.inject(...faults))

/** The outcome of a call that may be retried. */
const outcome = Effect.fnUntraced(function*<A, R>(call: Effect.Effect<A, RevoxError.RevoxError, R>) {
  const fiber = yield* start(Effect.result(call))
  yield* TestClock.adjust("5 minutes")
  return yield* Fiber.join(fiber)
})

const secrets = Secrets.secretsIn(fullAssistant)

const assertHidden = (error: RevoxError.RevoxError) => {
  const text = [String(error), JSON.stringify(error), inspect(error, { depth: 20 })].join("\n")
  for (const secret of secrets) assert.notInclude(text, secret)
}

describe("Assistants", () => {
  describe("create, update, clone, delete", () => {
    it.effect("last", () =>
      Effect.gen(function*() {
        const assistants = yield* Assistants.Assistants
        const created = yield* assistants.create(fullAssistant)
        assert.deepInclude<object>(created, { ...fullAssistant, faq_items: created.faq_items })
        assert.deepStrictEqual(yield* assistants.retrieve(created.id), created)
        const updated = yield* assistants.update(created.id, { voicemail_message: null, sms_enabled: false })
        assert.deepStrictEqual(updated, { ...created, voicemail_message: null, sms_enabled: false })
        const clone = yield* assistants.clone(created.id)
        assert.deepStrictEqual(clone, { ...updated, id: clone.id, name: clone.name })
        const ids = () => Effect.map(assistants.list(), (all) => all.map(({ id }) => String(id)))
        assert.includeMembers(yield* ids(), ["ada", created.id, clone.id])
        yield* assistants.delete(created.id)
        assert.notInclude(yield* ids(), created.id)
        for (const call of [assistants.retrieve, assistants.clone, assistants.delete]) {
          const { reason } = yield* Effect.flip<unknown, RevoxError.RevoxError, never>(call(created.id))
          assert.strictEqual(reason._tag, "NotFoundError")
        }
      }).pipe(Effect.provide(simulated)))

    it.effect("agree with campaigns, phone numbers and voices", () =>
      Effect.gen(function*() {
        const assistants = yield* Assistants.Assistants
        const campaigns = yield* Campaigns.Campaigns
        const phoneNumbers = yield* PhoneNumbers.PhoneNumbers
        const voices = yield* Voices.Voices
        const json = yield* voices.clone({
          name: "Eve",
          language: "en",
          content_type: "audio/mpeg",
          audio: new Uint8Array([1])
        })
        const voice = (yield* voices.list()).find(({ name }) => name === "Eve")
        assert.isNotNull(json)
        const assistant = yield* assistants.create({
          name: "Eve",
          prompt: "",
          voice: { id: voice?.id ?? "", provider: "cartesia" }
        })
        const campaign = yield* campaigns.create({
          assistant_id: assistant.id,
          contacts: [{ to_phone_number: "+33184801234", prompt_variables: {} }],
          launch: true,
          name: "Spring"
        })
        assert.deepStrictEqual(campaign.assistant, assistant)
        const updated = yield* assistants.update(assistant.id, { prompt: "Changed" })
        assert.deepStrictEqual((yield* campaigns.retrieve(campaign.id)).assistant, updated)
        const { rows: [row] } = yield* campaigns.getRows(campaign.id)
        assert.deepInclude(row?.call?.assistant, { id: assistant.id, prompt: "Changed" })

        const [number] = yield* phoneNumbers.list()
        const inbound = yield* phoneNumbers.update(number?.id ?? "", { inbound_assistant_id: assistant.id })
        assert.deepStrictEqual(inbound.inbound_assistant, updated)
        const unknown = yield* Effect.flip(phoneNumbers.update(number?.id ?? "", { inbound_assistant_id: "none" }))
        assert.strictEqual(unknown.reason._tag, "UnprocessableEntityError")
        const conflict = yield* Effect.flip(voices.delete(voice?.id ?? ""))
        assert.strictEqual(conflict.reason._tag, "ConflictError")

        yield* assistants.delete(assistant.id)
        assert.isNull((yield* phoneNumbers.list())[0]?.inbound_assistant)
        yield* voices.delete(voice?.id ?? "")
      }).pipe(Effect.provide(simulated)))

    it.effect.prop(
      "create a copy of every assistant",
      { assistant: Arbitraries.make(Assistant.Assistant) },
      ({ assistant }) =>
        Effect.gen(function*() {
          const body = Assistant.toCreate(assistant)
          const created = yield* withAssistants((assistants) => assistants.create(body))
          assert.deepStrictEqual(Assistant.toCreate(created), { ...Assistant.toCreate(created), ...body })
        }).pipe(Effect.provide(simulated)),
      { arbitrary: { runs: 30 } }
    )

    it.effect.each<readonly [string, object, string]>([
      ["an unknown field", { voise: 1 }, "voise"],
      ["a mask", { llm_model: { ...fullAssistant.llm_model, api_key: Secrets.masked } }, `["llm_model"]["api_key"]`],
      ["a masked URL", { webhook_url: Secrets.mask(fullAssistant).webhook_url }, `["webhook_url"]`],
      ["a model without a field", { llm_model: { type: "custom", api_key: "1" } }, `["llm_model"]`]
    ])("fail before a request with %s", ([_, part, path]) =>
      Effect.gen(function*() {
        const body: AssistantCreate.AssistantCreate = { name: "Ada", prompt: "", ...part }
        for (const call of ["create", "update"] as const) {
          const { reason } = yield* Effect.flip(
            withAssistants((assistants) => call === "create" ? assistants.create(body) : assistants.update("ada", body))
          )
          assert.strictEqual(reason._tag, "InvalidRequestError")
          assert.include(reason.message, path)
        }
        assert.deepStrictEqual(yield* requests, [])
      }).pipe(Effect.provide(simulated)))

    it.effect("are sent once when the response is lost, unless they are idempotent", () =>
      Effect.gen(function*() {
        const assistants = yield* Assistants.Assistants
        const sent: Array<unknown> = []
        for (
          const call of [
            assistants.create({ name: "Eve", prompt: "" }),
            assistants.clone("ada"),
            assistants.update("ada", {})
          ]
        ) {
          const before = (yield* requests).length
          yield* inject(Fault.reset())
          const result = yield* outcome(call)
          sent.push([
            (yield* requests).length - before,
            result._tag === "Failure" ? result.failure.delivery : "success"
          ])
        }
        assert.deepStrictEqual(sent, [[1, "unknown"], [1, "unknown"], [2, "success"]])
      }).pipe(Effect.provide(simulated)))
  })

  describe("retrieve", () => {
    it.effect("fails with another assistant than the requested one", () =>
      Effect.gen(function*() {
        yield* inject(Fault.mapJson((json) => ({ ...(json as object), id: "bo" })))
        const { reason } = yield* Effect.flip(withAssistants((assistants) => assistants.retrieve("ada")))
        assert.strictEqual(reason._tag, "InvalidResponseError")
      }).pipe(Effect.provide(simulated)))
  })

  describe("delete", () => {
    it.effect("succeeds when a retry finds nothing left to delete", () =>
      Effect.gen(function*() {
        yield* inject(Fault.reset())
        const result = yield* outcome(withAssistants((assistants) => assistants.delete("ada")))
        assert.strictEqual(result._tag, "Success")
        assert.deepStrictEqual((yield* requests).map(({ status }) => status), [200, 404])
      }).pipe(Effect.provide(simulated)))

    it.effect("fails if the assistant does not exist, also after a rejected attempt", () =>
      Effect.gen(function*() {
        yield* inject(Fault.rateLimit())
        const result = yield* outcome(withAssistants((assistants) => assistants.delete("none")))
        assert(result._tag === "Failure")
        assert.deepStrictEqual([result.failure.reason._tag, result.failure.delivery], ["NotFoundError", "rejected"])
        assert.lengthOf(yield* requests, 2)
      }).pipe(Effect.provide(simulated)))

    it.effect("fails if the server did not delete the assistant", () =>
      Effect.gen(function*() {
        yield* inject(Fault.mapJson(() => ({ success: false })))
        const error = yield* Effect.flip(withAssistants((assistants) => assistants.delete("ada")))
        assert.deepStrictEqual([error.operation, error.reason._tag, error.isRetryable], [
          "Assistants.delete",
          "InvalidResponseError",
          false
        ])
        assert.include(error.message, "did not delete the assistant")
      }).pipe(Effect.provide(simulated)))
  })

  describe("errors", () => {
    it.effect("have no secret of the request that the server repeats", () =>
      Effect.gen(function*() {
        const escaped = JSON.stringify(JSON.stringify({ ...fullAssistant.custom_tools[0], ...fullAssistant.llm_model }))
        for (const text of [...secrets, encodeURIComponent(secrets.join(" ")), escaped]) {
          const message = `Invalid: ${text}`
          yield* inject(Fault.status(422, { body: text === escaped ? message : { error: { message } } }))
          const error = yield* Effect.flip(withAssistants((assistants) => assistants.create(fullAssistant)))
          assert.strictEqual(error.reason._tag, "UnprocessableEntityError")
          assert.match(error.message, /Invalid: |422/)
          assertHidden(error)
        }
      }).pipe(Effect.provide(simulated)))

    it.effect("have no secret of a response that cannot be decoded", () =>
      Effect.gen(function*() {
        const { custom_tools, llm_model, webhook_url, precall_lookup_url } = fullAssistant
        for (const part of [{ llm_model }, { webhook_url, precall_lookup_url }, { custom_tools }]) {
          yield* inject(Fault.mapJson(() => ({ id: "ada", ...part })))
          const error = yield* Effect.flip(withAssistants((assistants) => assistants.retrieve("ada")))
          assert(error.reason._tag === "InvalidResponseError")
          assert.include(error.reason.bodyExcerpt, Secrets.masked)
          assertHidden(error)
        }
      }).pipe(Effect.provide(simulated)))
  })
})
