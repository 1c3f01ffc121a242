import { Api, Options } from "@effect-revox/schema"
import { Fault, RevoxSimulator, Webhook } from "@effect-revox/testing"
import { advanceClock } from "@effect-revox/testing/Vitest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Function from "effect/Function"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

type Case = readonly [option: string, value: unknown, problem: string]

const count = "expected an integer of 0 or more, got"
const positive = "expected an integer of 1 or more, got"
const countOrInfinity = "expected an integer of 0 or more, or Infinity, got"
const integer = "expected an integer, got"
const delay = "expected a duration of zero or longer, such as \"30 seconds\", got"
const finite = "expected a finite duration, such as \"30 seconds\", got"
const fraction = "expected a number from 0 to 1, got"
const status = "expected an HTTP status from 200 to 599, got"
const fault = "expected a fault, got"
const key = "expected a Redacted of visible ASCII characters, got"
const callback = "expected a function, got"
const noSuchOption = "there is no such option."

/** Invalid specifications of a campaign. */
const specs: ReadonlyArray<Case> = [
  ["id", { id: "" }, "expected text of at least one character, got an empty string."],
  ["id", { id: 5 }, "expected text of at least one character, got 5."],
  ["name", { name: 5 }, "expected text, got a number."],
  ["rows", { rows: -1 }, `${count} -1.`],
  ["rows", { rows: NaN }, `${count} NaN.`],
  ["rows", { rows: Infinity }, `${count} Infinity.`],
  ["rows", { rows: "10" }, `${count} a string.`],
  ["rows", { rows: null }, `${count} null.`],
  ["seed", { seed: NaN }, `${integer} NaN.`],
  ["seed", { seed: 0.5 }, `${integer} 0.5.`],
  ["duration", { duration: "2 hurs" }, `${delay} a string.`],
  ["duration", { duration: -1 }, `${delay} -1.`],
  ["duration", { duration: NaN }, `${delay} NaN.`],
  ["duration", { duration: Infinity }, `${finite} Infinity.`],
  ["draft", { draft: -1 }, `${delay} -1.`],
  ["pauses", { pauses: "1 hour" }, "expected array, got a string."],
  ["pauses.0.afterRunning", { pauses: [{ duration: "1 hour" }] }, "is required."],
  ["pauses.0.duration", { pauses: [{ afterRunning: 0, duration: "long" }] }, `${delay} a string.`],
  ["cancelAt", { cancelAt: null }, `${delay} null.`],
  [
    "extraction",
    { extraction: "never" },
    "expected \"none\", or a duration of zero or longer, such as \"30 seconds\", got a string."
  ],
  [
    "status",
    { status: "done" },
    "expected \"draft\" or \"running\" or \"paused\" or \"completed\" or \"cancelled\", got a string."
  ],
  ["faults", { faults: Fault.reset() }, "expected array, got an object."],
  ["faults.0", { faults: [{}] }, `${fault} an object.`],
  ["row", { row: 10 }, noSuchOption]
]

/** Invalid options of a simulator. */
const simulators: ReadonlyArray<Case> = [
  ["options", null, "expected object, got null."],
  ["options", 5, "expected object, got 5."],
  ["apiKey", { apiKey: "key" }, `${key} a string.`],
  ["apiKey", { apiKey: 123_456_789 }, `${key} a number.`],
  ["apiKey", { apiKey: Redacted.make("") }, `${key} a Redacted of other content.`],
  ["seed", { seed: Infinity }, `${integer} Infinity.`],
  ["speed", { speed: -1 }, "expected a number of 0 or more, got -1."],
  ["speed", { speed: NaN }, "expected a finite number, got NaN."],
  ["speed", { speed: Infinity }, "expected a finite number, got Infinity."],
  ["speed", { speed: "fast" }, "expected a finite number, got a string."],
  ["timeStart", { timeStart: "later" }, "expected \"now\" or \"first-request\", got a string."],
  ["timeStart", { timeStart: null }, "expected \"now\" or \"first-request\", got null."],
  ["firstPage", { firstPage: 2 }, "expected 0 or 1, got 2."],
  ["maxPageSize", { maxPageSize: 0 }, `${positive} 0.`],
  ["maxPageSize", { maxPageSize: 2.5 }, `${positive} 2.5.`],
  [
    "errorBody",
    { errorBody: "xml" },
    "expected \"error.message\" or \"message\" or \"error\" or \"problem+json\" or \"text\" or \"html\" or \"empty\", " +
    "got a string."
  ],
  ["unknownFields", { unknownFields: "yes" }, "expected true or false, got a string."],
  ["port", { port: -1 }, `${count} -1.`],
  ["port", { port: 65_536 }, "expected a port from 0 to 65535, got 65536."],
  ["port", { port: 80.5 }, `${count} 80.5.`],
  ["campaigns", { campaigns: {} }, "expected array, got an object."],
  ["campaigns.0", { campaigns: [null] }, "expected object, got null."],
  ...specs.map(([option, spec, problem]): Case => [`campaigns.0.${option}`, { campaigns: [spec] }, problem]),
  ["createdCampaigns.duration", { createdCampaigns: { duration: Infinity } }, `${finite} Infinity.`],
  [
    "createdCampaigns.launch",
    { createdCampaigns: { launch: true } },
    "expected \"as-requested\" or \"always\" or \"never\", got true."
  ],
  ["createdCampaigns.rows", { createdCampaigns: { rows: 5 } }, noSuchOption],
  ["faults.1", { faults: [Fault.none, null] }, `${fault} null.`],
  ["faults.0", { faults: [Fault.status] }, `${fault} a function.`],
  ["logLimit", { logLimit: -1 }, `${countOrInfinity} -1.`],
  ["maxpagesize", { maxpagesize: 5 }, noSuchOption]
]

const invalid = <A>(value: unknown): A => Function.cast(value)

/** Faults with invalid arguments. */
const faults: ReadonlyArray<readonly [option: string, fault: Fault.Fault, problem: string]> = [
  ["Fault.status.status", Fault.status(NaN), `${status} NaN.`],
  ["Fault.status.status", Fault.status(0), `${status} 0.`],
  ["Fault.status.status", Fault.status(100), `${status} 100.`],
  ["Fault.status.status", Fault.status(1000), `${status} 1000.`],
  ["Fault.status.status", Fault.status(invalid("503")), `${status} a string.`],
  ["Fault.status.options", Fault.status(503, invalid(null)), "expected object, got null."],
  ["Fault.status.options.header", Fault.status(503, invalid({ header: {} })), noSuchOption],
  [
    "Fault.status.options.headers",
    Fault.status(503, { headers: { "x-a": "a\r\nx-b: b" } }),
    "expected an object of header names and values, got an object."
  ],
  [
    "Fault.status.options.headers",
    Fault.status(503, { headers: { "x a": "a" } }),
    "expected an object of header names and values, got an object."
  ],
  ["Fault.status.options.body", Fault.status(503, { body: invalid(1n) }), "expected a JSON value, got 1."],
  ["Fault.rateLimit.options.retryAfter", Fault.rateLimit({ retryAfter: invalid("soon") }), `${delay} a string.`],
  ["Fault.rateLimit.options.retryAfter", Fault.rateLimit({ retryAfter: Infinity }), `${finite} Infinity.`],
  [
    "Fault.rateLimit.options.as",
    Fault.rateLimit({ as: invalid("minutes") }),
    "expected \"seconds\" or \"http-date\" or \"retry-after-ms\", got a string."
  ],
  ["Fault.rateLimit.options.after", Fault.rateLimit(invalid({ after: 1 })), noSuchOption],
  ["Fault.html.status", Fault.html(-1), `${status} -1.`],
  ["Fault.invalidJson.body", Fault.invalidJson(invalid({})), "expected text, got an object."],
  ["Fault.emptyBody.status", Fault.emptyBody(204.5), `${status} 204.5.`],
  [
    "Fault.redirect.status",
    Fault.redirect("same-origin", invalid(200)),
    "expected 301 or 302 or 303 or 307 or 308, got 200."
  ],
  ["Fault.redirect.to", Fault.redirect("/a\r\nb"), "expected the text of a header, without line breaks, got a string."],
  [
    "Fault.contentType.contentType",
    Fault.contentType(invalid(null)),
    "expected the text of a header, without line breaks, got null."
  ],
  ["Fault.headers.headers", Fault.headers(invalid(null)), "expected an object of header names and values, got null."],
  ["Fault.mapJson.f", Fault.mapJson(invalid({})), `${callback} an object.`],
  ["Fault.capPages.pageSize", Fault.capPages(0), `${positive} 0.`],
  ["Fault.capPagesSilently.pageSize", Fault.capPagesSilently(NaN), `${positive} NaN.`],
  ["Fault.shortPage.missing", Fault.shortPage(-1), `${countOrInfinity} -1.`],
  ["Fault.repeatPage.page", Fault.repeatPage(0.5), `${integer} 0.5.`],
  ["Fault.total.total", Fault.total(NaN), "expected a finite number or a function, got NaN."],
  ["Fault.total.total", Fault.total(invalid("10")), "expected a finite number or a function, got a string."],
  ["Fault.insertRows.count", Fault.insertRows(Infinity), `${count} Infinity.`],
  ["Fault.insertRows.at", Fault.insertRows(1, -1), `${count} -1.`],
  ["Fault.deleteRows.count", Fault.deleteRows(-1), `${count} -1.`],
  ["Fault.reset.afterPart", Fault.reset(2), `${fraction} 2.`],
  ["Fault.closeConnection.afterPart", Fault.closeConnection(-1), `${fraction} -1.`],
  ["Fault.stall.afterPart", Fault.stall(NaN), `${fraction} NaN.`],
  ["Fault.truncate.part", Fault.truncate(50), `${fraction} 50.`],
  ["Fault.slowHeaders.delay", Fault.slowHeaders(invalid("2 hurs")), `${delay} a string.`],
  ["Fault.slowHeaders.delay", Fault.slowHeaders(-1), `${delay} -1.`],
  ["Fault.slowBody.takes", Fault.slowBody(Infinity), `${finite} Infinity.`],
  ["Fault.slowBody.chunks", Fault.slowBody("1 second", 0), `${positive} 0.`],
  ["Fault.times.times", Fault.reset().pipe(Fault.times(-1)), `${countOrInfinity} -1.`],
  ["Fault.times.times", Fault.times(Fault.reset(), NaN), `${countOrInfinity} NaN.`],
  ["Fault.after.requests", Fault.reset().pipe(Fault.after(0.5)), `${count} 0.5.`],
  ["Fault.when.predicate", Fault.reset().pipe(Fault.when(invalid(true))), `${callback} true.`],
  [
    "Fault.onEndpoint.endpoint",
    Fault.reset().pipe(Fault.onEndpoint(invalid("campaigns.rows"))),
    `expected ${
      Object.entries(Api).flatMap(([resource, endpoints]) =>
        Object.keys(endpoints).map((name) => `"${resource}.${name}"`)
      ).join(" or ")
    }, got a string.`
  ],
  ["Fault.forCampaign.campaignId", Fault.reset().pipe(Fault.forCampaign(invalid(5))), "expected text, got a number."],
  ["Fault.onPage.page", Fault.reset().pipe(Fault.onPage(-1)), `${count} -1.`],
  ["Fault.randomly.probability", Fault.reset().pipe(Fault.randomly(30)), `${fraction} 30.`],
  ["Fault.randomly.seed", Fault.reset().pipe(Fault.randomly(0.3, NaN)), `${integer} NaN.`],
  ["Fault.make.effects.responses", Fault.make("mine", invalid({ responses: () => 1 })), noSuchOption],
  ["Fault.make.effects.response", Fault.make("mine", { response: invalid("503") }), `${callback} a string.`],
  ["Fault.all.faults.0", Fault.all([invalid(null)]), `${fault} null.`],
  ["Fault.sequence.faults", Fault.sequence(invalid(Fault.none)), "expected array, got an object."],
  ["Fault.truncate.part", Fault.all([Fault.none, Fault.truncate(2)]), `${fraction} 2.`],
  ["Fault.truncate.part", Fault.sequence([Fault.truncate(2)]).pipe(Fault.times(-1)), `${fraction} 2.`]
]

const assertInvalid = (error: unknown, option: string, problem: string) => {
  assert.instanceOf(error, Options.InvalidOptionError)
  assert.deepStrictEqual([error.option, error.problem], [option, problem])
}

const build = <A, E>(layer: Layer.Layer<A, E>) => Effect.flip(Effect.scoped(Layer.build(layer)))

describe("options", () => {
  it.effect.each(simulators)(
    "of a simulator: an invalid %s fails while the layer is built: %j",
    ([option, options, problem]) =>
      Effect.gen(function*() {
        assertInvalid(yield* build(RevoxSimulator.layerMemory(invalid(options))), option, problem)
        assertInvalid(yield* build(RevoxSimulator.layer(invalid(options))), option, problem)
      })
  )

  it.effect.each([["options", null, "expected object, got null."] as const, ...specs])(
    "of a campaign: an invalid %s fails: %j",
    ([option, spec, problem]) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        assertInvalid(yield* Effect.flip(simulator.addCampaign(invalid(spec))), option, problem)
        assert.deepStrictEqual(yield* simulator.campaigns, [])
      }).pipe(Effect.provide(RevoxSimulator.layerMemory()))
  )

  it.effect.each(faults)("of a fault: an invalid %s fails: %j", ([option, fault, problem]) =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      assertInvalid(yield* Effect.flip(simulator.inject(fault)), option, problem)
      assertInvalid(yield* Effect.flip(simulator.addCampaign({ faults: [fault] })), option, problem)
      assertInvalid(yield* build(RevoxSimulator.layerMemory({ faults: [fault] })), option, problem)
      assertInvalid(yield* build(RevoxSimulator.layerMemory({ campaigns: [{ faults: [fault] }] })), option, problem)
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

  it.effect.each<Case>([
    ["from", [-1, 5], `${count} -1.`],
    ["from", [NaN, 5], `${count} NaN.`],
    ["count", [0, -1], `${countOrInfinity} -1.`]
  ])("of a range of rows: an invalid %s fails: %j", ([option, range, problem]) =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const [from, count] = invalid<[number, number]>(range)
      const id = yield* simulator.addCampaign()
      assertInvalid(yield* Effect.flip(simulator.rows(id, from, count)), option, problem)
      assert.lengthOf(yield* simulator.rows(id, 0, Infinity), 10)
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

  it.effect.each<Case>([
    ["options", null, "expected object, got null."],
    ["_tag", { _tag: "Move", at: 0, count: 1 }, "expected \"Insert\" or \"Delete\", got a string."],
    ["at", { _tag: "Insert", at: -1, count: 1 }, `${count} -1.`],
    ["count", { _tag: "Delete", at: 0, count: Infinity }, `${count} Infinity.`]
  ])("of an edit: an invalid %s fails: %j", ([option, edit, problem]) =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign()
      assertInvalid(yield* Effect.flip(simulator.editRows(id, invalid(edit))), option, problem)
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

  it.effect.each<Case>([
    ["options", null, "expected object, got null."],
    ["copies", { copies: 0 }, `${positive} 0.`],
    ["copies", { copies: Infinity }, `${positive} Infinity.`],
    ["delay", { delay: "2 hurs" }, `${delay} a string.`],
    ["delay", { delay: Infinity }, `${finite} Infinity.`],
    ["size", { size: -1 }, `${count} -1.`],
    ["transformBody", { transformBody: "{}" }, `${callback} a string.`],
    ["copy", { copy: 2 }, noSuchOption]
  ])("of a webhook delivery: an invalid %s fails: %j", ([option, options, problem]) =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const call = yield* simulator.call(yield* simulator.addCall())
      assertInvalid(yield* Effect.flip(Webhook.deliver("http://127.0.0.1/", call, invalid(options))), option, problem)
      assert.deepStrictEqual(yield* simulator.requests, [])
    }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

  it.effect.each<Case>([
    ["duration", ["2 hurs", "1 second"], `${delay} a string.`],
    ["duration", [Infinity, "1 second"], `${finite} Infinity.`],
    ["step", ["1 minute", 0], "expected a duration longer than zero, such as \"30 seconds\", got 0."],
    ["step", ["1 minute", Infinity], `${finite} Infinity.`]
  ])("of advanceClock: an invalid %s fails: %j", ([option, steps, problem]) =>
    Effect.gen(function*() {
      const [duration, step] = invalid<[number, number]>(steps)
      assertInvalid(yield* Effect.flip(advanceClock(duration, step)), option, problem)
    }))
})
