import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CampaignRows from "../CampaignRows.ts"
import { EncodingError, ExportError } from "../ExportError.ts"
import type { CsvOptions, CsvSchemaOptions, FileOptions, NdjsonStyle, StreamError } from "../ExportOptions.ts"
import type { RowsCursor } from "../RowsCursor.ts"
import type { RowsError } from "../RowsError.ts"
import type { Checkpoint } from "./exportCheckpoint.ts"
import * as ExportFile from "./exportFile.ts"
import * as Format from "./exportFormat.ts"
import { rowsOptions } from "./exportSettings.ts"
import * as NestedRows from "./nestedRows.ts"
import { rawPages } from "./rawPages.ts"
import { type AnyOptions, hasSchema } from "./rowsSettings.ts"

/** An export to any sink: its pages as text, from the beginning or from a checkpoint. */
interface Plan<E, R> {
  readonly id: string
  readonly format: string
  readonly pages: (from: Checkpoint | undefined) => Stream.Stream<ExportFile.EncodedPage, StreamError | E, R>
}

/** Encodes the pages of a campaign. The header is that of the checkpoint, or made from the first page. */
const make = <Row extends { readonly id: string }, E, R, R2>(
  id: string,
  format: Format.Format<Row, R2>,
  pagesFrom: (
    resumed: { readonly from?: RowsCursor }
  ) => Stream.Stream<CampaignRows.Page<Row>, RevoxError | RowsError | E, R>
): Plan<E, R | R2> => ({
  id,
  format: format.id,
  pages: (checkpoint) =>
    Stream.suspend(() => {
      let header = checkpoint?.header
      const pages = pagesFrom(checkpoint === undefined ? {} : { from: checkpoint.cursor })
      return Stream.mapEffect(pages, ({ cursor, rows }) => {
        const isFirst = header === undefined
        const names = header ??= format.header(rows)
        return NestedRows.encode(format, { rows, header: names, isFirst }).pipe(
          Effect.map((text): ExportFile.EncodedPage => ({ text, header: names, cursor })),
          Effect.mapError(({ message }) =>
            new ExportError({ campaignId: id, reason: new EncodingError({ problem: message }) })
          )
        )
      })
    })
})

export const ndjson = <E, R>(id: string, options: CampaignRows.Options<E, R>): Plan<E, Campaigns | R> =>
  make(id, Format.ndjson, (resumed) => CampaignRows.pages(id, { ...rowsOptions(options), ...resumed }))

/** Writes the text of each row as the server sent it. */
export const raw = <S extends CampaignRows.RowSchema, E, R>(
  id: string,
  schema: S,
  options: AnyOptions<E, R>
): Plan<E, Campaigns | R | S["DecodingServices"]> =>
  make(id, Format.raw, (resumed) => rawPages(id, schema, { ...rowsOptions(options), ...resumed }))

export const ndjsonOf = <S extends CampaignRows.RowSchema, E, R>(
  id: string,
  options: CampaignRows.SchemaOptions<S, E, R>
): Plan<E, Campaigns | R | S["DecodingServices"] | S["EncodingServices"]> =>
  make(
    id,
    Format.ndjsonOf(options.schema),
    (resumed) => CampaignRows.pages(id, { ...rowsOptions(options), schema: options.schema, ...resumed })
  )

/** Options of an NDJSON export, with or without a custom schema. */
export type AnyNdjsonOptions =
  & (CampaignRows.Options<unknown, unknown> | CampaignRows.SchemaOptions<CampaignRows.RowSchema, unknown, unknown>)
  & NdjsonStyle

/** Options of a CSV export, with or without a custom schema. */
export type AnyCsvOptions = CsvOptions<unknown, unknown> | CsvSchemaOptions<CampaignRows.RowSchema, unknown, unknown>

/** Whether valid options have a custom schema, and then columns. */
export const isCustom = (
  options: AnyCsvOptions
): options is CsvSchemaOptions<CampaignRows.RowSchema, unknown, unknown> => hasSchema(options)

export const ofNdjson = (id: string, options: AnyNdjsonOptions) =>
  options.raw === true
    ? raw(id, hasSchema(options) ? options.schema : CampaignRow, options)
    : hasSchema(options)
    ? ndjsonOf(id, options)
    : ndjson(id, options)

export const csv = <E, R>(id: string, options: CsvOptions<E, R>): Plan<E, Campaigns | R> => {
  const columns = options.columns === undefined ? Format.inferred : Format.declared(options.columns)
  return make(
    id,
    Format.csv(columns, options),
    (resumed) => CampaignRows.pages(id, { ...rowsOptions(options), ...resumed })
  )
}

export const csvOf = <S extends CampaignRows.RowSchema, E, R>(
  id: string,
  options: CsvSchemaOptions<S, E, R>
): Plan<E, Campaigns | R | S["DecodingServices"]> =>
  make(
    id,
    Format.csv(Format.declared(options.columns), options),
    (resumed) => CampaignRows.pages(id, { ...rowsOptions(options), schema: options.schema, ...resumed })
  )

export const toBytes = <E, R>(plan: Plan<E, R>): Stream.Stream<Uint8Array, StreamError | E, R> =>
  plan.pages(undefined).pipe(
    Stream.map((page) => page.text),
    Stream.filter((text) => text !== ""),
    Stream.encodeText
  )

export const toFile = <E, R>(plan: Plan<E, R>, path: string, options: FileOptions) =>
  Effect.withSpan(
    ExportFile.write({
      campaignId: plan.id,
      path,
      format: plan.format,
      checkpointEvery: options.checkpointEvery ?? 10,
      publish: options.publish ?? true,
      pages: plan.pages,
      onPage: options.onPage
    }),
    "CampaignExport.toFile",
    { attributes: { "revox.campaign.id": plan.id } }
  )
