import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Options } from "../RevoxSimulator.ts"
import type * as Recordings from "./recordings.ts"
import * as Settings from "./settings.ts"
import * as SimulatedTime from "./simulatedTime.ts"
import * as Simulator from "./simulator.ts"

const fromOptions = (options: Options, recordings: Recordings.Recordings): Effect.Effect<Simulator.Simulator> =>
  Simulator.make({
    apiKey: options.apiKey ?? Redacted.make("test-key"),
    seed: options.seed ?? 1,
    time: SimulatedTime.make(options.speed ?? 1, options.timeStart !== "first-request"),
    firstPage: options.firstPage ?? 0,
    maxPageSize: options.maxPageSize ?? 1000,
    errorBody: options.errorBody ?? "error.message",
    unknownFields: options.unknownFields ?? false,
    logLimit: options.logLimit ?? 10_000,
    campaigns: options.campaigns ?? [],
    assistants: options.assistants ?? [],
    phoneNumbers: options.phoneNumbers,
    voices: options.voices,
    created: options.createdCampaigns ?? {},
    calls: options.calls ?? [],
    placed: options.placedCalls ?? {},
    recordings,
    servesRecordings: options.servesRecordings ?? false,
    faults: options.faults ?? []
  })

/** Makes a simulator with the defaults of all options, which are validated. */
export const makeSimulator = (
  options: Options,
  recordings: Recordings.Recordings
): Effect.Effect<Simulator.Simulator, InvalidOptionError> =>
  Effect.andThen(Settings.validateSimulator(options), Effect.suspend(() => fromOptions(options, recordings)))
