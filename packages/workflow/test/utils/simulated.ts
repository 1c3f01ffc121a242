import { CampaignRuns, type RunJob, RunRecord } from "@effect-revox/workflow"
import { assert } from "@effect/vitest"
import { Effect, Exit } from "effect"
import type { SimulatedClock } from "../../simulation/clock.ts"
import { deterministicDigests } from "../../simulation/digests.ts"
import {
  inProcess,
  isolated,
  makeWorld,
  type Options,
  pollUntil,
  type Services,
  type World
} from "../../simulation/world.ts"

export const contacts = ["+33184801001", "+33184801002", "+33184801003"].map((to_phone_number) => ({
  to_phone_number,
  prompt_variables: { first_name: "Zoë" }
}))

export const request = (launch: RunJob.RunLaunch = "create"): CampaignRuns.RunRequest => ({
  key: "spring-2026",
  campaign: { assistant_id: "assistant-1", name: "Spring" },
  launch,
  contacts,
  export: { destination: { name: "shelf" }, maxPollInterval: "30 seconds" }
})

export const id = "spring-2026"

/** A world whose processes are killed at the end of each program only. */
export interface Scene extends World {
  /** Runs a program in a new process, until it ends. */
  readonly run: <A, E>(program: Effect.Effect<A, E, Services>, baseUrl?: string) => Effect.Effect<A, E>
  /** Number of requests for an endpoint. */
  readonly count: (endpoint: string) => Effect.Effect<number>
}

const maxMillis = 48 * 3_600_000

/** Runs a test in a separate world, on a simulated clock. */
export const scene = <A, E>(
  test: (scene: Scene) => Effect.Effect<A, E, SimulatedClock>,
  options: Options = {}
) =>
  isolated(
    "test",
    Effect.gen(function*() {
      yield* deterministicDigests
      const world = yield* makeWorld(
        { writeFaults: 0, readFaults: 0, maxDelay: 0 },
        { createdCampaigns: { duration: "10 minutes" }, ...options }
      )
      const context = yield* Effect.context<SimulatedClock>()
      return yield* test({
        ...world,
        run: (program, baseUrl) =>
          Effect.gen(function*() {
            const outcome = yield* inProcess(
              baseUrl === undefined ? world : { ...world, baseUrl },
              undefined,
              maxMillis,
              program
            )
            if (outcome._tag !== "Ended") return assert.fail(`the process was ${outcome._tag}`)
            return yield* Exit.isSuccess(outcome.exit)
              ? Effect.succeed(outcome.exit.value)
              : Effect.failCause(outcome.exit.cause)
          }).pipe(Effect.provideContext(context)),
        count: (endpoint) =>
          Effect.map(
            world.simulator.requests,
            (requests) => requests.filter((request) => request.endpoint === endpoint).length
          )
      })
    })
  )

/** Waits for the result of the run, with few polls. */
export const awaitResult = Effect.gen(function*() {
  const runs = yield* CampaignRuns.CampaignRuns
  yield* pollUntil(runs.get(id), RunRecord.isTerminal)
  return yield* runs.result(id)
})

/** Starts the run and waits for its result. */
export const startAndAwait = (launch?: RunJob.RunLaunch) =>
  Effect.andThen(CampaignRuns.CampaignRuns.use((runs) => runs.start(request(launch))), awaitResult)

/** Fails a test whose effect does not fail with a tag. */
export const failsWith = <A, E extends { readonly _tag: string }, R, Tag extends E["_tag"]>(
  effect: Effect.Effect<A, E, R>,
  tag: Tag
): Effect.Effect<Extract<E, { readonly _tag: Tag }>, never, R> =>
  Effect.matchEffect(effect, {
    onFailure: (error) => {
      const isExpected = (error: E): error is Extract<E, { readonly _tag: Tag }> => error._tag === tag
      return isExpected(error)
        ? Effect.succeed(error)
        : Effect.die(new Error(`expected ${tag}, got ${error._tag}: ${String(error)}`))
    },
    onSuccess: () => Effect.die(new Error(`expected ${tag}, got a success`))
  })
