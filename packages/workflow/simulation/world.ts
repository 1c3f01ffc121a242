import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import {
  CampaignExports,
  CampaignExportWorkflow,
  CampaignRun,
  CampaignRuns,
  EngineHistory
} from "@effect-revox/workflow"
import { Context, type Duration, Effect, Exit, Fiber, Layer, Logger, Random, Schedule, Scope } from "effect"
import { RunnerHealth, Runners, RunnerStorage, Sharding, ShardingConfig } from "effect/cluster"
import { HttpClient } from "effect/http"
import * as Engine from "../src/internal/engine.ts"
import * as Clock from "./clock.ts"
import { SimulatedClock } from "./clock.ts"
import type { RandomNumbers } from "./choose.ts"
import * as Network from "./network.ts"
import * as Process from "./process.ts"
import * as Storage from "./storage.ts"

/** Receives the lines of the trace of a simulation while it runs. */
export const Trace = Context.Reference<(line: string) => void>("simulation/Trace", { defaultValue: () => () => {} })

/** A server, and storage that survives the death of the processes that use them. */
export interface World {
  readonly storage: Storage.Storage
  readonly simulator: RevoxSimulator.RevoxSimulator["Service"]
  readonly handled: Network.Handled
  readonly random: RandomNumbers
  readonly trace: (line: string) => void
  readonly weather: Network.Weather
  readonly http: HttpClient.HttpClient
  readonly scope: Scope.Scope
  readonly historyInterval: Duration.Input
  /** Base URL that the runner of a process has. `undefined` runs all runs. */
  readonly baseUrl?: string
}

/** Options of a world. */
export interface Options extends RevoxSimulator.Options {
  /** Pause between two deletions of messages of the engine. Default: 2 minutes. */
  readonly historyInterval?: Duration.Input | undefined
}

export const makeWorld = Effect.fnUntraced(function*(
  weather: Network.Weather,
  { historyInterval = "2 minutes", ...options }: Options = {}
): Effect.fn.Return<World, never, Scope.Scope> {
  const random = yield* Random.Random
  const trace = yield* Trace
  const handled: Network.Handled = new Map()
  const fault = Network.faults(weather, random, handled, trace)
  const context = yield* Effect.orDie(Layer.build(RevoxSimulator.layerMemory({ ...options, faults: [fault] })))
  return {
    storage: yield* Storage.make,
    simulator: Context.get(context, RevoxSimulator.RevoxSimulator),
    http: Context.get(context, HttpClient.HttpClient),
    scope: yield* Effect.scope,
    historyInterval,
    handled,
    random,
    trace,
    weather
  }
})

/** Sharding settings with few polls, since every poll costs time of the simulation. */
const sharding = ShardingConfig.layer({
  shardsPerGroup: 1,
  entityMessagePollInterval: "10 seconds",
  entityReplyPollInterval: "10 seconds",
  refreshAssignmentsInterval: "5 minutes",
  shardLockRefreshInterval: "10 minutes",
  shardLockExpiration: "1 hour",
  runnerHealthCheckInterval: "1 hour",
  entityTerminationTimeout: "1 second",
  simulateRemoteSerialization: false
})

/** All layers of a process that runs exports and campaign runs. */
const processLayer = (world: World, process: Process.Process) => {
  const cluster = Sharding.layer.pipe(
    Layer.provideMerge(Runners.layerNoop),
    Layer.provide([RunnerStorage.layerMemory, RunnerHealth.layerNoop]),
    Layer.provide(sharding)
  )
  const http = Network.client(world.http, world.weather, world.random, world.scope, process)
  const { apiKey, baseUrl } = world.simulator
  return Layer.merge(CampaignExports.layer, CampaignRuns.layerWith({ baseUrl: world.baseUrl })).pipe(
    Layer.provideMerge(Layer.mergeAll(
      CampaignExportWorkflow.layer({ pagesPerStep: 2 }),
      CampaignRun.layer({ baseUrl: world.baseUrl }),
      EngineHistory.layer({ interval: world.historyInterval })
    )),
    Layer.provideMerge(Engine.layer),
    Layer.provideMerge(cluster),
    Layer.provideMerge(Storage.layer(world.storage, process)),
    Layer.provideMerge(Revox.layer({ apiKey, baseUrl, timeout: "20 seconds", maxRetries: 1 })),
    Layer.provide(Layer.succeed(HttpClient.HttpClient, http))
  )
}

/** Services of a process. */
export type Services = Layer.Success<ReturnType<typeof processLayer>>

/** Advances the clock. */
export const pass = (millis: number) => SimulatedClock.use((clock) => clock.advance(millis))

/** Polls until a condition is met, more rarely than `watch` does. */
export const pollUntil = <A, E, R>(poll: Effect.Effect<A, E, R>, until: (value: A) => boolean) =>
  Effect.repeat(poll, { schedule: Schedule.spaced("15 seconds"), until })

/** Outcome of a program in a process. */
export type Outcome<A, E> =
  | { readonly _tag: "Ended"; readonly exit: Exit.Exit<A, E> }
  | { readonly _tag: "Killed" }
  | { readonly _tag: "Late" }

/**
 * Runs a program in a new process, until the program ends, the process is killed, or the time is over. The process ends
 * with it.
 */
export const inProcess = Effect.fnUntraced(function*<A, E>(
  world: World,
  killPoint: Process.KillPoint | undefined,
  maxMillis: number,
  program: Effect.Effect<A, E, Services>
): Effect.fn.Return<Outcome<A, E>, never, SimulatedClock> {
  const process = Process.make(killPoint, world.trace)
  const scope = Scope.makeUnsafe()
  const fiber = yield* Layer.buildWithScope(processLayer(world, process), scope).pipe(
    Effect.orDie,
    Effect.flatMap((context) => Effect.provideContext(program, context)),
    Effect.forkDetach
  )
  let passed = 0
  world.trace("process starts")
  while (fiber.pollUnsafe() === undefined && !process.isDead() && passed < maxMillis) {
    const step = 200 + Math.floor(world.random.nextDoubleUnsafe() * 20_000)
    yield* pass(step)
    passed += step
  }
  const exit = process.isDead() ? undefined : fiber.pollUnsafe()
  yield* process.kill
  // The remaining fibers do nothing more, and may wait forever. Closing the scope only stops their timers.
  yield* Effect.forkDetach(Effect.andThen(Fiber.interrupt(fiber), Scope.close(scope, Exit.void)))
  yield* pass(1)
  return exit !== undefined ? { _tag: "Ended", exit } : passed < maxMillis ? { _tag: "Killed" } : { _tag: "Late" }
})

/** Runs an effect on a separate clock and with separate random numbers. */
export const isolated = <A, E>(
  seed: string,
  effect: Effect.Effect<A, E, Scope.Scope | SimulatedClock>
): Effect.Effect<A, E> =>
  Effect.scoped(effect).pipe(
    Random.withSeed(seed),
    Effect.provide([Clock.layer, Logger.layer([])])
  )
