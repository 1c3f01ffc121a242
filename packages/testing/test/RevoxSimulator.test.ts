import * as Campaign from "@effect-revox/schema/Campaign"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { RevoxSimulator } from "@effect-revox/testing"

const get = (path: string, headers?: Record<string, string>) =>
  Effect.gen(function*() {
    const simulator = yield* RevoxSimulator.RevoxSimulator
    const response = yield* Effect.promise(() =>
      fetch(simulator.baseUrl + path, {
        headers: headers ?? { authorization: `Bearer ${Redacted.value(simulator.apiKey)}` }
      })
    )
    const text = yield* Effect.promise(() => response.text())
    return { status: response.status, text, json: (): unknown => JSON.parse(text) }
  })

const getPage = (path: string) =>
  Effect.flatMap(
    get(path),
    (response) => Schema.decodeUnknownEffect(CampaignRowsPage.CampaignRowsPage)(response.json())
  )

describe("RevoxSimulator", () => {
  describe("layer", () => {
    it.effect("serves a campaign and its rows page by page", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 45, status: "completed" })
        const { campaign } = yield* Effect.flatMap(
          get(`/campaigns/${id}`),
          (response) => Schema.decodeUnknownEffect(Campaign.CampaignEnvelope)(response.json())
        )
        assert.strictEqual(campaign.id, id)
        assert.strictEqual(campaign.status, "completed")
        assert.strictEqual(campaign.row_stats?.total, 45)
        const pages = yield* Effect.forEach(
          [0, 1, 2, 3],
          (page) => getPage(`/campaigns/${id}/rows?page=${page}&page_size=20`)
        )
        assert.deepStrictEqual(pages.map((page) => page.rows.length), [20, 20, 5, 0])
        assert.deepStrictEqual(
          pages.flatMap((page) => page.rows.map((row) => row.id)),
          yield* simulator.expectedRows(id)
        )
      }).pipe(Effect.provide(RevoxSimulator.layer())))

    it.effect("turns away what it can't answer, in JSON", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign()
        const statuses = yield* Effect.forEach(
          [
            get(`/campaigns/${id}`, {}),
            get(`/campaigns/${id}`, { authorization: "Bearer wrong" }),
            get("/campaigns/nope"),
            get(`/campaigns/${id}/rows?page=minus`),
            get(`/campaigns/${id}/rows?page=-1`),
            get(`/campaigns/${id}/rows?page_size=0`),
            get(`/campaigns/${id}/rows?result=robot`),
            get(`/campaigns/${id}/rows?statuses=completed,lost`),
            get("/elsewhere")
          ],
          Effect.map((response) => {
            assert.isString((response.json() as { error: { message: unknown } }).error.message)
            return response.status
          })
        )
        assert.deepStrictEqual(statuses, [401, 401, 404, 400, 400, 400, 400, 400, 404])
        assert.deepStrictEqual((yield* simulator.requests).map((request) => request.status), statuses)
      }).pipe(Effect.provide(RevoxSimulator.layer())))
  })
})
