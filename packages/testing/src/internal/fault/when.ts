import * as Api from "@effect-revox/schema/Api"
import * as Options from "@effect-revox/schema/Options"
import { dual } from "effect/Function"
import type { EndpointId, RequestRecord } from "../../RequestRecord.ts"
import * as Random from "../random.ts"
import { CountOrInfinity, Fraction, Integer } from "../arguments.ts"
import { combinator } from "./arguments.ts"
import type { Fault } from "./model.ts"
import { change } from "./model.ts"

const endpoints = Object.entries(Api).flatMap(([resource, group]) =>
  Object.keys(group).map((name) => `${resource}.${name}`)
)

const timesArguments = combinator("times", { times: CountOrInfinity })

const afterArguments = combinator("after", { requests: Options.Count })

const whenArguments = combinator("when", { predicate: Options.Callback })

const onEndpointArguments = combinator("onEndpoint", { endpoint: Options.oneOf(endpoints) })

const forCampaignArguments = combinator("forCampaign", { campaignId: Options.Text })

const onPageArguments = combinator("onPage", { page: Options.Count })

const randomlyArguments = combinator("randomly", { probability: Fraction, seed: Integer })

/**
 * Limits the number of matching requests that a fault affects.
 *
 * @category combinators
 * @since 0.1.0
 */
export const times: {
  (times: number): (self: Fault) => Fault
  (self: Fault, times: number): Fault
} = dual(2, (self: Fault, times: number): Fault => timesArguments(self, { times }, () => change(self, { times })))

/**
 * Makes a fault affect every matching request.
 *
 * @category combinators
 * @since 0.1.0
 */
export const always = (self: Fault): Fault => change(self, { times: Infinity })

/**
 * Skips the first matching requests before a fault takes effect.
 *
 * @category combinators
 * @since 0.1.0
 */
export const after: {
  (requests: number): (self: Fault) => Fault
  (self: Fault, requests: number): Fault
} = dual(
  2,
  (self: Fault, requests: number): Fault => afterArguments(self, { requests }, () => change(self, { skips: requests }))
)

/**
 * Restricts a fault to requests that satisfy a predicate, in addition to its earlier restrictions.
 *
 * @category combinators
 * @since 0.1.0
 */
export const when: {
  (predicate: (request: RequestRecord) => boolean): (self: Fault) => Fault
  (self: Fault, predicate: (request: RequestRecord) => boolean): Fault
} = dual(
  2,
  (self: Fault, predicate: (request: RequestRecord) => boolean): Fault =>
    whenArguments(
      self,
      { predicate },
      () => change(self, { matches: (request) => self.matches(request) && predicate(request) })
    )
)

/**
 * Restricts a fault to requests to an API endpoint.
 *
 * **Example** (Failing the first request for rows)
 *
 * ```ts
 * import { Fault } from "@effect-revox/testing"
 *
 * const fault = Fault.status(503).pipe(Fault.onEndpoint("campaigns.getRows"))
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const onEndpoint: {
  (endpoint: EndpointId): (self: Fault) => Fault
  (self: Fault, endpoint: EndpointId): Fault
} = dual(
  2,
  (self: Fault, endpoint: EndpointId): Fault =>
    onEndpointArguments(self, { endpoint }, () => when(self, (request) => request.endpoint === endpoint))
)

/**
 * Makes a fault occur before the API handles the request, so that the request changes nothing.
 *
 * **Details**
 *
 * By default, a campaign is created even if {@link reset} or `status(503)` then hide the response. This is the case that
 * clients must not repeat. A 4xx status, including a 429, always means that the request was not handled.
 *
 * **Example** (Failing before a campaign is created)
 *
 * ```ts
 * import { Fault } from "@effect-revox/testing"
 *
 * const fault = Fault.reset().pipe(Fault.beforeHandling, Fault.onEndpoint("campaigns.create"))
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const beforeHandling = (self: Fault): Fault =>
  change(self, { effects: { ...self.effects, rejects: () => true } })

/**
 * Restricts a fault to requests for a campaign.
 *
 * @category combinators
 * @since 0.1.0
 */
export const forCampaign: {
  (campaignId: string): (self: Fault) => Fault
  (self: Fault, campaignId: string): Fault
} = dual(
  2,
  (self: Fault, campaignId: string): Fault =>
    forCampaignArguments(self, { campaignId }, () =>
      when(
        self,
        (request) => request.endpoint?.startsWith("campaigns.") === true && request.params["id"] === campaignId
      ))
)

/**
 * Restricts a fault to requests for a page of rows, by the page number in the request.
 *
 * @category combinators
 * @since 0.1.0
 */
export const onPage: {
  (page: number): (self: Fault) => Fault
  (self: Fault, page: number): Fault
} = dual(
  2,
  (self: Fault, page: number): Fault =>
    onPageArguments(
      self,
      { page },
      () => when(self, (request) => request.endpoint === "campaigns.getRows" && request.query["page"] === String(page))
    )
)

const oddsStream = 20

/**
 * Restricts a fault to a random share of the matching requests. The selection depends only on the seed and on the
 * position of a request in the log, so it is reproducible. Default seed: 1.
 *
 * @category combinators
 * @since 0.1.0
 */
export const randomly: {
  (probability: number, seed?: number): (self: Fault) => Fault
  (self: Fault, probability: number, seed?: number): Fault
} = dual(
  (args) => typeof args[0] === "object",
  (self: Fault, probability: number, seed = 1): Fault =>
    randomlyArguments(
      self,
      { probability, seed },
      () => when(self, (request) => Random.make(seed, request.index, oddsStream).chance(probability))
    )
)
