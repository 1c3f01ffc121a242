import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Options, RevoxSimulator } from "../RevoxSimulator.ts"
import type { CampaignState } from "./campaigns.ts"
import * as Campaigns from "./campaigns.ts"
import { basePath } from "./routing.ts"
import * as Settings from "./settings.ts"
import * as Simulation from "./simulated.ts"
import type * as Simulator from "./simulator.ts"
import { UnknownCall, UnknownCampaign } from "./unknown.ts"

/** Returns the service of a simulator. `onClock` runs an effect on the simulator's clock. */
export const make = (
  { addCall, addCampaign, allCalls, allCampaigns, findCall, findCampaign, injections, log }: Simulator.Simulator,
  options: Options,
  origin: string,
  onClock: <A>(effect: Effect.Effect<A>) => Effect.Effect<A>
): RevoxSimulator["Service"] => {
  const find = (id: string): Effect.Effect<CampaignState> =>
    Effect.fromOption(findCampaign(id)).pipe(Effect.catch(() => Effect.die(new UnknownCampaign({ id }))))
  const now = <A>(id: string, f: (found: CampaignState, now: number) => A): Effect.Effect<A> =>
    Effect.zipWith(
      find(id),
      onClock(Clock.currentTimeMillis),
      (found, clock) => f(found, Simulation.nowOf(found.simulated, clock))
    )
  return {
    baseUrl: origin + basePath,
    apiKey: options.apiKey ?? Redacted.make("test-key"),
    addCampaign: (spec = {}) =>
      Effect.andThen(
        Settings.validateCampaign(spec),
        Effect.map(onClock(addCampaign(spec)), (campaign) => campaign.simulated.id)
      ),
    campaigns: Effect.map(
      onClock(Clock.currentTimeMillis),
      (clock) => allCampaigns().map((found) => found.campaign(Simulation.nowOf(found.simulated, clock)))
    ),
    campaign: (id) => now(id, (found, at) => found.campaign(at)),
    rows: (id, from, count) =>
      Effect.andThen(
        Settings.validateRange({ from, count }),
        now(id, (found, at) => Campaigns.rows(found, at, from, count))
      ),
    expectedRows: (id) => Effect.map(find(id), Campaigns.expectedRows),
    editRows: (id, edit) =>
      Effect.andThen(Settings.validateEdit(edit), Effect.map(find(id), (found) => found.edit([edit]))),
    addCall: (spec = {}) =>
      Effect.andThen(Settings.validateCall(spec), Effect.map(onClock(addCall(spec)), ({ id }) => id)),
    calls: Effect.map(onClock(Clock.currentTimeMillis), (clock) => allCalls().map((call) => call.at(clock))),
    call: (id) =>
      Effect.zipWith(
        Effect.catch(Effect.fromOption(findCall(id)), () => Effect.die(new UnknownCall({ id }))),
        onClock(Clock.currentTimeMillis),
        (call, clock) => call.at(clock)
      ),
    inject: (...faults) =>
      Effect.map(Settings.validateFaults(faults), () => {
        const { hits, remove } = injections.inject(faults)
        return { hitCount: Effect.sync(hits), remove: Effect.sync(remove) }
      }),
    clearFaults: Effect.sync(injections.clear),
    requests: Effect.sync(log.records),
    requestStream: log.ended,
    traffic: Effect.sync(log.traffic)
  }
}
