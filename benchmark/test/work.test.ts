import { Campaigns, Revox } from "@effect-revox/client"
import { Bounds, Campaign, CampaignRow, CampaignRowsPage, Compiled } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it, layer } from "@effect/vitest"
import { Context, Effect, Layer, Stream } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { bundle } from "../../scripts/internal/bundle.ts"
import { application, executeProgram, retrieveProgram, rowsProgram, servicePrograms } from "../internal/programs.ts"

const root = new URL("../../", import.meta.url).pathname

/** The packages that every application bundles, so their size is limited. */
const libraries = ["schema", "client", "streams"]

const kilobytes = (entry: string) =>
  Effect.map(bundle(entry, { minify: true }), ({ code }) => gzipSync(code, { level: 9 }).length / 1024)

/** The size of the application, which all size budgets are compared with. It is bundled once. */
class ApplicationSize extends Context.Service<ApplicationSize, number>()("test/ApplicationSize") {
  static readonly layer = Layer.effect(ApplicationSize, kilobytes(application))
}

const simulated = Layer.provideMerge(
  Layer.unwrap(
    Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl }))
  ),
  RevoxSimulator.layerMemory({ campaigns: [{ id: "spring", status: "completed", rows: 1000 }] })
)

const requestsFor = <A, E>(program: Effect.Effect<A, E, Campaigns.Campaigns | RevoxSimulator.RevoxSimulator>) =>
  Effect.gen(function*() {
    yield* program
    const simulator = yield* RevoxSimulator.RevoxSimulator
    return (yield* simulator.requests).length
  }).pipe(Effect.provide(simulated))

describe("work", () => {
  it("compiles the decoders of responses", () => {
    assert.deepStrictEqual(Compiled.uncompiledPaths(Bounds.lenient(Campaign.envelope(Campaign.Campaign))), [])
    assert.deepStrictEqual(Compiled.uncompiledPaths(Bounds.lenient(CampaignRowsPage.make(CampaignRow.CampaignRow))), [])
    assert.deepStrictEqual(Compiled.uncompiledPaths(Bounds.lenient(CampaignRowsPage.make(CampaignRow.Raw))), [])
  })

  it.live("sends one request per campaign, one per page, one after a full last page, and one for a few rows", () =>
    Effect.gen(function*() {
      const rows = CampaignRows.stream("spring", { pageSize: 100 })
      assert.strictEqual(yield* requestsFor(Campaigns.Campaigns.use(({ retrieve }) => retrieve("spring"))), 1)
      // The last page is full, so the page after it shows that the list ends.
      assert.strictEqual(yield* requestsFor(Stream.runDrain(rows)), 10 + 1)
      assert.strictEqual(yield* requestsFor(Stream.runDrain(Stream.take(rows, 10))), 1)
    }))

  layer(ApplicationSize.layer)((it) => {
    // Each budget is the current size, rounded up. Explain in the commit message why a change needs a larger one.
    it.effect.each<readonly [string, string, alone: number, onTop: number]>([
      ["RevoxClient.execute(retrieve)", executeProgram, 62, 19.5],
      ["Account.layer", servicePrograms.Account, 56, 14.5],
      ["Assistants.layer", servicePrograms.Assistants, 63, 21],
      ["Calls.layer", servicePrograms.Calls, 66, 23.5],
      ["Campaigns.layer", servicePrograms.Campaigns, 66.5, 24],
      ["PhoneNumbers.layer", servicePrograms.PhoneNumbers, 62.5, 20],
      ["Voices.layer", servicePrograms.Voices, 61.5, 18.5],
      ["Revox.layerConfig()", retrieveProgram, 79.5, 37],
      ["CampaignRows.stream", rowsProgram, 86.5, 43.5]
    ])(
      "%s stays within its size budget, alone and in an application",
      ([_, program, alone, onTop]) =>
        Effect.gen(function*() {
          const base = yield* ApplicationSize
          const size = yield* kilobytes(program)
          assert.isBelow(size, alone)
          assert.isBelow((yield* kilobytes(`${application}\n${program}`)) - base, onTop)
        })
    )
  })

  it.effect.each(Object.entries(servicePrograms))(
    "%s bundles no other service and no request body of another",
    ([name, program]) =>
      Effect.gen(function*() {
        const { code } = yield* bundle(program)
        const services = Object.keys(servicePrograms).filter((service) =>
          code.includes(`@effect-revox/client/${service}`)
        )
        assert.deepStrictEqual(services, [name])
        const bodies = { Account: "UserUpdate", Assistants: "AssistantCreate", Campaigns: "CampaignCreate" }
        for (const [service, body] of Object.entries(bodies)) {
          assert.strictEqual(code.includes(`identifier: "${body}"`), service === name, body)
        }
      })
  )

  it.effect.each(libraries)("%s imports no Node module", (name) =>
    Effect.gen(function*() {
      const { code, imports } = yield* bundle(`export * from "@effect-revox/${name}"`)
      assert.isAbove(code.length, 10_000)
      assert.deepStrictEqual(imports, [])
    }))

  it.effect(
    "bundles HttpApi, circuit breakers and rate limits only if they are imported",
    () =>
      Effect.gen(function*() {
        const client = yield* bundle(`export * from "@effect-revox/schema"
        export * from "@effect-revox/streams"
        export { layerConfig } from "@effect-revox/client/Revox"`)
        const rest = yield* bundle(`export * from "@effect-revox/schema/HttpApi"
        export * from "@effect-revox/client/RequestPolicy"`)
        for (const name of ["effect/http-api", "CircuitBreaker", "RateLimiter"]) {
          assert.notInclude(client.code, name)
          assert.include(rest.code, name)
        }
      })
  )

  it.each(libraries)("%s imports Effect modules, but no barrel and no platform package", (name) => {
    const folder = `${root}packages/${name}/src/`
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"))
    assert.isNotEmpty(files)
    for (const file of files) {
      const code = readFileSync(folder + file, "utf8")
        // Imports in the examples of comments are allowed.
        .replaceAll(/^ \*.*$/gm, "")
      assert.notMatch(code, /from "effect(?:\/(?:http|schema|persistence|testing))?"/, file)
      assert.notMatch(code, /from "(?:node:|@effect\/platform)/, file)
    }
  })
})
