/**
 * The `revox call place` command.
 *
 * @since 0.1.0
 */
import { Calls } from "@effect-revox/client/Calls"
import type { Call } from "@effect-revox/schema/Call"
import type { CallCreate } from "@effect-revox/schema/CallCreate"
import { PhoneNumber } from "@effect-revox/schema/PhoneNumber"
import { ScheduledAt } from "@effect-revox/schema/Timestamp"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Show from "./internal/calls/show.ts"
import * as Watch from "./internal/calls/watch.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import * as Confirm from "./internal/confirm.ts"
import { campaigns, reported } from "./internal/connected.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import { reportUnknown } from "./internal/outcome.ts"
import * as Output from "./internal/output.ts"
import { resumable } from "./internal/resumable.ts"

const pairs = (name: string, description: string) =>
  Flag.KeyValuePair(name).pipe(
    Flag.withDescription(`${description}, can be repeated. Default: none`),
    Flag.withDefault({})
  )

const flags = {
  phoneNumber: Argument.String("phone-number").pipe(
    Argument.withDescription("Phone number to call, in E.164 format, such as +33184801234"),
    Argument.withSchema(PhoneNumber)
  ),
  assistant: Flag.String("assistant").pipe(
    Flag.withDescription("Id of the assistant that calls, or a unique prefix of it"),
    Flag.withSchema(Schema.NonEmptyString)
  ),
  variables: pairs("variable", "Prompt variable, such as first_name=Ada"),
  metadata: pairs("metadata", "Text to store with the call, by which it can be found, such as order=A-1024"),
  fromPhoneNumber: Flag.String("from-phone-number").pipe(
    Flag.withDescription("Phone number of the caller, in E.164 format. Default: that of the assistant"),
    Flag.withSchema(PhoneNumber),
    Flag.optional
  ),
  scheduledAt: Flag.String("scheduled-at").pipe(
    Flag.withDescription("Time of the first attempt, such as 2026-11-21T10:30:00+01:00. Default: immediately"),
    Flag.withSchema(ScheduledAt),
    Flag.optional
  ),
  concurrencyKey: Flag.String("concurrency-key").pipe(
    Flag.withDescription("Key of calls that share a limit of concurrent calls. Default: none"),
    Flag.withSchema(Schema.NonEmptyString),
    Flag.optional
  ),
  concurrencyMax: Flag.Int("concurrency-max").pipe(
    Flag.withDescription(
      "Maximum number of concurrent calls with --concurrency-key, 1 or more. Older versions of the API require it. Default: none"
    ),
    Flag.withSchema(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
    Flag.optional
  ),
  skipCallingWindow: Flags.toggle("skip-calling-window", "Call outside of the calling windows of the assistant, too"),
  yes: Flags.yes,
  wait: Flags.toggle("wait", "Wait until the call is completed"),
  timeout: Flags.timeout("Maximum time of --wait", "2 days"),
  json: Flags.json
}

type PlaceFlags = Command.Command.Config.Infer<typeof flags>

const isEmpty = (values: Readonly<Record<string, string>>): boolean => Object.keys(values).length === 0

const requestOf = (flags: PlaceFlags, assistant: string): CallCreate => ({
  phone_number: flags.phoneNumber,
  assistant_id: assistant,
  ...(isEmpty(flags.variables) ? {} : { prompt_variables: flags.variables }),
  ...(isEmpty(flags.metadata) ? {} : { metadata: flags.metadata }),
  ...(Option.isSome(flags.fromPhoneNumber) ? { from_phone_number: flags.fromPhoneNumber.value } : {}),
  ...(Option.isSome(flags.scheduledAt) ? { scheduled_at: flags.scheduledAt.value } : {}),
  ...(Option.isSome(flags.concurrencyKey)
    ? {
      concurrency: {
        key: flags.concurrencyKey.value,
        ...(Option.isSome(flags.concurrencyMax) ? { max: flags.concurrencyMax.value } : {})
      }
    }
    : {}),
  ...(flags.skipCallingWindow ? { skip_calling_window: true } : {})
})

/** The request as aligned text, for the prompt. */
const plan = (call: CallCreate): string =>
  Card.render(call.phone_number, [
    ["assistant", call.assistant_id],
    ["from", call.from_phone_number],
    ["start", call.scheduled_at ?? "immediately"],
    [
      "concurrency",
      call.concurrency === undefined
        ? ""
        : call.concurrency.max === undefined
        ? call.concurrency.key
        : `${call.concurrency.key}, up to ${call.concurrency.max} calls`
    ],
    ["calling windows", call.skip_calling_window === true ? "ignored" : ""],
    ["variables", Show.pairs(call.prompt_variables ?? {})],
    ["metadata", Show.pairs(call.metadata ?? {})]
  ])

/** Prints a placed call. If standard output cannot be written, the id is still printed to standard error. */
const printPlaced = (call: Call, json: boolean) =>
  Effect.tapError(Card.print(call, json, Show.card), () => Output.warn(`The call ${call.id} was placed.`))

/** Places the call, prints it, and waits for it. */
const send = Effect.fnUntraced(function*(request: CallCreate, { json, timeout, wait }: PlaceFlags) {
  const format = yield* CommandLine.formatter
  const words = Object.entries(request.metadata ?? {}).flatMap(([name, value]) => ["--metadata", `${name}=${value}`])
  const check = format("call", "list", "--phone-number", request.phone_number, ...words)
  yield* Effect.uninterruptibleMask(Effect.fnUntraced(function*(restore) {
    // Ctrl-C must not come between the response, the id, and the command that resumes.
    const call = yield* restore(reportUnknown(Calls.use((calls) => calls.create(request)), check))
    yield* printPlaced(call, json)
    if (!wait) return
    const resume = format("call", "watch", call.id)
    yield* resumable(resume, "The call continues. ")(Watch.watch(call.id, { json, timeout }))
  }))
})

const approveAndSend = Effect.fnUntraced(function*(flags: PlaceFlags, prompts: boolean) {
  const assistant = yield* Ids.assistant(flags.assistant, { confirmed: flags.yes })
  const request = requestOf(flags, assistant)
  if (prompts) {
    yield* Output.warn(plan(request))
    yield* Confirm.prompt(`Call ${request.phone_number} with the assistant ${assistant}?`, "Nothing was sent.")
  }
  yield* send(request, flags)
})

/**
 * The `revox call place` command, which calls a phone number. It prompts on a terminal, and requires `--yes` elsewhere. It
 * can wait for the call.
 *
 * @category commands
 * @since 0.1.0
 */
export const place = Command.make(
  "place",
  flags,
  Effect.fnUntraced(function*(flags) {
    if (!flags.wait && Duration.isFinite(flags.timeout)) return yield* usage("--timeout requires --wait.")
    if (Option.isSome(flags.concurrencyMax) && Option.isNone(flags.concurrencyKey)) {
      return yield* usage("--concurrency-max requires --concurrency-key.")
    }
    const prompts = yield* Confirm.needsPrompt(
      flags.yes,
      `Without a terminal to prompt on, add --yes to call ${flags.phoneNumber}. Nothing was sent.`
    )
    // An invalid API key is reported before the prompt.
    yield* Effect.provide(approveAndSend(flags, prompts), campaigns)
  }, reported)
).pipe(
  Command.withDescription("Call a phone number"),
  Command.withExamples([
    { command: "revox call place +33184801234 --assistant 5c1e", description: "Call a number, after a prompt" },
    {
      command:
        "revox call place +33184801234 --assistant \"$ID\" --variable first_name=Ada --metadata order=A-1024 --yes",
      description: "Call it in a script, with a text by which the call can be found"
    },
    {
      command: "revox call place +33184801234 --assistant \"$ID\" --yes --wait",
      description: "Wait until the call is completed. The exit code is 14 if the contact was not reached"
    },
    {
      command: "revox call place +33184801234 --assistant 5c1e --scheduled-at 2026-11-21T10:30:00+01:00",
      description: "Call it later"
    }
  ])
)
