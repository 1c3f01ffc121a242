import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports, CampaignRuns, Embedded } from "@effect-revox/workflow"
import { Effect, Layer } from "effect"
import { eventually } from "../../../testing/test/utils/eventually.ts"

/** The campaign of the export, three of whose rows are stored. */
export const exported = { id: "exported", rows: 6, status: "completed" } as const
export const storedRows = 3

/** The run whose campaign was created, and the run whose create request was sent, with an unknown outcome. */
export const runKeys = { created: "created", unknown: "unknown" } as const

/** The name of the campaign of a run. */
export const nameOf = (key: string): string => `Spring [${key}]`

export const contacts = ["+33184801001", "+33184801002"]

/** Provides a runner, which is stopped when the effect ends. */
export const running = (directory: string) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.provide(effect, Layer.fresh(Embedded.layer({ directory, pollInterval: "100 millis", pagesPerStep: 1 })))

/** Starts an export and two runs, and leaves them unfinished. */
export const unfinished = Effect.fnUntraced(function*(directory: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.addCampaign(exported)
  const fourthPage = yield* simulator.inject(Fault.stall().pipe(Fault.onPage(storedRows), Fault.always))
  yield* running(directory)(Effect.gen(function*() {
    const exports = yield* CampaignExports.CampaignExports
    const runs = yield* CampaignRuns.CampaignRuns
    const started = yield* exports.start({
      campaignId: exported.id,
      destination: { name: "sql" },
      pageSize: 1,
      prefetch: 1,
      maxPollInterval: "200 millis"
    })
    const run = (key: string) =>
      runs.start({
        key,
        campaign: { assistant_id: "assistant-1", name: "Spring" },
        launch: "create",
        contacts: contacts.map((to_phone_number) => ({ to_phone_number, prompt_variables: { first_name: "Zoë" } })),
        createSettleTime: "1 second",
        export: { destination: { name: "sql" }, maxPollInterval: "200 millis" }
      })
    yield* run(runKeys.created)
    yield* eventually(runs.get(runKeys.created), ({ status }) => status === "exporting")
    const create = yield* simulator.inject(Fault.stall().pipe(Fault.onEndpoint("campaigns.create")))
    yield* run(runKeys.unknown)
    yield* eventually(create.hitCount, (hits) => hits > 0)
    yield* eventually(fourthPage.hitCount, (hits) => hits > 0)
    yield* eventually(exports.get(started.id), ({ rows }) => rows === storedRows)
  }))
})
