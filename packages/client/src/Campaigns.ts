/**
 * Campaigns and their rows.
 *
 * @since 0.1.0
 */
import * as Campaign from "@effect-revox/schema/Campaign"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import * as Compiled from "@effect-revox/schema/Compiled"
import * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Metrics from "./internal/metrics.ts"
import { pathSegment } from "./internal/pathSegment.ts"
import { traced } from "./internal/traced.ts"
import * as RevoxClient from "./RevoxClient.ts"
import { InvalidRequestError, RevoxError } from "./RevoxError.ts"

/**
 * One page of rows of a schema of the caller's.
 *
 * @category models
 * @since 0.1.0
 */
export interface RowsPage<Row> extends Omit<CampaignRowsPage.CampaignRowsPage, "rows"> {
  /** The rows, each as the schema decoded it. */
  readonly rows: ReadonlyArray<Row>
}

/**
 * Campaigns and their rows.
 *
 * @category services
 * @since 0.1.0
 */
export class Campaigns extends Context.Service<Campaigns, {
  /** A campaign by its id. */
  readonly retrieve: {
    (id: string): Effect.Effect<Campaign.Campaign, RevoxError>
    /** The same, read by a schema of your own. */
    <S extends Schema.Constraint>(
      id: string,
      options: { readonly schema: S }
    ): Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
  }
  /** One page of a campaign's rows. */
  readonly getRows: {
    (id: string, query?: RowsQuery.RowsQuery): Effect.Effect<RowsPage<CampaignRow>, RevoxError>
    /** The same, each row read by a schema of your own. */
    <S extends Schema.Constraint>(
      id: string,
      query: RowsQuery.RowsQuery,
      options: { readonly schema: S }
    ): Effect.Effect<RowsPage<S["Type"]>, RevoxError, S["DecodingServices"]>
  }
}>()("@effect-revox/client/Campaigns") {}

const campaignEnvelope = memoize(Campaign.envelope)
const rowsPage = memoize(CampaignRowsPage.make)

const checkQuery = Schema.decodeUnknownEffect(Compiled.json(RowsQuery.RowsQuery))

/**
 * Makes the service over a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Campaigns["Service"], never, RevoxClient.RevoxClient> = Effect.gen(function*() {
  const client = yield* RevoxClient.RevoxClient

  const pathTo = (id: string, operation: string) =>
    Effect.mapBothEager(pathSegment("campaign id", id), {
      onFailure: (reason) => new RevoxError({ operation, reason }),
      onSuccess: (segment) => `/campaigns/${segment}`
    })

  const retrieveAs = Effect.fnUntraced(
    function*<S extends Schema.Constraint>(id: string, schema: S) {
      const operation = "Campaigns.retrieve"
      const path = yield* pathTo(id, operation)
      const { campaign } = yield* client.get(path, { operation, schema: campaignEnvelope(schema) })
      return campaign
    },
    (effect, id) => traced(effect, "Campaigns.retrieve", { "revox.campaign.id": id })
  )

  function retrieve(id: string): Effect.Effect<Campaign.Campaign, RevoxError>
  function retrieve<S extends Schema.Constraint>(
    id: string,
    options: { readonly schema: S }
  ): Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
  function retrieve(id: string, options?: { readonly schema: Schema.Constraint }) {
    return retrieveAs(id, options?.schema ?? Campaign.Campaign)
  }

  const getRowsAs = Effect.fnUntraced(
    function*<S extends Schema.Constraint>(id: string, query: RowsQuery.RowsQuery, schema: S) {
      const operation = "Campaigns.getRows"
      const path = `${yield* pathTo(id, operation)}/rows`
      const params = yield* Effect.mapBothEager(checkQuery(query), {
        onFailure: (error) =>
          new RevoxError({
            operation,
            reason: new InvalidRequestError({ message: `The query cannot be sent. ${error.message}` })
          }),
        onSuccess: RowsQuery.toUrlParams
      })
      const page = yield* client.get(path, {
        operation,
        schema: rowsPage(schema),
        // People search by phone number, and URLs end up in spans and logs.
        urlParams: params.query === undefined ? params : { ...params, query: Redacted.make(params.query) }
      })
      yield* Effect.annotateCurrentSpan({ "revox.rows.page": page.page, "revox.rows.count": page.rows.length })
      yield* Metric.update(Metrics.rows, page.rows.length)
      return page
    },
    (effect, id) => traced(effect, "Campaigns.getRows", { "revox.campaign.id": id })
  )

  function getRows(id: string, query?: RowsQuery.RowsQuery): Effect.Effect<RowsPage<CampaignRow>, RevoxError>
  function getRows<S extends Schema.Constraint>(
    id: string,
    query: RowsQuery.RowsQuery,
    options: { readonly schema: S }
  ): Effect.Effect<RowsPage<S["Type"]>, RevoxError, S["DecodingServices"]>
  function getRows(id: string, query: RowsQuery.RowsQuery = {}, options?: { readonly schema: Schema.Constraint }) {
    return getRowsAs(id, query, options?.schema ?? CampaignRow)
  }

  return Campaigns.of({ retrieve, getRows })
})

/**
 * Campaigns and their rows, over a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Campaigns, never, RevoxClient.RevoxClient> = Layer.effect(Campaigns, make)
