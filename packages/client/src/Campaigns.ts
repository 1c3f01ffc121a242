/**
 * The service that retrieves campaigns and their rows.
 *
 * @since 0.1.0
 */
import * as campaigns from "@effect-revox/schema/api/campaigns"
import * as Campaign from "@effect-revox/schema/Campaign"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import * as Endpoint from "@effect-revox/schema/Endpoint"
import type * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import type * as Schema from "effect/Schema"
import * as Metrics from "./internal/metrics.ts"
import * as RevoxClient from "./RevoxClient.ts"
import type { RevoxError } from "./RevoxError.ts"

/**
 * A page of decoded rows. `page`, `page_size` and `total` are absent if the server does not send them.
 *
 * @category models
 * @since 0.1.0
 */
export interface RowsPage<Row> extends Omit<CampaignRowsPage.CampaignRowsPage, "rows"> {
  /** Decoded rows, in the order of the server. */
  readonly rows: ReadonlyArray<Row>
}

/**
 * Retrieves campaigns and their rows.
 *
 * @category services
 * @since 0.1.0
 */
export class Campaigns extends Context.Service<Campaigns, {
  /** Retrieves a campaign by its id. */
  readonly retrieve: {
    /** Retrieves a campaign by its id. */
    (id: string): Effect.Effect<Campaign.Campaign, RevoxError>
    /** Retrieves a campaign by its id, decoded by a custom schema. */
    <S extends Schema.Constraint>(
      id: string,
      options: { readonly schema: S }
    ): Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
  }
  /** Retrieves one page of the rows of a campaign. */
  readonly getRows: {
    /** Retrieves one page of the rows of a campaign. */
    (id: string, query?: RowsQuery.RowsQuery): Effect.Effect<RowsPage<CampaignRow>, RevoxError>
    /** Retrieves one page of the rows of a campaign, each decoded by a custom schema. */
    <S extends Schema.Constraint>(
      id: string,
      query: RowsQuery.RowsQuery,
      options: { readonly schema: S }
    ): Effect.Effect<RowsPage<S["Type"]>, RevoxError, S["DecodingServices"]>
  }
}>()("@effect-revox/client/Campaigns") {}

const retrieveWith = memoize(<S extends Schema.Constraint>(schema: S) =>
  Endpoint.withSuccess(campaigns.retrieve, Campaign.envelope(schema))
)

const getRowsWith = memoize(<S extends Schema.Constraint>(schema: S) =>
  Endpoint.withSuccess(campaigns.getRows, CampaignRowsPage.make(schema))
)

/**
 * Makes the `Campaigns` service from a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Campaigns["Service"], never, RevoxClient.RevoxClient> = Effect.gen(function*() {
  const client = yield* RevoxClient.RevoxClient

  const retrieveAs = <S extends Schema.Constraint>(id: string, schema: S) =>
    Effect.map(
      client.execute(retrieveWith(schema), { params: { id } }, { operation: "Campaigns.retrieve" }),
      ({ campaign }) => campaign
    )

  function retrieve(id: string): Effect.Effect<Campaign.Campaign, RevoxError>
  function retrieve<S extends Schema.Constraint>(
    id: string,
    options: { readonly schema: S }
  ): Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
  function retrieve(id: string, options?: { readonly schema: Schema.Constraint }) {
    return retrieveAs(id, options?.schema ?? Campaign.Campaign)
  }

  const getRowsAs = <S extends Schema.Constraint>(id: string, query: RowsQuery.RowsQuery, schema: S) =>
    Effect.tap(
      client.execute(getRowsWith(schema), { params: { id }, query }, {
        operation: "Campaigns.getRows",
        attributes: ({ page, rows }) => ({
          ...(page === undefined ? {} : { "revox.rows.page": page }),
          "revox.rows.count": rows.length
        })
      }),
      ({ rows }) => Metric.update(Metrics.rows, rows.length)
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

  return Campaigns.of({
    retrieve,
    getRows
  })
})

/**
 * Layer of the `Campaigns` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Campaigns, never, RevoxClient.RevoxClient> = Layer.effect(Campaigns, make)
