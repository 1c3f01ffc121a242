import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { AssistantSpec } from "../AssistantSpec.ts"
import type { CallSpec, PlacedCalls } from "../CallSpec.ts"
import type { CampaignSpec } from "../CampaignSpec.ts"
import type { Fault } from "../Fault.ts"
import type { PhoneNumberSpec } from "../PhoneNumberSpec.ts"
import type { ErrorBody } from "../SimulatedResponse.ts"
import type { VoiceSpec } from "../VoiceSpec.ts"
import { apiRoutes } from "./apiRoutes.ts"
import * as Account from "./accountStore.ts"
import * as Assistants from "./assistantStore.ts"
import type { CallState } from "./calls.ts"
import * as Calls from "./callStore.ts"
import type { CampaignState } from "./campaigns.ts"
import * as Campaigns from "./campaignStore.ts"
import * as Engine from "./engine.ts"
import * as When from "./fault/when.ts"
import * as Injections from "./injections.ts"
import * as Log from "./log.ts"
import { Paging } from "./paging.ts"
import * as PhoneNumbers from "./phoneNumberStore.ts"
import * as Voices from "./voiceStore.ts"

/** Options of a simulator. */
export interface Options extends Campaigns.Options {
  readonly apiKey: Redacted.Redacted<string>
  readonly firstPage: 0 | 1
  readonly maxPageSize: number
  readonly errorBody: ErrorBody
  readonly logLimit: number
  readonly servesRecordings: boolean
  readonly campaigns: ReadonlyArray<CampaignSpec>
  readonly calls: ReadonlyArray<CallSpec>
  readonly placed: PlacedCalls
  readonly assistants: ReadonlyArray<AssistantSpec>
  readonly phoneNumbers: ReadonlyArray<PhoneNumberSpec> | undefined
  readonly voices: ReadonlyArray<VoiceSpec> | undefined
  readonly faults: ReadonlyArray<Fault>
}

/** The parts of a simulator, without a transport. */
export interface Simulator {
  readonly engine: Engine.Engine
  readonly log: Log.Log
  readonly injections: Injections.Injections
  readonly findCampaign: Campaigns.CampaignStore["Service"]["find"]
  readonly allCampaigns: Campaigns.CampaignStore["Service"]["all"]
  readonly addCampaign: (spec: CampaignSpec) => Effect.Effect<CampaignState>
  readonly findCall: Calls.CallStore["Service"]["find"]
  readonly allCalls: Calls.CallStore["Service"]["all"]
  readonly addCall: (spec: CallSpec) => Effect.Effect<CallState>
}

/** Maximum length of all request bodies that the log keeps, in bytes. */
const logBodyBytes = 32 * 1024 * 1024

export const make = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<Simulator> {
  const { apiKey, errorBody, firstPage, maxPageSize, servesRecordings, time } = options
  const log = yield* Log.make({ requests: options.logLimit, bodyBytes: logBodyBytes })
  const injections = Injections.make()
  const store = Campaigns.make(options)
  const calls = Calls.make(options)
  const assistants = Assistants.make(options.seed, store, options.assistants, yield* Clock.currentTimeMillis)
  const engine = yield* Engine.make({ routes: apiRoutes, apiKey, errorBody, log, injections, servesRecordings, time })
    .pipe(
      Effect.provideService(Campaigns.CampaignStore, store),
      Effect.provideService(Calls.CallStore, calls),
      Effect.provideService(Paging, { firstPage, maxPageSize }),
      Effect.provideService(Assistants.AssistantStore, assistants),
      Effect.provideService(Account.AccountStore, Account.make(options.seed)),
      Effect.provideService(PhoneNumbers.PhoneNumberStore, PhoneNumbers.make(options.seed, options.phoneNumbers)),
      Effect.provideService(Voices.VoiceStore, Voices.make(options.seed, options.voices))
    )
  const addCampaign = (spec: CampaignSpec) =>
    Effect.map(Clock.currentTimeMillis, (clock) => {
      const campaign = store.add(spec, clock)
      injections.inject((spec.faults ?? []).map(When.forCampaign(campaign.simulated.id)))
      return campaign
    })
  yield* Effect.forEach(options.campaigns, addCampaign, { discard: true })
  const addCall = (spec: CallSpec) => Effect.map(Clock.currentTimeMillis, (clock) => calls.add(spec, clock))
  yield* Effect.forEach(options.calls, addCall, { discard: true })
  injections.inject(options.faults)
  return {
    engine,
    log,
    injections,
    findCampaign: store.find,
    allCampaigns: store.all,
    addCampaign,
    findCall: calls.find,
    allCalls: calls.all,
    addCall
  }
})
