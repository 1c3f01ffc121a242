/**
 * The service that creates, launches, retrieves and deletes campaigns.
 *
 * @since 0.1.0
 */
import * as campaigns from "@effect-revox/schema/api/campaigns"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as CampaignContact from "@effect-revox/schema/CampaignContact"
import type { CampaignCreate, CampaignUpdate } from "@effect-revox/schema/CampaignCreate"
import type { CampaignLaunch, LaunchResult } from "@effect-revox/schema/CampaignLaunch"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as CampaignRowsPage from "@effect-revox/schema/CampaignRowsPage"
import * as Endpoint from "@effect-revox/schema/Endpoint"
import type * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import * as Metrics from "./internal/metrics.ts"
import { validateCreation, validateSchema } from "./internal/settings.ts"
import * as RevoxClient from "./RevoxClient.ts"
import { InvalidContactsError, InvalidResponseError, RevoxError } from "./RevoxError.ts"

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
 * A page of decoded rows, and the text from which they were decoded.
 *
 * @category models
 * @since 0.1.0
 */
export interface RowsPageWithText<Row> extends RowsPage<Row> {
  /** The body of the response as the server sent it, with all digits of numbers and all unknown fields. */
  readonly text: string
}

/**
 * Creates, launches, retrieves and deletes campaigns.
 *
 * @category services
 * @since 0.1.0
 */
export class Campaigns extends Context.Service<Campaigns, {
  /** Lists all campaigns of the organization. The API does not document an order. */
  readonly list: () => Effect.Effect<ReadonlyArray<Campaign.Campaign>, RevoxError>
  /**
   * Creates a campaign from a list of contacts. Its `status` shows whether the server has launched it, whatever
   * `launch` requested.
   *
   * **Details**
   *
   * All contacts are validated before the request is sent. Invalid contacts fail with `InvalidContactsError`, which has
   * the index and the problem of each.
   *
   * The request is not idempotent. It is retried only if the server certainly did not act on it. If the error's
   * `delivery` is `"unknown"` or `"accepted"`, look for the name of the campaign in `list` before you
   * create it again.
   */
  readonly create: (
    campaign: CampaignCreate,
    options?: CampaignContact.ValidateOptions
  ) => Effect.Effect<Campaign.Campaign, RevoxError>
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
  /** Retrieves one page of the rows of a campaign, each decoded by a custom schema, and the text of the response. */
  readonly getRowsWithText: <S extends Schema.Constraint>(
    id: string,
    query: RowsQuery.RowsQuery,
    options: {
      /** The schema that decodes each row. */
      readonly schema: S
    }
  ) => Effect.Effect<RowsPageWithText<S["Type"]>, RevoxError, S["DecodingServices"]>
  /**
   * Changes fields of a campaign. Absent fields keep their values.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly update: (id: string, changes: CampaignUpdate) => Effect.Effect<Campaign.Campaign, RevoxError>
  /**
   * Launches a campaign: calls a selection of its rows. Rows that are not called are counted in `skipped`.
   *
   * The request is not idempotent. The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly launch: (id: string, launch: CampaignLaunch) => Effect.Effect<LaunchResult, RevoxError>
  /**
   * Pauses a campaign.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly pause: (id: string) => Effect.Effect<void, RevoxError>
  /**
   * Resumes a paused campaign.
   *
   * The request is not idempotent, because repeating it could undo a later pause. The endpoint is provisional: its
   * method and path are not publicly documented.
   */
  readonly resume: (id: string) => Effect.Effect<void, RevoxError>
  /**
   * Cancels a running or scheduled campaign.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly cancel: (id: string) => Effect.Effect<void, RevoxError>
  /**
   * Deletes a campaign and all of its rows, permanently.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly delete: (id: string) => Effect.Effect<void, RevoxError>
}>()("@effect-revox/client/Campaigns") {}

const retrieveWith = memoize(<S extends Schema.Constraint>(schema: S) =>
  Endpoint.withSuccess(campaigns.retrieve, Campaign.envelope(schema))
)

const getRowsWith = memoize(<S extends Schema.Constraint>(schema: S) =>
  Endpoint.withSuccess(campaigns.getRows, CampaignRowsPage.make(schema))
)

/** Maximum number of problems that an error lists. */
const maxProblems = 100

/** Fails if contacts or options are invalid. A value that is not a list is left to the schema of the request body. */
const validateContacts = (
  campaign: CampaignCreate,
  options: CampaignContact.ValidateOptions = {}
): Effect.Effect<void, RevoxError> =>
  Effect.mapError(
    Effect.flatMap(validateCreation(options), () => {
      const contacts = Predicate.hasProperty(campaign, "contacts") ? campaign.contacts : undefined
      const problems = Array.isArray(contacts) ? CampaignContact.validate(contacts, options) : []
      return problems.length === 0
        ? Effect.void
        : Effect.fail(
          new InvalidContactsError({ problems: problems.slice(0, maxProblems), problemCount: problems.length })
        )
    }),
    (reason) => new RevoxError({ operation: "Campaigns.create", reason })
  )

/** Fails if the options of a custom schema are invalid. */
const validated = <A, R>(
  operation: string,
  options: object,
  effect: () => Effect.Effect<A, RevoxError, R>
): Effect.Effect<A, RevoxError, R> =>
  Effect.flatMapEager(
    Effect.mapErrorEager(validateSchema(options), (reason) => new RevoxError({ operation, reason })),
    effect
  )

/** Adds the number of the page to the error of a response that cannot be decoded. */
const withPage = (page: number | undefined) => (error: RevoxError): RevoxError => {
  const { operation, reason } = error
  if (page === undefined || reason._tag !== "InvalidResponseError") return error
  const { message, problem } = reason
  return new RevoxError({
    operation,
    reason: new InvalidResponseError({
      ...reason,
      message: `Page ${page}: ${message}`,
      ...(problem === undefined ? {} : { problem: `Page ${page}: ${problem}` })
    })
  })
}

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
    return options === undefined
      ? retrieveAs(id, Campaign.Campaign)
      : validated("Campaigns.retrieve", options, () => retrieveAs(id, options.schema ?? Campaign.Campaign))
  }

  const getRowsResponse = <S extends Schema.Constraint>(id: string, query: RowsQuery.RowsQuery, schema: S) =>
    Effect.tap(
      Effect.mapErrorEager(
        client.executeResponse(getRowsWith(schema), { params: { id }, query }, {
          operation: "Campaigns.getRows",
          attributes: ({ page, rows }) => ({
            ...(page === undefined ? {} : { "revox.rows.page": page }),
            "revox.rows.count": rows.length
          })
        }),
        // JavaScript may pass `null`.
        withPage(Predicate.isNullish(query) ? undefined : query.page)
      ),
      ({ value }) => Metric.update(Metrics.rows, value.rows.length)
    )

  function getRows(id: string, query?: RowsQuery.RowsQuery): Effect.Effect<RowsPage<CampaignRow>, RevoxError>
  function getRows<S extends Schema.Constraint>(
    id: string,
    query: RowsQuery.RowsQuery,
    options: { readonly schema: S }
  ): Effect.Effect<RowsPage<S["Type"]>, RevoxError, S["DecodingServices"]>
  function getRows(id: string, query: RowsQuery.RowsQuery = {}, options?: { readonly schema: Schema.Constraint }) {
    const response = options === undefined
      ? getRowsResponse(id, query, CampaignRow)
      : validated("Campaigns.getRows", options, () => getRowsResponse(id, query, options.schema ?? CampaignRow))
    return Effect.map(response, ({ value }) => value)
  }

  return Campaigns.of({
    list: () =>
      Effect.map(client.execute(campaigns.list, {}, { operation: "Campaigns.list" }), ({ campaigns }) => campaigns),
    create: (payload, options) =>
      Effect.andThen(
        validateContacts(payload, options),
        Effect.map(
          client.execute(campaigns.create, { payload }, { operation: "Campaigns.create" }),
          ({ campaign }) => campaign
        )
      ),
    retrieve,
    getRows,
    getRowsWithText: (id, query, options) =>
      Effect.map(
        validated("Campaigns.getRows", options, () => getRowsResponse(id, query, options.schema)),
        ({ text, value }) => ({ ...value, text })
      ),
    update: (id, payload) =>
      Effect.map(
        client.execute(campaigns.update, { params: { id }, payload }, { operation: "Campaigns.update" }),
        ({ campaign }) => campaign
      ),
    launch: (id, payload) =>
      client.execute(campaigns.launch, { params: { id }, payload }, { operation: "Campaigns.launch" }),
    pause: (id) => client.execute(campaigns.pause, { params: { id } }, { operation: "Campaigns.pause" }),
    resume: (id) => client.execute(campaigns.resume, { params: { id } }, { operation: "Campaigns.resume" }),
    cancel: (id) => client.execute(campaigns.cancel, { params: { id } }, { operation: "Campaigns.cancel" }),
    delete: (id) => client.execute(campaigns.delete, { params: { id } }, { operation: "Campaigns.delete" })
  })
})

/**
 * Layer of the `Campaigns` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Campaigns, never, RevoxClient.RevoxClient> = Layer.effect(Campaigns, make)
