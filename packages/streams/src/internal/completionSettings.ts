import * as Options from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { isSignal } from "./facade.ts"

const WaitOrFail = Options.oneOf(["wait", "fail"]).pipe(
  Schema.withDecodingDefault(Effect.succeed("wait" as const))
)

const Settings = Schema.Struct({
  until: Options.oneOf(["completed", "extracted"]).pipe(
    Schema.withDecodingDefault(Effect.succeed("completed" as const))
  ),
  onPaused: WaitOrFail,
  onDraft: WaitOrFail,
  timeout: Options.Time.pipe(Schema.withDecodingDefault(Effect.succeed("1 hour"))),
  stallTimeout: Options.Time.pipe(Schema.withDecodingDefault(Effect.succeed(Infinity))),
  schedule: Schema.optional(Options.satisfying(Schedule.isSchedule, "a Schedule")),
  // The facade passes all of its options.
  signal: Schema.optional(Options.satisfying(isSignal, "an AbortSignal"))
})

/** The validated options of a wait, with defaults. */
export type Settings = typeof Settings.Type

/** Validates the options of a wait. */
export const validate = Options.validator(Settings)

/** Validates the options of a campaign that is created, and those of the wait for it. */
export const validateCreation = Options.validator(Schema.Struct({
  ...Settings.fields,
  allowDuplicates: Schema.optional(Options.Flag),
  allowMissingVariables: Schema.optional(Options.Flag),
  onCreated: Schema.optional(Options.Callback)
}))
