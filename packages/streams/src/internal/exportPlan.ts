import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CampaignRows from "../CampaignRows.ts"
import { EncodingError, ExportError } from "../ExportError.ts"
import type { CsvOptions, CsvSchemaOptions, FileOptions, StreamError } from "../ExportOptions.ts"
import type { RowsError } from "../RowsError.ts"
import * as ExportFile from "./exportFile.ts"
import * as Format from "./exportFormat.ts"

/** The pages as text. The header is settled by the first page, or by the export that is gone on with. */
const textOf = <Row, E, R, R2>(
  campaignId: string,
  pages: Stream.Stream<CampaignRows.Page<Row>, RevoxError | RowsError | E, R>,
  format: Format.Format<Row, R2>,
  settled: ReadonlyArray<string> | undefined
): Stream.Stream<ExportFile.WrittenPage, StreamError | E, R | R2> =>
  Stream.suspend(() => {
    let header = settled
    return Stream.mapEffect(pages, ({ cursor, rows }) => {
      const isFirst = header === undefined
      const names = header ??= format.header(rows)
      return format.encode({ rows, header: names, isFirst }).pipe(
        Effect.map((text): ExportFile.WrittenPage => ({ text, header: names, cursor })),
        Effect.mapError(({ message }) =>
          new ExportError({ campaignId, reason: new EncodingError({ problem: message }) })
        )
      )
    })
  })

/** An export of any kind: what tells it from others, and its pages from the beginning or from where it stopped. */
export interface Plan<E, R> {
  readonly id: string
  readonly format: string
  readonly pages: (from: ExportFile.Checkpoint | undefined) => Stream.Stream<ExportFile.WrittenPage, StreamError | E, R>
}

const at = (from: ExportFile.Checkpoint | undefined) => from === undefined ? {} : { from: from.cursor }

export const ndjson = <E, R>(id: string, options: CampaignRows.Options<E, R>): Plan<E, Campaigns | R> => ({
  id,
  format: Format.ndjson.id,
  pages: (from) => textOf(id, CampaignRows.pages(id, { ...options, ...at(from) }), Format.ndjson, from?.header)
})

export const ndjsonOf = <S extends CampaignRows.RowSchema, E, R>(
  id: string,
  options: CampaignRows.SchemaOptions<S, E, R>
): Plan<E, Campaigns | R | S["DecodingServices"] | S["EncodingServices"]> => {
  const format = Format.ndjsonOf(options.schema)
  return {
    id,
    format: format.id,
    pages: (from) => textOf(id, CampaignRows.pages(id, { ...options, ...at(from) }), format, from?.header)
  }
}

export const csv = <E, R>(id: string, options: CsvOptions<E, R>): Plan<E, Campaigns | R> => {
  const columns = options.columns === undefined ? Format.inferred : Format.declared(options.columns)
  const format = Format.csv(columns, options)
  return {
    id,
    format: format.id,
    pages: (from) => textOf(id, CampaignRows.pages(id, { ...options, ...at(from) }), format, from?.header)
  }
}

export const csvOf = <S extends CampaignRows.RowSchema, E, R>(
  id: string,
  options: CsvSchemaOptions<S, E, R>
): Plan<E, Campaigns | R | S["DecodingServices"]> => {
  const format = Format.csv(Format.declared(options.columns), options)
  return {
    id,
    format: format.id,
    pages: (from) => textOf(id, CampaignRows.pages(id, { ...options, ...at(from) }), format, from?.header)
  }
}

export const toBytes = <E, R>(plan: Plan<E, R>): Stream.Stream<Uint8Array, StreamError | E, R> =>
  plan.pages(undefined).pipe(
    Stream.map((page) => page.text),
    Stream.filter((text) => text !== ""),
    Stream.encodeText
  )

export const toFile = <E, R>(plan: Plan<E, R>, path: string, { checkpointEvery = 10, onPage }: FileOptions) =>
  Effect.withSpan(
    ExportFile.write({
      campaignId: plan.id,
      path,
      format: plan.format,
      checkpointEvery: Math.max(1, Math.floor(checkpointEvery)),
      pages: plan.pages,
      onPage
    }),
    "CampaignExport.toFile",
    { attributes: { "revox.campaign.id": plan.id } }
  )
