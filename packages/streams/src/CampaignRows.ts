/**
 * The rows of a campaign as a stream.
 *
 * @since 0.1.0
 */
import * as Campaigns from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as Stream from "effect/Stream"

/**
 * Which rows to stream, and how.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends Pick<RowsQuery, "query" | "result" | "statuses"> {
  /** Rows per page to ask for, 1 or more. Default 100. The server may answer with fewer. */
  readonly pageSize?: number | undefined
  /** How many pages may be in flight at once, after the first. Default 4. */
  readonly concurrency?: number | undefined
  /** The number of the first page, 0 or 1: the API's reference does not say. Default 0. */
  readonly firstPage?: number | undefined
}

/**
 * A page of rows.
 *
 * @category models
 * @since 0.1.0
 */
export type Page = Campaigns.RowsPage<CampaignRow>

/**
 * The pages of a campaign's rows, in the server's order.
 *
 * **When to use**
 *
 * Use when work is done by page, such as writing each in one transaction; otherwise {@link stream} is simpler.
 *
 * **Details**
 *
 * Nothing is asked for before the first pull. The first page is fetched alone, because its `total` and the rows that
 * came say how many more there are; the rest follow with at most `concurrency` requests at a time.
 *
 * @category constructors
 * @since 0.1.0
 */
export const pages = (
  id: string,
  options: Options = {}
): Stream.Stream<Page, RevoxError, Campaigns.Campaigns> => {
  const { concurrency = 4, firstPage = 0, pageSize = 100, ...filters } = options
  const fetch = (page: number, page_size: number) =>
    Campaigns.Campaigns.use((campaigns) => campaigns.getRows(id, { ...filters, page, page_size }))

  return Stream.fromEffect(fetch(firstPage, pageSize)).pipe(
    Stream.flatMap((first) => {
      // A server that caps the page size is believed by what it sent, not by what was asked.
      const size = first.rows.length
      const more = size === 0 ? 0 : Math.ceil(first.total / size) - 1
      const rest = more <= 0 ? Stream.empty : Stream.range(firstPage + 1, firstPage + more).pipe(
        Stream.mapEffect((page) => fetch(page, size), { concurrency })
      )
      return Stream.concat(Stream.succeed(first), rest)
    })
  )
}

/**
 * The rows of a campaign, in the server's order.
 *
 * **Details**
 *
 * The stream is lazy: `Stream.take(10)` costs one request. Memory is bounded by the pages in flight, whatever the size
 * of the campaign.
 *
 * **Example** (Counting the people who were reached)
 *
 * ```ts
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Stream } from "effect"
 *
 * const reached = CampaignRows.stream("campaign-id", { result: "human" }).pipe(Stream.runCount)
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const stream = (
  id: string,
  options?: Options
): Stream.Stream<CampaignRow, RevoxError, Campaigns.Campaigns> =>
  Stream.flatMap(pages(id, options), (page) => Stream.fromArray(page.rows))
