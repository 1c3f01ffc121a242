import { Campaign, CampaignRowsPage, Ids, RowsQuery } from "@effect-revox/schema"
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, HttpApiSecurity, OpenApi } from "effect/http-api"
import { tidy } from "./tidy.ts"

class Authorization extends HttpApiMiddleware.Service<Authorization>()("effect-revox/Authorization", {
  security: { bearer: HttpApiSecurity.bearer }
}) {}

const ErrorBody = Schema.Struct({ error: Schema.Struct({ message: Schema.String }) })

const errors = [
  [400, "The server could not make sense of the request."],
  [401, "The API key is missing or wrong."],
  [403, "The API key may not do this."],
  [404, "There is no such campaign, or the API key may not see it."],
  [422, "The server refused what the request says."],
  [429, "Too many requests; `Retry-After` says how long to wait."],
  [500, "The server failed."]
].map(([httpApiStatus, description]) =>
  ErrorBody.annotate({
    httpApiStatus: Number(httpApiStatus),
    description: `${description} The reference leaves the body open; this is one of the usual shapes.`
  })
)

const params = { id: Ids.CampaignId }

const api = HttpApi.make("revox").add(
  HttpApiGroup.make("campaigns").add(
    HttpApiEndpoint.get("retrieve", "/campaigns/:id", {
      params,
      success: Campaign.CampaignEnvelope,
      error: errors
    }).annotateMerge(OpenApi.annotations({ identifier: "retrieve", summary: "A campaign by its id." })),
    HttpApiEndpoint.get("getRows", "/campaigns/:id/rows", {
      params,
      query: {
        ...RowsQuery.RowsQuery.fields,
        statuses: RowsQuery.UrlParams.fields.statuses.annotateKey({
          description: "States of the call order, joined with commas, any of which will do."
        })
      },
      success: CampaignRowsPage.CampaignRowsPage,
      error: errors
    }).annotateMerge(OpenApi.annotations({ identifier: "getRows", summary: "One page of a campaign's rows." }))
  ).middleware(Authorization)
).annotateMerge(OpenApi.annotations({
  title: "Revox, as effect-revox models it",
  description: "The two endpoints of the voice-campaign API that effect-revox reads. Generated from its schemas.",
  version: "1",
  servers: [{ url: "https://www.getrevox.com/api" }]
}))

/** The OpenAPI document of the two endpoints. */
export const openApi = tidy(OpenApi.fromApi(api))
