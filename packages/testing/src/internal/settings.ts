import { AssistantUpdate } from "@effect-revox/schema/AssistantCreate"
import { CallResult, DialError } from "@effect-revox/schema/CallAttempt"
import * as OpenEnum from "@effect-revox/schema/OpenEnum"
import * as Options from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Fault } from "../Fault.ts"
import { CountOrInfinity, Finite, FiniteDelay, Integer } from "./arguments.ts"
import { isFault } from "./fault/model.ts"

/** Faults without invalid arguments. */
const Faults = Schema.Array(Options.satisfying(isFault, "a fault"))

const isDelay = Options.resultValidator(Options.Delay)

const Extraction = Options.satisfying(
  (value): value is unknown => value === "none" || Result.isSuccess(isDelay(value)),
  "\"none\", or a duration of zero or longer, such as \"30 seconds\""
)

const Id = Options.satisfying(
  (value): value is string => Predicate.isString(value) && value !== "",
  "text of at least one character"
)

const CampaignSpec = Schema.Struct({
  id: Schema.optional(Id),
  name: Schema.optional(Options.Text),
  rows: Schema.optional(Options.Count),
  seed: Schema.optional(Integer),
  duration: Schema.optional(FiniteDelay),
  draft: Schema.optional(Options.Delay),
  pauses: Schema.optional(Schema.Array(Schema.Struct({ afterRunning: FiniteDelay, duration: Options.Delay }))),
  cancelAt: Schema.optional(Options.Delay),
  extraction: Schema.optional(Extraction),
  status: Schema.optional(Options.oneOf(["draft", "running", "paused", "completed", "cancelled"])),
  faults: Schema.optional(Faults)
})

const outcomes = [...OpenEnum.literals(DialError), ...OpenEnum.literals(CallResult)]

const placedCalls = {
  attempts: Schema.optional(Schema.Array(Options.oneOf(outcomes))),
  delay: Schema.optional(FiniteDelay),
  retryDelay: Schema.optional(FiniteDelay)
}

const CallSpec = Schema.Struct({
  ...placedCalls,
  id: Schema.optional(Id),
  phoneNumber: Schema.optional(Id),
  metadata: Schema.optional(Schema.Record(Schema.String, Options.Text)),
  isPaused: Schema.optional(Options.Flag),
  age: Schema.optional(FiniteDelay)
})

const AssistantSpec = Schema.Struct({ ...AssistantUpdate.fields, id: Schema.optional(Id) }).pipe(Schema.toType)

const PhoneNumberSpec = Schema.Struct({
  id: Schema.optional(Id),
  phoneNumber: Schema.optional(Id),
  label: Schema.optional(Options.Text)
})

const VoiceSpec = Schema.Struct({
  id: Schema.optional(Id),
  name: Schema.optional(Options.Text),
  description: Schema.optional(Options.Text),
  language: Schema.optional(Options.Text),
  provider: Schema.optional(Options.Text),
  isCloned: Schema.optional(Options.Flag)
})

const isKey = (value: unknown): value is Redacted.Redacted<string> => {
  const key = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return Predicate.isString(key) && /^[\x21-\x7e]+$/.test(key)
}

const SimulatorOptions = Schema.Struct({
  apiKey: Schema.optional(Options.privately(isKey, "a Redacted of visible ASCII characters")),
  seed: Schema.optional(Integer),
  speed: Schema.optional(Finite.check(Schema.makeFilter((speed) => speed >= 0, { expected: "a number of 0 or more" }))),
  timeStart: Schema.optional(Options.oneOf(["now", "first-request"])),
  firstPage: Schema.optional(Options.oneOf([0, 1])),
  maxPageSize: Schema.optional(Options.PositiveCount),
  errorBody: Schema.optional(
    Options.oneOf(["error.message", "message", "error", "problem+json", "text", "html", "empty"])
  ),
  unknownFields: Schema.optional(Options.Flag),
  port: Schema.optional(
    Options.Count.check(Schema.makeFilter((port) => port <= 65_535, { expected: "a port from 0 to 65535" }))
  ),
  campaigns: Schema.optional(Schema.Array(CampaignSpec)),
  createdCampaigns: Schema.optional(Schema.Struct({
    duration: Schema.optional(FiniteDelay),
    extraction: Schema.optional(Extraction),
    launch: Schema.optional(Options.oneOf(["as-requested", "always", "never"]))
  })),
  assistants: Schema.optional(Schema.Array(AssistantSpec)),
  phoneNumbers: Schema.optional(Schema.Array(PhoneNumberSpec)),
  voices: Schema.optional(Schema.Array(VoiceSpec)),
  calls: Schema.optional(Schema.Array(CallSpec)),
  placedCalls: Schema.optional(Schema.Struct(placedCalls)),
  servesRecordings: Schema.optional(Options.Flag),
  faults: Schema.optional(Faults),
  logLimit: Schema.optional(CountOrInfinity)
})

/** Fails with the invalid argument of a fault, if there is one. */
const checkFaults = (
  faults: ReadonlyArray<Fault>
): Effect.Effect<void, Options.InvalidOptionError> => {
  const problem = faults.find(({ problem }) => problem !== undefined)?.problem
  return problem === undefined ? Effect.void : Effect.fail(problem)
}

const simulatorOptions = Options.validator(SimulatorOptions)

/** Validates the options of a simulator. */
export const validateSimulator = (options: unknown): Effect.Effect<void, Options.InvalidOptionError> =>
  Effect.flatMap(
    simulatorOptions(options),
    ({ campaigns = [], faults = [] }) => checkFaults([...faults, ...campaigns.flatMap(({ faults = [] }) => faults)])
  )

const campaignSpec = Options.validator(CampaignSpec)

/** Validates the specification of a campaign. */
export const validateCampaign = (spec: unknown): Effect.Effect<void, Options.InvalidOptionError> =>
  Effect.flatMap(campaignSpec(spec), ({ faults = [] }) => checkFaults(faults))

/** Validates the specification of a call. */
export const validateCall = Options.validator(CallSpec)

const injected = Options.validator(Schema.Struct({ faults: Faults }))

/** Validates faults that are injected. */
export const validateFaults = (faults: unknown): Effect.Effect<void, Options.InvalidOptionError> =>
  Effect.flatMap(injected({ faults }), ({ faults }) => checkFaults(faults))

/** Validates the range of rows that are read from the simulator. */
export const validateRange = Options.validator(Schema.Struct({ from: Options.Count, count: CountOrInfinity }))

/** Validates an insertion or deletion of rows. */
export const validateEdit = Options.validator(Schema.Struct({
  _tag: Options.oneOf(["Insert", "Delete"]),
  at: Options.Count,
  count: Options.Count
}))

/** Validates the steps by which a clock is advanced. */
export const validateSteps = Options.validator(Schema.Struct({ duration: FiniteDelay, step: Options.FiniteTime }))

/** Validates the options of webhook requests. */
export const validateDelivery = Options.validator(Schema.Struct({
  copies: Schema.optional(Options.PositiveCount),
  delay: Schema.optional(FiniteDelay),
  size: Schema.optional(Options.Count),
  transformBody: Schema.optional(Options.Callback)
}))
