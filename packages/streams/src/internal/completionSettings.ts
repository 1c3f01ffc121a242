import * as Options from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

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
  schedule: Schema.optional(Schema.Any),
  // The facade passes all of its options.
  signal: Schema.optional(Schema.Any)
})

/** The validated options of a wait, with defaults. */
export type Settings = typeof Settings.Type

/** Validates the options of a wait. */
export const validate = Options.validator(Settings)
