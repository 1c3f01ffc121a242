import { dual } from "effect/Function"
import type { EndpointId, RequestRecord } from "../../RequestRecord.ts"
import * as Random from "../random.ts"
import type { Fault } from "./model.ts"
import { change } from "./model.ts"

/**
 * How many requests the fault hits, of those that match. Faults that stand for a passing trouble hit once by default,
 * those that stand for a manner of the server always do.
 *
 * @category combinators
 * @since 0.1.0
 */
export const times: {
  (times: number): (self: Fault) => Fault
  (self: Fault, times: number): Fault
} = dual(2, (self: Fault, times: number): Fault => change(self, { times }))

/**
 * Hits every request that matches, for ever.
 *
 * @category combinators
 * @since 0.1.0
 */
export const always = (self: Fault): Fault => change(self, { times: Infinity })

/**
 * Lets so many requests that match through first.
 *
 * @category combinators
 * @since 0.1.0
 */
export const after: {
  (requests: number): (self: Fault) => Fault
  (self: Fault, requests: number): Fault
} = dual(2, (self: Fault, requests: number): Fault => change(self, { skips: requests }))

/**
 * Hits only requests of which this is true, and of which everything said before is true.
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
    change(self, { matches: (request) => self.matches(request) && predicate(request) })
)

/**
 * Hits only requests to this endpoint of the API.
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
} = dual(2, (self: Fault, endpoint: EndpointId): Fault => when(self, (request) => request.endpoint === endpoint))

/**
 * Hits only requests about this campaign.
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
    when(
      self,
      (request) => request.endpoint?.startsWith("campaigns.") === true && request.params["id"] === campaignId
    )
)

/**
 * Hits only requests for this page of rows, as the request numbers it.
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
    when(self, (request) => request.endpoint === "campaigns.getRows" && request.query["page"] === String(page))
)

const oddsStream = 20

/**
 * Hits this part of the requests that match, chosen by a seed and the order in which requests come: the same each time.
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
    when(self, (request) => Random.make(seed, request.index, oddsStream).chance(probability))
)
