/** A program that retrieves campaigns. */
export const retrieveProgram = `export { layerConfig } from "@effect-revox/client/Revox"
export { Campaigns } from "@effect-revox/client/Campaigns"`

/** A program that executes one endpoint without the service of its resource. */
export const executeProgram = `export { execute, layer } from "@effect-revox/client/RevoxClient"
export { retrieve } from "@effect-revox/schema/api/campaigns"`

/** The service of campaigns, without the transport below it. */
export const campaignsProgram = `export { layer } from "@effect-revox/client/Campaigns"`

/** Each service alone, without the transport below it. */
export const servicePrograms = {
  Account: `export { layer } from "@effect-revox/client/Account"`,
  Assistants: `export { layer } from "@effect-revox/client/Assistants"`,
  Calls: `export { layer } from "@effect-revox/client/Calls"`,
  Campaigns: campaignsProgram,
  PhoneNumbers: `export { layer } from "@effect-revox/client/PhoneNumbers"`,
  Voices: `export { layer } from "@effect-revox/client/Voices"`
}

/** A program that streams rows too. */
export const rowsProgram = `${retrieveProgram}
export { stream } from "@effect-revox/streams/CampaignRows"`

/** An application that uses Effect's HTTP client and validates responses, without this SDK. */
export const application = `
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Schema from "effect/Schema"
export * as Config from "effect/Config"
export * as Effect from "effect/Effect"
export { layer } from "effect/http/FetchHttpClient"
export * as Layer from "effect/Layer"

const Thing = Schema.Struct({
  id: Schema.String,
  size: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
  kinds: Schema.Array(Schema.Union([Schema.Literals(["a", "b"]), Schema.String])),
  more: Schema.Record(Schema.String, Schema.Any)
})

export const get = (key, url) =>
  HttpClient.HttpClient.use((client) =>
    client.pipe(
      HttpClient.filterStatusOk,
      HttpClient.retryTransient({ times: 3 }),
      HttpClient.mapRequest((request) =>
        request.pipe(HttpClientRequest.bearerToken(key), HttpClientRequest.acceptJson)
      )
    ).execute(HttpClientRequest.get(url)).pipe(
      Effect.flatMap(HttpClientResponse.schemaBodyJson(Thing)),
      Effect.timeout("1 minute"),
      Effect.withSpan("get")
    )
  )
`
