/** The pipeline under test. It stores rows by id, so storing a row twice is harmless. */
import { Revox } from "@effect-revox/client"
import { CampaignRows } from "@effect-revox/streams"
import { Effect, Stream } from "effect"

export const myPipeline = (campaignId: string) =>
  CampaignRows.stream(campaignId).pipe(
    Stream.runFold(() => new Map<string, string>(), (table, row) => table.set(row.id, row.phone_number)),
    Effect.provide(Revox.layerConfig())
  )
