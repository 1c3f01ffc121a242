import { Campaigns } from "@effect-revox/client"
import { Campaign, CampaignRow } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as StubServer from "./utils/StubServer.ts"

const row = { id: "row-1", input_data: { city: "Lyon" }, phone_number: "+33612345678", row_index: 0, score: 0.5 }
const page = { page: 0, page_size: 100, rows: [row], total: 1 }

describe("Campaigns", () => {
  describe("retrieve", () => {
    it.effect.each(["", ".", ".."])("rejects the invalid id %j", (id) =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, { campaign: StubServer.campaign })])
        const error = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
          Effect.flip,
          Effect.provide(server.layer)
        )
        assert.strictEqual(error.reason._tag, "InvalidRequestError")
        assert.deepStrictEqual(yield* server.sent, [])
      }))

    it.effect("encodes any id as one path segment", () =>
      Effect.gen(function*() {
        const id = "../a b/c?d#e%2F"
        const server = yield* StubServer.make([StubServer.json(200, { campaign: { ...StubServer.campaign, id } })])
        yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
          Effect.provide(server.layer)
        )
        const [sent] = yield* server.sent
        assert.strictEqual(sent?.url, "https://www.getrevox.com/api/campaigns/..%2Fa%20b%2Fc%3Fd%23e%252F")
      }))

    it.effect("fails for a response with another campaign", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, { campaign: StubServer.campaign })])
        const error = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("campaign-2")).pipe(
          Effect.flip,
          Effect.provide(server.layer)
        )
        assert(error.reason._tag === "InvalidResponseError")
        assert.strictEqual(error.reason.resourceId, "campaign-1")
        assert.include(error.message, "The response is another resource: its id is not that of the request.")
      }))

    it.effect("accepts a response with ids of other things", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([
          StubServer.json(200, { id: "request-7", trace: { id: "trace-8" }, campaign: StubServer.campaign })
        ])
        const campaign = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("campaign-1")).pipe(
          Effect.provide(server.layer)
        )
        assert.strictEqual(campaign.id, "campaign-1")
      }))

    it.effect("accepts an id whose letters the server writes in another case", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, { campaign: StubServer.campaign })])
        const campaign = yield* Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("Campaign-1")).pipe(
          Effect.provide(server.layer)
        )
        assert.strictEqual(campaign.id, "campaign-1")
      }))

    it.effect("decodes a campaign with a custom schema", () =>
      Effect.gen(function*() {
        const Extended = Campaign.Campaign.pipe(Schema.fieldsAssign({ region: Schema.String }))
        const server = yield* StubServer.make([
          StubServer.json(200, { campaign: { ...StubServer.campaign, region: "eu" } })
        ])
        const campaign = yield* Campaigns.Campaigns.use((campaigns) =>
          campaigns.retrieve("campaign-1", { schema: Extended })
        ).pipe(Effect.provide(server.layer))
        assert.strictEqual(campaign.region, "eu")
      }))
  })

  describe("getRows", () => {
    it.effect("sends page and filters with the parameter names of the API", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, page)])
        const answer = yield* Campaigns.Campaigns.use((campaigns) =>
          campaigns.getRows("campaign-1", {
            page: 2,
            page_size: 50,
            query: "+33 6",
            result: "human",
            statuses: ["completed", "errored"]
          })
        ).pipe(Effect.provide(server.layer))
        assert.strictEqual(answer.rows[0]?.input_data["city"], "Lyon")
        const [sent] = yield* server.sent
        const url = new URL(sent?.url ?? "")
        assert.strictEqual(url.pathname, "/api/campaigns/campaign-1/rows")
        assert.deepStrictEqual(Object.fromEntries(url.searchParams), {
          page: "2",
          page_size: "50",
          query: "+33 6",
          result: "human",
          statuses: "completed,errored"
        })
      }))

    it.effect("decodes a page that contains only rows, without adding fields", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, { rows: [row] })])
        const page = yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("campaign-1")).pipe(
          Effect.provide(server.layer)
        )
        assert.hasAllKeys(page, ["rows"])
        assert.lengthOf(page.rows, 1)
      }))

    it.effect("sends no query by default", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, page)])
        yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("campaign-1")).pipe(
          Effect.provide(server.layer)
        )
        const [sent] = yield* server.sent
        assert.strictEqual(sent?.url, "https://www.getrevox.com/api/campaigns/campaign-1/rows")
      }))

    it.effect.each(
      [
        ["page", { page: -1 }],
        ["page", { page: 0.5 }],
        ["page_size", { page_size: 0 }],
        ["page_size", { page_size: NaN }]
      ] as const
    )("rejects an invalid %s without a request", ([field, query]) =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, page)])
        const error = yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("campaign-1", query)).pipe(
          Effect.flip,
          Effect.provide(server.layer)
        )
        assert.strictEqual(error.reason._tag, "InvalidRequestError")
        assert.include(error.message, `["${field}"]`)
        assert.deepStrictEqual(yield* server.sent, [])
      }))

    it.effect("fails with the row and path that do not match the schema", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([
          StubServer.json(200, { ...page, rows: [row, { ...row, id: "row-2", row_index: "1" }] })
        ])
        const error = yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("campaign-1")).pipe(
          Effect.flip,
          Effect.provide(server.layer)
        )
        assert.strictEqual(error.reason._tag, "InvalidResponseError")
        assert.include(error.message, `["rows"][1]["row_index"]`)
      }))

    it.effect("decodes each row with a custom schema", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, page)])
        const Scored = CampaignRow.CampaignRow.pipe(Schema.fieldsAssign({ score: Schema.Finite }))
        const scored = yield* Campaigns.Campaigns.use((campaigns) =>
          campaigns.getRows("campaign-1", {}, { schema: Scored })
        ).pipe(Effect.provide(server.layer))
        assert.strictEqual(scored.rows[0]?.score, 0.5)
        const raw = yield* Campaigns.Campaigns.use((campaigns) =>
          campaigns.getRows("campaign-1", {}, { schema: CampaignRow.Raw })
        ).pipe(Effect.provide(server.layer))
        assert.deepStrictEqual<unknown>(raw.rows[0], row)
      }))
  })
})
